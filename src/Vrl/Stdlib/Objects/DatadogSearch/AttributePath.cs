using System.Text;
using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>Reads the path of an attribute: <c>.a.b-c[0]."d e"</c>, where the first point may be missing.</summary>
internal static class AttributePath
{
    /// <summary>The path's segments; null where the text is no path.</summary>
    public static Segment[]? Parse(string text)
    {
        var segments = new List<Segment>();
        var at = text.StartsWith('.') ? 1 : 0;
        if (text.Length == 0)
        {
            return null;
        }
        while (at < text.Length)
        {
            if (text[at] == '.' && segments.Count > 0)
            {
                at++;
                if (at == text.Length || text[at] == '[')
                {
                    return null;
                }
            }
            var segment =
                text[at] == '[' ? Index(text, ref at)
                : text[at] == '"' ? Quoted(text, ref at)
                : Field(text, ref at);
            if (segment is null)
            {
                return null;
            }
            segments.Add(segment.Value);
        }
        return [.. segments];
    }

    private static Segment? Field(string text, ref int at)
    {
        var start = at;
        while (
            at < text.Length
            && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '@')
        )
        {
            at++;
        }
        var isWhole = at == text.Length || text[at] is '.' or '[';
        return at > start && isWhole ? new Segment(text[start..at]) : null;
    }

    private static Segment? Index(string text, ref int at)
    {
        var end = text.IndexOf(']', at);
        if (end < 0)
        {
            return null;
        }
        var digits = text.AsSpan((at + 1)..end);
        at = end + 1;
        return
            !digits.TrimStart('-').ContainsAnyExceptInRange('0', '9')
            && int.TryParse(digits, out var index)
            ? new Segment(Field: null, index)
            : null;
    }

    private static Segment? Quoted(string text, ref int at)
    {
        var field = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && (++at == text.Length || text[at] is not ('\\' or '"')))
            {
                return null;
            }
            field.Append(text[at]);
        }
        return at++ < text.Length ? new Segment(field.ToString()) : null;
    }
}
