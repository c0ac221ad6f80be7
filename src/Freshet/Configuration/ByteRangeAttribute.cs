using System.ComponentModel.DataAnnotations;

namespace Freshet.Configuration;

/// <summary>A size from one to another, both included, in the form of <see cref="ByteSize"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ByteRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;
    public string Maximum { get; } = maximum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var isInside =
            value is ByteSize size
            && ByteSize.TryParse(Minimum, out var least)
            && ByteSize.TryParse(Maximum, out var most)
            && size.Bytes >= least.Bytes
            && size.Bytes <= most.Bytes;
        return isInside
            ? ValidationResult.Success
            : new ValidationResult(
                $"{validationContext.DisplayName} must be from {Minimum} to {Maximum}"
            );
    }
}
