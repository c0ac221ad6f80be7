using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>Domains in ASCII: labels beyond it in Punycode.</summary>
internal static class Domain
{
    private static readonly IdnMapping mapping = new() { AllowUnassigned = true };

    /// <summary>The domain in lower case and ASCII; null where it is none.</summary>
    public static string? ToAscii(string domain)
    {
        var lower = domain.ToLowerInvariant();
        var isAscii = Ascii.IsValid(lower);
        if (isAscii && !lower.Contains("xn--", StringComparison.Ordinal))
        {
            return lower;
        }
        var labels = lower.Split('.', '\u3002', '\uFF0E', '\uFF61');
        for (var i = 0; i < labels.Length; i++)
        {
            var isEncoded = labels[i].StartsWith("xn--", StringComparison.Ordinal);
            if (!isEncoded && Ascii.IsValid(labels[i]))
            {
                continue;
            }
            try
            {
                labels[i] = isEncoded
                    ? mapping.GetAscii(mapping.GetUnicode(labels[i]))
                    : mapping.GetAscii(labels[i].Normalize(NormalizationForm.FormC));
            }
            catch (ArgumentException)
            {
                return null;
            }
        }
        return string.Join('.', labels);
    }
}
