using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Diagnostics;

/// <summary>How characters look on a terminal.</summary>
internal static class Glyph
{
    private const int ControlPictures = 0x2400;
    private const int DeletePicture = 0x2421;

    /// <summary>First and last of the ranges that take two cells: East Asian wide characters and emoji, in broad strokes.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F),
        (0x231A, 0x231B),
        (0x2E80, 0x303E),
        (0x3041, 0xA4CF),
        (0xA960, 0xA97F),
        (0xAC00, 0xD7A3),
        (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60),
        (0xFFE0, 0xFFE6),
        (0x1F300, 0x1F64F),
        (0x1F680, 0x1F6FF),
        (0x1F900, 0x1F9FF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>The cells that a character takes.</summary>
    public static int Width(Rune rune)
    {
        if (
            Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
        )
        {
            return 0;
        }
        foreach (var (first, last) in Wide)
        {
            if (rune.Value < first)
            {
                return 1;
            }
            if (rune.Value <= last)
            {
                return 2;
            }
        }
        return 1;
    }

    /// <summary>The character, or a picture of it where it would move the cursor or turn the text around.</summary>
    public static Rune Picture(Rune rune) =>
        rune.Value switch
        {
            < 0x20 => new Rune(ControlPictures + rune.Value),
            0x7F => new Rune(DeletePicture),
            _ => Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                ? Rune.ReplacementChar
                : rune,
        };

    public static string Safe(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(Picture(rune));
        }
        return result.ToString();
    }

    /// <summary>The text's lines, each safe to show.</summary>
    public static IEnumerable<string> Lines(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').Select(Safe);
}
