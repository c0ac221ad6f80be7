using System.Buffers;
using System.Globalization;

namespace Freshet.Toml;

/// <summary>Reads integers (decimal, hexadecimal, octal, binary) and floats.</summary>
internal static class TomlNumberReader
{
    private static readonly SearchValues<char> DigitsAndUnderscore = SearchValues.Create(
        "0123456789_"
    );

    private const string UnderscoreHint = "an underscore must stand between two digits";
    private const string RangeHint =
        "an integer has 64 bits: from -9223372036854775808 to 9223372036854775807";

    /// <summary>Whether the word is more likely a number than text without quotes.</summary>
    public static bool Resembles(ReadOnlySpan<char> word) =>
        word is "inf" or "nan"
        || (word.Length > 0 && (char.IsAsciiDigit(word[0]) || word[0] is '+' or '-' or '.'));

    /// <summary>Reads a number; where it is none the result is null and the hint says what to write.</summary>
    public static TomlValue? Read(ReadOnlySpan<char> word, Location location, out string? hint)
    {
        var signed = word[0] is '+' or '-';
        var negative = word[0] == '-';
        var digits = signed ? word[1..] : word;
        hint = null;
        if (digits is "inf")
        {
            return new TomlFloat(
                negative ? double.NegativeInfinity : double.PositiveInfinity,
                location
            );
        }
        if (digits is "nan")
        {
            return new TomlFloat(double.NaN, location);
        }
        if (digits.Length > 1 && digits[0] == '0' && digits[1] is 'x' or 'o' or 'b')
        {
            return ReadPrefixed(digits, signed, location, out hint);
        }
        return IsDecimal(digits, out var isFloat, out hint)
            ? ReadDecimal(word, isFloat, location, out hint)
            : null;
    }

    private static TomlValue? ReadDecimal(
        ReadOnlySpan<char> word,
        bool isFloat,
        Location location,
        out string? hint
    )
    {
        var plain = word.Contains('_')
            ? word.ToString().Replace("_", "", StringComparison.Ordinal)
            : word;
        if (isFloat)
        {
            var value = double.Parse(plain, NumberStyles.Float, CultureInfo.InvariantCulture);
            hint = double.IsFinite(value)
                ? null
                : "the largest float is about 1.8e308; infinity is `inf`";
            return double.IsFinite(value) ? new TomlFloat(value, location) : null;
        }
        if (
            long.TryParse(
                plain,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var integer
            )
        )
        {
            hint = null;
            return new TomlInteger(integer, location);
        }
        hint = RangeHint;
        return null;
    }

    private static TomlInteger? ReadPrefixed(
        ReadOnlySpan<char> word,
        bool signed,
        Location location,
        out string? hint
    )
    {
        var (radix, name) = word[1] switch
        {
            'x' => (16, "hexadecimal"),
            'o' => (8, "octal"),
            _ => (2, "binary"),
        };
        var digits = word[2..];
        if (signed)
        {
            hint = $"a {name} number has no sign";
            return null;
        }
        if (!UnderscoresAreInside(digits))
        {
            hint = UnderscoreHint;
            return null;
        }

        UInt128 value = 0;
        foreach (var c in digits)
        {
            if (c == '_')
            {
                continue;
            }
            var digit = char.IsAsciiHexDigit(c) ? HexValue(c) : radix;
            if (digit >= radix)
            {
                hint = $"`{word[..2]}` must be followed by {name} digits";
                return null;
            }
            value = UInt128.Min((value * (uint)radix) + (uint)digit, ulong.MaxValue);
        }
        if (digits.IsEmpty)
        {
            hint = $"`{word[..2]}` must be followed by {name} digits";
            return null;
        }
        hint = value > long.MaxValue ? RangeHint : null;
        return value > long.MaxValue ? null : new TomlInteger((long)value, location);
    }

    /// <summary>Checks the grammar of a decimal integer or float without its sign.</summary>
    private static bool IsDecimal(ReadOnlySpan<char> word, out bool isFloat, out string? hint)
    {
        var rest = word;
        var whole = TakeDigits(ref rest);
        var point = rest.StartsWith('.');
        var fraction = ReadOnlySpan<char>.Empty;
        if (point)
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }
        var exponent = rest.Length > 0 && rest[0] is 'e' or 'E';
        var power = ReadOnlySpan<char>.Empty;
        if (exponent)
        {
            rest = rest[1..];
            rest = rest.Length > 0 && rest[0] is '+' or '-' ? rest[1..] : rest;
            power = TakeDigits(ref rest);
        }

        isFloat = point || exponent;
        hint =
            !rest.IsEmpty ? HintForRest(word)
            : !UnderscoresAreInside(whole)
            || !UnderscoresAreInside(fraction)
            || !UnderscoresAreInside(power)
                ? UnderscoreHint
            : whole.IsEmpty || (point && fraction.IsEmpty)
                ? "a digit must stand on each side of the point"
            : exponent && power.IsEmpty ? "digits must follow the `e`"
            : whole.Length > 1 && whole[0] == '0' ? HintForLeadingZero(whole, isFloat)
            : null;
        return hint is null;
    }

    private static string HintForRest(ReadOnlySpan<char> word) =>
        word.Length > 1 && word[0] == '0' && word[1] is 'X' or 'O' or 'B'
            ? $"write the prefix in lower case: `0{char.ToLowerInvariant(word[1])}`"
            : TomlWord.QuoteHint(word);

    private static string HintForLeadingZero(ReadOnlySpan<char> whole, bool isFloat) =>
        isFloat || whole.Length > 20 || whole.ContainsAny('8', '9') || whole.TrimStart("0_").IsEmpty
            ? "a number does not begin with a zero"
            : $"a number does not begin with a zero; write `0o{whole.TrimStart("0_")}` for octal";

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExcept(DigitsAndUnderscore);
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static bool UnderscoresAreInside(ReadOnlySpan<char> digits) =>
        digits.IsEmpty
        || (
            digits[0] != '_'
            && digits[^1] != '_'
            && digits.IndexOf("__", StringComparison.Ordinal) < 0
        );

    private static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
}
