using System.Text;
using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Compilation;

/// <summary>Paths as programs write them.</summary>
internal static class PathText
{
    /// <summary><c>.a."b c"[0]</c>; nothing for an empty path.</summary>
    public static string Of(IEnumerable<Segment> path)
    {
        var text = new StringBuilder();
        foreach (var segment in path)
        {
            _ = segment.Field is { } field
                ? text.Append('.').Append(OfField(field))
                : text.Append('[').Append(segment.Index).Append(']');
        }
        return text.ToString();
    }

    /// <summary>A field's name, in quotes where it must be: one of digits alone would be a number.</summary>
    public static string OfField(string field) =>
        field.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '@')
        && !field.All(char.IsAsciiDigit)
            ? field
            : $"\"{field.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
