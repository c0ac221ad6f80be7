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
            if (segment.Field is not { } field)
            {
                text.Append('[').Append(segment.Index).Append(']');
            }
            else if (
                field.Length > 0
                && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '@')
            )
            {
                text.Append('.').Append(field);
            }
            else
            {
                text.Append(".\"")
                    .Append(
                        field
                            .Replace("\\", "\\\\", StringComparison.Ordinal)
                            .Replace("\"", "\\\"", StringComparison.Ordinal)
                    )
                    .Append('"');
            }
        }
        return text.ToString();
    }
}
