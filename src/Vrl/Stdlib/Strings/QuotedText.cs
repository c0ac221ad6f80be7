using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>A text in quotes, as Rust's <c>Debug</c> writes it into messages.</summary>
internal static class QuotedText
{
    public static string Write(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\0' => quoted.Append("\\0"),
                _ when char.IsControl(c) || Combines(c) => quoted.Append($"\\u{{{(int)c:x}}}"),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>Whether it would be written over the character before it.</summary>
    private static bool Combines(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark;
}
