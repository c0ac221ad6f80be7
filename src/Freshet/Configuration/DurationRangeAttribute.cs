using System.ComponentModel.DataAnnotations;

namespace Freshet.Configuration;

/// <summary>A duration from one to another, both included, in the form of <see cref="Duration"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    public string Minimum { get; } = minimum;
    public string Maximum { get; } = maximum;

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var isInside =
            value is TimeSpan duration
            && Duration.TryParse(Minimum, out var least)
            && Duration.TryParse(Maximum, out var most)
            && duration >= least
            && duration <= most;
        return isInside
            ? ValidationResult.Success
            : new ValidationResult(
                $"{validationContext.DisplayName} must be from {Minimum} to {Maximum}"
            );
    }
}
