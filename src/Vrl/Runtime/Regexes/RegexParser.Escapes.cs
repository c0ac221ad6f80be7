using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <content>What begins with a backslash.</content>
internal sealed partial class RegexParser
{
    private RegexNode ParseEscape()
    {
        switch (Peek(1))
        {
            case 'A':
                at += 2;
                return new RegexNode.Assertion(RegexPlace.TextStart);
            case 'z':
                at += 2;
                return new RegexNode.Assertion(RegexPlace.TextEnd);
            case 'b':
                at += 2;
                return Word(ParseSides());
            case 'B':
                at += 2;
                return Word(RegexPlace.NoWordBoundary);
            case '<':
                at += 2;
                return Word(RegexPlace.WordStart);
            case '>':
                at += 2;
                return Word(RegexPlace.WordEnd);
            default:
                return new RegexNode.Character(
                    TryParseClassEscape(out var set)
                        ? set
                        : Fold(CodePointSet.Of(ParseCharacterEscape()))
                );
        }
    }

    private RegexNode.Assertion Word(RegexPlace place) =>
        new(place, IsAscii: !Has(RegexFlags.Unicode));

    /// <summary>Reads what may follow <c>\b</c>: <c>{start}</c> and its like.</summary>
    private RegexPlace ParseSides()
    {
        // Braces around anything but letters are a repetition.
        if (Peek() != '{' || Peek(1) is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z')))
        {
            return RegexPlace.WordBoundary;
        }
        return TryTake("{start}") ? RegexPlace.WordStart
            : TryTake("{end}") ? RegexPlace.WordEnd
            : TryTake("{start-half}") ? RegexPlace.NoWordBefore
            : TryTake("{end-half}") ? RegexPlace.NoWordAfter
            : throw Error(
                "unrecognized word boundary assertion, valid choices are: start, end, start-half or end-half"
            );
    }

    /// <summary>Reads <c>\d \s \w \p</c> and their opposites.</summary>
    private bool TryParseClassEscape(out CodePointSet set)
    {
        var letter = Peek(1);
        set = CodePointSet.Empty;
        switch (letter)
        {
            case 'd' or 'D':
                set = Has(RegexFlags.Unicode) ? UnicodeSets.Digit : UnicodeSets.AsciiDigit;
                break;
            case 's' or 'S':
                set = Has(RegexFlags.Unicode) ? UnicodeSets.Space : UnicodeSets.AsciiSpace;
                break;
            case 'w' or 'W':
                set = Has(RegexFlags.Unicode) ? UnicodeSets.Word : UnicodeSets.AsciiWord;
                break;
            case 'p' or 'P':
                at += 2;
                set = ParseProperty(isNegated: letter == 'P');
                return true;
            default:
                return false;
        }
        at += 2;
        if (letter is 'D' or 'S' or 'W')
        {
            RequireUnicode();
            set = set.Negate();
        }
        return true;
    }

    private CodePointSet ParseProperty(bool isNegated)
    {
        if (!Has(RegexFlags.Unicode))
        {
            throw Error("Unicode not allowed here");
        }
        var name = new StringBuilder();
        if (TryTake('{'))
        {
            while (!TryTake('}'))
            {
                name.Append(new Rune(Next()));
            }
        }
        else
        {
            name.Append(new Rune(Next()));
        }
        var text = name.ToString();
        string? value = null;
        var sign = text.IndexOfAny(['=', ':', '!']);
        if (sign >= 0)
        {
            var isUnequal = text[sign] == '!';
            isNegated ^= isUnequal;
            value = text[(sign + (isUnequal ? 2 : 1))..];
            text = text[..sign];
        }
        var set =
            UnicodeSets.Property(text, value)
            ?? throw Error(
                value is null ? "Unicode property not found" : "Unicode property value not found"
            );
        set = Fold(set);
        return isNegated ? set.Negate() : set;
    }

    private int Next() =>
        at < pattern.Length
            ? pattern[at++]
            : throw Error("incomplete escape sequence, reached end of pattern prematurely");

    /// <summary>Reads an escape that stands for one character.</summary>
    private int ParseCharacterEscape()
    {
        at++;
        var character = Next();
        switch (character)
        {
            case >= '0' and <= '9':
                throw Error("backreferences are not supported");
            case 'a':
                return 7;
            case 'f':
                return 12;
            case 't':
                return '\t';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 'v':
                return 11;
            case 'x':
                return ParseHex(2);
            case 'u':
                return ParseHex(4);
            case 'U':
                return ParseHex(8);
            case < 0x80 when character > ' ' && !char.IsAsciiLetterOrDigit((char)character):
            case ' ' when Has(RegexFlags.Verbose):
                return character;
            default:
                throw Error("unrecognized escape sequence");
        }
    }

    /// <summary>Reads so many hexadecimal digits, or any number of them in braces.</summary>
    private int ParseHex(int digits)
    {
        var isBraced = TryTake('{');
        long value = 0;
        var count = 0;
        while (isBraced ? !TryTake('}') : count < digits)
        {
            var digit = Next();
            if (digit > 'f' || !char.IsAsciiHexDigit((char)digit))
            {
                throw Error("invalid hexadecimal digit");
            }
            value = Math.Min(
                value * 16 + Convert.ToInt32(((char)digit).ToString(), 16),
                int.MaxValue
            );
            count++;
        }
        if (count == 0)
        {
            throw Error("hexadecimal literal empty");
        }
        if (!Rune.IsValid((int)value))
        {
            throw Error("hexadecimal literal is not a Unicode scalar value");
        }
        if (value > 0x7F && !Has(RegexFlags.Unicode) && !isBraced && digits == 2)
        {
            RequireUnicode();
        }
        return (int)value;
    }
}
