using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>
/// Upper and lower case by all of Unicode's rules, as Rust has them. The framework maps one character to one; Unicode's SpecialCasing.txt has letters that
/// become several, and a sigma that depends on where it stands.
/// </summary>
internal static class LetterCase
{
    /// <summary>Each entry is a character with its upper case: those that become several, and those that the framework leaves as they are.</summary>
    private static readonly FrozenDictionary<char, string> SpecialUpper = (
        "ßSS ŉʼN ǰJ\u030C ΐΙ\u0308\u0301 ΰΥ\u0308\u0301 ևԵՒ ẖH\u0331 ẗT\u0308 ẘW\u030A ẙY\u030A ẚAʾ "
        + "ὐΥ\u0313 ὒΥ\u0313\u0300 ὔΥ\u0313\u0301 ὖΥ\u0313\u0342 ᾶΑ\u0342 ᾷΑ\u0342Ι ῆΗ\u0342 ῇΗ\u0342Ι "
        + "ῒΙ\u0308\u0300 \u1FD3Ι\u0308\u0301 ῖΙ\u0342 ῗΙ\u0308\u0342 ῢΥ\u0308\u0300 \u1FE3Υ\u0308\u0301 ῤΡ\u0313 ῦΥ\u0342 ῧΥ\u0308\u0342 ῶΩ\u0342 ῷΩ\u0342Ι "
        + "ᾀἈΙ ᾁἉΙ ᾂἊΙ ᾃἋΙ ᾄἌΙ ᾅἍΙ ᾆἎΙ ᾇἏΙ ᾈἈΙ ᾉἉΙ ᾊἊΙ ᾋἋΙ ᾌἌΙ ᾍἍΙ ᾎἎΙ ᾏἏΙ "
        + "ᾐἨΙ ᾑἩΙ ᾒἪΙ ᾓἫΙ ᾔἬΙ ᾕἭΙ ᾖἮΙ ᾗἯΙ ᾘἨΙ ᾙἩΙ ᾚἪΙ ᾛἫΙ ᾜἬΙ ᾝἭΙ ᾞἮΙ ᾟἯΙ "
        + "ᾠὨΙ ᾡὩΙ ᾢὪΙ ᾣὫΙ ᾤὬΙ ᾥὭΙ ᾦὮΙ ᾧὯΙ ᾨὨΙ ᾩὩΙ ᾪὪΙ ᾫὫΙ ᾬὬΙ ᾭὭΙ ᾮὮΙ ᾯὯΙ "
        + "ᾲᾺΙ ᾳΑΙ ᾴΆΙ ᾼΑΙ ῂῊΙ ῃΗΙ ῄΉΙ ῌΗΙ ῲῺΙ ῳΩΙ ῴΏΙ ῼΩΙ "
        + "ﬀFF ﬁFI ﬂFL ﬃFFI ﬄFFL ﬅST ﬆST ﬓՄՆ ﬔՄԵ ﬕՄԻ ﬖՎՆ ﬗՄԽ ıI ſS"
    )
        .Split(' ')
        .ToFrozenDictionary(entry => entry[0], entry => entry[1..]);

    public static Value Upper(Bytes text)
    {
        if (!Ascii.IsValid(text.Span))
        {
            return Upper(text.ToString());
        }
        var upper = new byte[text.Length];
        Ascii.ToUpper(text.Span, upper, out _);
        return Value.From((ReadOnlyMemory<byte>)upper);
    }

    public static Value Lower(Bytes text)
    {
        if (!Ascii.IsValid(text.Span))
        {
            return Lower(text.ToString());
        }
        var lower = new byte[text.Length];
        Ascii.ToLower(text.Span, lower, out _);
        return Value.From((ReadOnlyMemory<byte>)lower);
    }

    public static string Upper(string text)
    {
        var simple = text.ToUpperInvariant();
        var at = IndexOfSpecial(simple, 0);
        if (at < 0)
        {
            return simple;
        }
        var upper = new StringBuilder(simple.Length + 8);
        var done = 0;
        for (; at >= 0; at = IndexOfSpecial(simple, done))
        {
            upper.Append(simple, done, at - done).Append(SpecialUpper[simple[at]]);
            done = at + 1;
        }
        return upper.Append(simple, done, simple.Length - done).ToString();
    }

    public static string Lower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (text.Contains('Σ', StringComparison.Ordinal))
        {
            lower = string.Create(
                lower.Length,
                (text, lower),
                static (target, source) =>
                {
                    source.lower.CopyTo(target);
                    for (var i = 0; i < target.Length; i++)
                    {
                        if (source.text[i] == 'Σ' && EndsWord(source.text, i))
                        {
                            target[i] = 'ς';
                        }
                    }
                }
            );
        }
        // İ is i with a dot above that stays; the framework leaves the letter as it is.
        return lower.Replace("İ", "i\u0307", StringComparison.Ordinal);
    }

    private static int IndexOfSpecial(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] > 0x7F && SpecialUpper.ContainsKey(text[i]))
            {
                return i;
            }
        }
        return -1;
    }

    /// <summary>Unicode's condition Final_Sigma: a letter with case is before it, and none behind it; marks and the like between do not count.</summary>
    private static bool EndsWord(string text, int at)
    {
        var before = at;
        do
        {
            before--;
        } while (before >= 0 && IsIgnorable(text, before));
        if (before < 0 || !IsCased(text, before))
        {
            return false;
        }
        var behind = at + 1;
        while (behind < text.Length && IsIgnorable(text, behind))
        {
            behind++;
        }
        return behind == text.Length || !IsCased(text, behind);
    }

    /// <summary>Whether it is a letter with case, or a sign made of one: a numeral, or a letter in a circle or square.</summary>
    private static bool IsCased(string text, int at)
    {
        var rune = RuneAt(text, at);
        return Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.UppercaseLetter
                    or UnicodeCategory.LowercaseLetter
                    or UnicodeCategory.TitlecaseLetter
            || rune.Value
                is 'ª'
                    or 'º'
                    or (>= 0x2160 and <= 0x217F)
                    or (>= 0x24B6 and <= 0x24E9)
                    or (>= 0x1F130 and <= 0x1F149)
                    or (>= 0x1F150 and <= 0x1F169)
                    or (>= 0x1F170 and <= 0x1F189);
    }

    private static bool IsIgnorable(string text, int at) =>
        Rune.GetUnicodeCategory(RuneAt(text, at))
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.ModifierSymbol
        || "'.:·‘’․‧︓﹒﹕＇．：\u0387\u055F\u05F4".Contains(text[at], StringComparison.Ordinal);

    /// <summary>The character that this place, or this half of a character, belongs to. Text of the language has no halves alone.</summary>
    private static Rune RuneAt(string text, int at) =>
        Rune.GetRuneAt(text, char.IsLowSurrogate(text[at]) ? at - 1 : at);
}
