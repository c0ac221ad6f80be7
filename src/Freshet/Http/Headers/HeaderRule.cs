using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Freshet.Http.Headers;

/// <summary>
/// One rule on one header. A rule reads itself as options do: its public properties are its keys. A rule that could not be read whole never
/// holds, so a mistake can only close a door.
/// </summary>
internal abstract class HeaderRule
{
    /// <summary>The longest value, in characters, that a rule looks into; a longer one is wrong.</summary>
    public const int LongestValue = 16 * 1024;

    /// <summary>The header's name, compared without regard to case as HTTP asks.</summary>
    public string Header { get; internal set; } = "";

    /// <summary>The type as configuration writes it.</summary>
    public abstract string Type { get; }

    /// <summary>Whether the rule depends on the request's body.</summary>
    public virtual bool NeedsBody => false;

    /// <summary>All that decides what it lets pass beside type and header, secrets included: never to be shown.</summary>
    public abstract IEnumerable<string> Terms { get; }

    /// <param name="headers">The request's headers.</param>
    /// <param name="body">The body's bytes as they were sent, before any content encoding is undone.</param>
    public virtual HeaderVerdict Check(IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var values = headers[Header];
        if (values.Count == 0)
        {
            return Missing(Header);
        }
        return Single(values) is { } value && Holds(value, headers, body)
            ? HeaderVerdict.Accepted
            : Wrong(Header);
    }

    /// <summary>Whether a value that is there, once and not too long, is as it should be.</summary>
    protected abstract bool Holds(string value, IHeaderDictionary headers, ReadOnlySpan<byte> body);

    /// <summary>
    /// The only value. A header that comes twice is not trusted: a proxy, the rule and whatever reads the header later might each take another.
    /// </summary>
    protected static string? Single(StringValues values) =>
        values is [{ Length: <= LongestValue } only] ? only : null;

    protected HeaderVerdict Missing(string header) => new(HeaderOutcome.Missing, header, Type);

    protected HeaderVerdict Wrong(string header) => new(HeaderOutcome.Wrong, header, Type);
}
