using System.Globalization;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>The words of an identifier, as the crate <c>convert_case</c> finds them.</summary>
internal static class Words
{
    /// <summary>
    /// Splits at the boundaries. Between two delimiters that stand together, and outside of one at an end, there is an empty word: so they stay when the
    /// words are joined again.
    /// </summary>
    public static List<string> Split(string text, WordBoundaries boundaries)
    {
        var words = new List<string>();
        if (text.Length == 0)
        {
            return words;
        }
        var starts = StringInfo.ParseCombiningCharacters(text);
        var characters = new Character[starts.Length];
        for (var i = 0; i < starts.Length; i++)
        {
            var end = i + 1 < starts.Length ? starts[i + 1] : text.Length;
            characters[i] = CharacterOf(text.AsSpan(starts[i], end - starts[i]));
        }
        var word = 0;
        for (var i = 0; i < starts.Length; i++)
        {
            var next = i + 1 < starts.Length ? starts[i + 1] : text.Length;
            var boundary = BoundaryAt(characters.AsSpan(i)) & boundaries;
            if (boundary != WordBoundaries.None)
            {
                var isDelimiter = (boundary & WordBoundaries.Delimiters) != WordBoundaries.None;
                words.Add(text[word..(isDelimiter ? starts[i] : next)]);
                word = next;
            }
        }
        words.Add(text[word..]);
        return words;
    }

    /// <summary>The first character upper case, the others lower.</summary>
    public static string Capitalize(string word)
    {
        var first = StringInfo.GetNextTextElementLength(word);
        return LetterCase.Upper(word[..first]) + LetterCase.Lower(word[first..]);
    }

    private static WordBoundaries BoundaryAt(ReadOnlySpan<Character> at) =>
        at switch
        {
            [Character.Space, ..] => WordBoundaries.Space,
            [Character.Hyphen, ..] => WordBoundaries.Hyphen,
            [Character.Underscore, ..] => WordBoundaries.Underscore,
            [Character.Lower, Character.Upper, ..] => WordBoundaries.LowerUpper,
            [Character.Upper, Character.Lower, ..] => WordBoundaries.UpperLower,
            [Character.Upper, Character.Upper, Character.Lower, ..] => WordBoundaries.Acronym,
            [Character.Lower, Character.Digit, ..] => WordBoundaries.LowerDigit,
            [Character.Upper, Character.Digit, ..] => WordBoundaries.UpperDigit,
            [Character.Digit, Character.Lower, ..] => WordBoundaries.DigitLower,
            [Character.Digit, Character.Upper, ..] => WordBoundaries.DigitUpper,
            _ => WordBoundaries.None,
        };

    private static Character CharacterOf(ReadOnlySpan<char> element)
    {
        if (element is [<= '\x7F'])
        {
            return element[0] switch
            {
                ' ' => Character.Space,
                '-' => Character.Hyphen,
                '_' => Character.Underscore,
                >= 'a' and <= 'z' => Character.Lower,
                >= 'A' and <= 'Z' => Character.Upper,
                >= '0' and <= '9' => Character.Digit,
                _ => Character.Other,
            };
        }
        var text = element.ToString();
        var (upper, lower) = (LetterCase.Upper(text), LetterCase.Lower(text));
        return upper == lower ? Character.Other
            : text == upper ? Character.Upper
            : text == lower ? Character.Lower
            : Character.Other;
    }

    private enum Character : byte
    {
        Other,
        Lower,
        Upper,
        Digit,
        Space,
        Hyphen,
        Underscore,
    }
}
