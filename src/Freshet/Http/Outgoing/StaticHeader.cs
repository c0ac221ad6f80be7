using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Http.Outgoing;

/// <summary><c>static</c>: the header is <c>prefix + value + suffix</c>.</summary>
internal sealed class StaticHeader : FixedHeader, ICheckOptions
{
    public const string Name = "static";

    /// <summary>The text between prefix and suffix. It is not shown anywhere, since it may be a token all the same.</summary>
    [Required(ErrorMessage = "give the header's text")]
    public Secret? Value { get; set; }

    public void Check(OptionsScope scope)
    {
        if (Value?.Reveal() is { } value)
        {
            Keep(value, scope, "the header");
        }
    }
}
