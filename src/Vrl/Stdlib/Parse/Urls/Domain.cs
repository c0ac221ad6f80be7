using System.Text;
using Freshet.Vrl.Codecs.Idna;

namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>Domains in ASCII: labels beyond it in Punycode.</summary>
internal static class Domain
{
    /// <summary>The domain in lower case and ASCII; null where it is none.</summary>
    public static string? ToAscii(string domain)
    {
        var lower = domain.ToLowerInvariant();
        return Ascii.IsValid(lower) && !lower.Contains("xn--", StringComparison.Ordinal)
            ? lower
            : DomainName.ToAscii(domain);
    }
}
