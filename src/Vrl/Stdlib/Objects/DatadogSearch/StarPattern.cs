using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Stdlib.Objects.DatadogSearch;

/// <summary>A text in which each star stands for any characters. No star is tried twice, so that time goes with the length of the text that is looked at.</summary>
internal sealed class StarPattern(string pattern)
{
    private readonly string[] pieces = pattern.Split('*');

    /// <summary>Whether all of the text is as the pattern says.</summary>
    public bool MatchesAll(string text)
    {
        var (first, last) = (pieces[0], pieces[^1]);
        if (pieces.Length == 1)
        {
            return text == first;
        }
        var (at, end) = (first.Length, text.Length - last.Length);
        return end >= at
            && text.StartsWith(first, StringComparison.Ordinal)
            && text.EndsWith(last, StringComparison.Ordinal)
            && TryPassMiddle(text, end, ref at);
    }

    /// <summary>Whether a part of the text is as the pattern says that begins and ends where a word does.</summary>
    public bool MatchesWords(string text)
    {
        if (pieces.Length == 1)
        {
            return Find(text, pieces[0], 0, fromWord: true, toWord: true) >= 0;
        }
        // The earliest place is the best for each piece: a star stands for whatever is left between them.
        var start = Find(text, pieces[0], 0, fromWord: true, toWord: false);
        if (start < 0)
        {
            return false;
        }
        var at = start + pieces[0].Length;
        return TryPassMiddle(text, text.Length, ref at)
            && Find(text, pieces[^1], at, fromWord: false, toWord: true) >= 0;
    }

    /// <summary>Passes the pieces between the first and the last, each at its earliest place.</summary>
    private bool TryPassMiddle(string text, int end, ref int at)
    {
        for (var i = 1; i < pieces.Length - 1; i++)
        {
            var place = text.IndexOf(pieces[i], at, end - at, StringComparison.Ordinal);
            if (place < 0)
            {
                return false;
            }
            at = place + pieces[i].Length;
        }
        return true;
    }

    private static int Find(string text, string piece, int from, bool fromWord, bool toWord)
    {
        while (from <= text.Length)
        {
            var place = text.IndexOf(piece, from, StringComparison.Ordinal);
            if (place < 0)
            {
                break;
            }
            if (
                (!fromWord || IsBoundary(text, place))
                && (!toWord || IsBoundary(text, place + piece.Length))
            )
            {
                return place;
            }
            from = place + 1;
        }
        return -1;
    }

    /// <summary>Whether a word begins or ends there.</summary>
    private static bool IsBoundary(string text, int place) =>
        (place == 0 || place == text.Length || !char.IsSurrogatePair(text[place - 1], text[place]))
        && IsWordBefore(text, place) != IsWordAt(text, place);

    private static bool IsWordBefore(string text, int place) =>
        Rune.DecodeLastFromUtf16(text.AsSpan(0, place), out var rune, out _)
            == System.Buffers.OperationStatus.Done
        && IsWord(rune);

    private static bool IsWordAt(string text, int place) =>
        Rune.DecodeFromUtf16(text.AsSpan(place), out var rune, out _)
            == System.Buffers.OperationStatus.Done
        && IsWord(rune);

    /// <summary>Whether the character is part of words: letters, marks, digits, joiners (UTS 18, annex C).</summary>
    private static bool IsWord(Rune rune) =>
        rune.Value is 0x200C or 0x200D
        || Rune.GetUnicodeCategory(rune)
            is <= UnicodeCategory.LetterNumber
                or UnicodeCategory.ConnectorPunctuation;
}
