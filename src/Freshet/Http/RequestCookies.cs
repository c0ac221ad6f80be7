using Microsoft.AspNetCore.Http;

namespace Freshet.Http;

/// <summary>The cookies of a request, by the grammar of RFC 6265, section 4.2.1.</summary>
internal static class RequestCookies
{
    /// <summary>How many values of one name are looked at; more than paths and domains give a browser reason to send.</summary>
    private const int Most = 8;

    /// <summary>
    /// The values of a name, as they came. There may be several: whoever has a neighbouring host can set a cookie of the same name, and must not thereby
    /// hide the one that counts.
    /// </summary>
    public static IReadOnlyList<string> Values(HttpRequest request, string name)
    {
        var values = new List<string>();
        foreach (var header in request.Headers.Cookie)
        {
            foreach (var range in header.AsSpan().Split(';'))
            {
                var pair = header.AsSpan()[range].Trim(' ');
                var end = pair.IndexOf('=');
                if (end == name.Length && pair.StartsWith(name, StringComparison.Ordinal))
                {
                    values.Add(pair[(end + 1)..].ToString());
                }
                if (values.Count == Most)
                {
                    return values;
                }
            }
        }
        return values;
    }
}
