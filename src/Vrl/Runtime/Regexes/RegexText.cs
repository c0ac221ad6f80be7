using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>Texts as regular expressions see them: characters are code points, two UTF-16 units beyond U+FFFF.</summary>
internal static class RegexText
{
    public static int CharacterAt(string text, int at, out int length)
    {
        var unit = text[at];
        length = 1;
        return char.IsSurrogate(unit) ? PairAt(text, at, out length) : unit;
    }

    /// <summary>How long the character there is; 1 at the end of the text.</summary>
    public static int LengthAt(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? 2 : 1;

    public static bool IsAt(RegexPlace place, bool isAscii, string text, int at) =>
        place switch
        {
            RegexPlace.TextStart => at == 0,
            RegexPlace.TextEnd => at == text.Length,
            RegexPlace.LineStart => at == 0 || text[at - 1] == '\n',
            RegexPlace.LineEnd => at == text.Length || text[at] == '\n',
            RegexPlace.CrlfLineStart => at == 0
                || text[at - 1] == '\n'
                || (text[at - 1] == '\r' && (at == text.Length || text[at] != '\n')),
            RegexPlace.CrlfLineEnd => at == text.Length
                || text[at] == '\r'
                || (text[at] == '\n' && (at == 0 || text[at - 1] != '\r')),
            _ => IsAtWord(place, isAscii ? UnicodeSets.AsciiWord : UnicodeSets.Word, text, at),
        };

    private static bool IsAtWord(RegexPlace place, CodePointSet words, string text, int at)
    {
        var before = at > 0 && words.Contains(CharacterBefore(text, at));
        var after = at < text.Length && words.Contains(CharacterAt(text, at, out _));
        return place switch
        {
            RegexPlace.WordBoundary => before != after,
            RegexPlace.NoWordBoundary => before == after,
            RegexPlace.WordStart => !before && after,
            RegexPlace.WordEnd => before && !after,
            RegexPlace.NoWordBefore => !before,
            _ => !after,
        };
    }

    private static int CharacterBefore(string text, int at) =>
        CharacterAt(
            text,
            at > 1 && char.IsSurrogatePair(text[at - 2], text[at - 1]) ? at - 2 : at - 1,
            out _
        );

    private static int PairAt(string text, int at, out int length)
    {
        // A lone surrogate stands for no character; texts of values have none.
        var isPair = Rune.TryGetRuneAt(text, at, out var rune);
        length = isPair ? 2 : 1;
        return isPair ? rune.Value : Rune.ReplacementChar.Value;
    }
}
