namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Numbers of bytes as people write them: <c>1.5 KiB</c>.</summary>
internal static class ByteSize
{
    private const string InvalidDigit = "invalid digit found in string";
    private const string TooLarge = "number too large to fit in target type";

    /// <summary>
    /// Reads a number with or without a fraction, an exponent and a unit of any case; blanks and underscores do not count. The result is rounded to whole
    /// bytes.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="isBinary">Whether K, M and so on are powers of 1024, as Ki and Mi always are.</param>
    /// <param name="bytes">The number.</param>
    /// <returns>Why there is none, in upstream's words; empty where there is one.</returns>
    public static string Read(ReadOnlySpan<char> text, bool isBinary, out ulong bytes)
    {
        bytes = 0;
        if (text.EndsWith("b", StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^1];
        }
        if (text.EndsWith("i", StringComparison.OrdinalIgnoreCase))
        {
            text = text[..^1];
            isBinary = true;
        }
        var power = text.IsEmpty ? 0 : "KMGTPE".IndexOf(char.ToUpperInvariant(text[^1])) + 1;
        if (power > 0)
        {
            text = text[..^1];
        }
        var error = ReadNumber(text, out var mantissa, out var exponent);
        return error.Length > 0
            ? error
            : Multiply(mantissa, Factor(power, isBinary), exponent, out bytes);
    }

    private static ulong Factor(int power, bool isBinary)
    {
        var factor = 1UL;
        for (; power > 0; power--)
        {
            factor *= isBinary ? 1024UL : 1000UL;
        }
        return factor;
    }

    private enum Part
    {
        Start,
        Whole,
        Fraction,
        Exponent,
        NegativeExponent,
    }

    private static string ReadNumber(ReadOnlySpan<char> text, out ulong mantissa, out long exponent)
    {
        mantissa = 0;
        exponent = 0;
        var part = Part.Start;
        var isFull = false;
        var given = 0L;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (part is Part.Exponent or Part.NegativeExponent)
                {
                    given = given * 10 + (c - '0');
                    if (given > int.MaxValue && part == Part.Exponent)
                    {
                        return TooLarge;
                    }
                    given = Math.Min(given, int.MaxValue);
                    continue;
                }
                part = part == Part.Start ? Part.Whole : part;
                AddDigit(c - '0', part, ref mantissa, ref exponent, ref isFull);
                continue;
            }
            switch (c)
            {
                case '_' or ' ':
                case '+' when part == Part.Exponent:
                    break;
                case 'e' or 'E' when part is Part.Whole or Part.Fraction:
                    part = Part.Exponent;
                    break;
                case '-' when part == Part.Exponent:
                    part = Part.NegativeExponent;
                    given = 0;
                    break;
                case '.' when part == Part.Whole:
                    part = Part.Fraction;
                    break;
                default:
                    return InvalidDigit;
            }
        }
        exponent += part == Part.NegativeExponent ? -given : given;
        return part == Part.Start ? "cannot parse integer from empty string" : "";
    }

    /// <summary>Once the number is full, its last digit is rounded and those behind it only count.</summary>
    private static void AddDigit(
        int digit,
        Part part,
        ref ulong mantissa,
        ref long exponent,
        ref bool isFull
    )
    {
        var sum = (UInt128)mantissa * 10 + (UInt128)digit;
        if (!isFull && sum <= ulong.MaxValue)
        {
            mantissa = (ulong)sum;
            exponent -= part == Part.Fraction ? 1 : 0;
            return;
        }
        if (!isFull && digit >= 5 && mantissa < ulong.MaxValue)
        {
            mantissa++;
        }
        isFull = true;
        exponent += part == Part.Whole ? 1 : 0;
    }

    private static string Multiply(ulong mantissa, ulong factor, long exponent, out ulong bytes)
    {
        bytes = 0;
        var number = (UInt128)mantissa * factor;
        if (exponent < -38)
        {
            return "";
        }
        UInt128 power = 1;
        for (var i = Math.Min(Math.Abs(exponent), 38); i > 0; i--)
        {
            power *= 10;
        }
        if (exponent < 0)
        {
            number = (number + power / 2) / power;
        }
        else
        {
            // Nothing times any power of ten is nothing, but a power that does not fit is refused all the same.
            if (exponent > 19 || power * factor > ulong.MaxValue)
            {
                return TooLarge;
            }
            number *= power;
        }
        if (number > ulong.MaxValue)
        {
            return TooLarge;
        }
        bytes = (ulong)number;
        return "";
    }
}
