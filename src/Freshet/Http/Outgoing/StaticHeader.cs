using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Http.Outgoing;

/// <summary><c>static</c>: the header is <c>prefix + value + suffix</c>.</summary>
internal sealed class StaticHeader : FixedHeader, ICheckOptions
{
    public const string Name = "static";

    private Secret? whole;

    /// <summary>The text between prefix and suffix. It is not shown anywhere, since it may be a token all the same.</summary>
    [Required(ErrorMessage = "give the header's text")]
    public Secret? Value { get; set; }

    /// <summary>What stands before the value.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>What stands behind the value.</summary>
    public string Suffix { get; set; } = "";

    public void Check(OptionsScope scope)
    {
        if (Value?.Reveal() is { } value)
        {
            whole = HeaderValue.Read(Prefix + value + Suffix, scope, "value", "the header");
        }
    }

    internal override string? Text() => whole?.Reveal();
}
