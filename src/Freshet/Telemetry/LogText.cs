using System.Globalization;
using System.Text;

namespace Freshet.Telemetry;

/// <summary>Text of unknown origin, made fit for one line of a log.</summary>
internal static class LogText
{
    /// <summary>The longest piece of text that a log line takes in, in UTF-16 units; the rest is counted, not shown.</summary>
    public const int MaxLength = 16 * 1024;

    public static string Escape(ReadOnlySpan<char> text)
    {
        var escaped = new StringBuilder(text.Length);
        AppendEscaped(escaped, text);
        return escaped.ToString();
    }

    /// <summary>
    /// Appends the text on one line: control characters (terminal sequences), line separators, characters that reorder or hide others,
    /// and halves of surrogate pairs are shown as <c>\n</c>, <c>\u001b</c>; everything else stays as it is.
    /// </summary>
    public static void AppendEscaped(StringBuilder line, ReadOnlySpan<char> text)
    {
        var rest = Cut(text, out var more);
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != default)
            {
                AppendCode(line, rest[0]);
                rest = rest[1..];
                continue;
            }
            if (IsPlain(rune))
            {
                line.Append(rest[..length]);
            }
            else
            {
                AppendCode(line, rune.Value);
            }
            rest = rest[length..];
        }
        if (more > 0)
        {
            line.Append($"... ({more} more characters)");
        }
    }

    /// <summary>The text as far as a log line takes it in, and how much of it that leaves out.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, out int more)
    {
        more = Math.Max(0, text.Length - MaxLength);
        return text[..^more];
    }

    /// <summary>Whether it shows as itself, and does nothing to what stands beside it.</summary>
    public static bool IsPlain(Rune rune) =>
        rune.IsAscii
            ? rune.Value is >= 0x20 and < 0x7f
            : Rune.GetUnicodeCategory(rune)
                is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                );

    private static void AppendCode(StringBuilder line, int code) =>
        _ = code switch
        {
            '\n' => line.Append("\\n"),
            '\r' => line.Append("\\r"),
            '\t' => line.Append("\\t"),
            <= 0xffff => line.Append($"\\u{code:x4}"),
            _ => line.Append($"\\U{code:x8}"),
        };
}
