using System.Buffers;
using System.Globalization;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Numbers as Rust's standard library reads them; the framework takes more.</summary>
internal static class RustNumber
{
    private static readonly SearchValues<char> floatLetters = SearchValues.Create(
        "0123456789.eE+-"
    );

    /// <summary>Digits with an optional sign.</summary>
    public static bool TryReadInteger(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A decimal number with an optional sign and exponent, or infinity; NaN is none here.</summary>
    public static bool TryReadFloat(ReadOnlySpan<char> text, out double value)
    {
        var number = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        if (Is(number, "inf") || Is(number, "infinity"))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        value = 0;
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign
            | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        return !number.ContainsAnyExcept(floatLetters)
            && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    private static bool Is(ReadOnlySpan<char> text, string word) =>
        text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
