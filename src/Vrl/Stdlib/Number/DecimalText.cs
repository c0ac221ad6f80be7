using System.Globalization;
using System.Numerics;

namespace Freshet.Vrl.Stdlib.Number;

/// <summary>A float as a decimal number, to the precision that a float is sure to have: what <c>format_number</c> writes.</summary>
internal static class DecimalText
{
    /// <summary>No more places after the point than this.</summary>
    private const int MaxScale = 28;

    /// <summary>Digits beyond 52 bits, those of a stored fraction, are rounded away, one after the other, as long as there are places after the point.</summary>
    private static readonly BigInteger MaxMantissa = BigInteger.One << 52;

    /// <summary>Digits without exponent or trailing zeros after the point, with a sign where it is negative.</summary>
    public static string Write(double value)
    {
        if (!double.IsFinite(value))
        {
            return value > 0 ? "inf" : "-inf";
        }
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52 & 0x7FF);
        BigInteger mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa += BigInteger.One << 52;
        }
        exponent -= 1075;
        var scale = 0;
        if (exponent >= 0)
        {
            mantissa <<= exponent;
        }
        else if (Math.Abs(value) < 1e-30)
        {
            mantissa = 0;
        }
        else
        {
            // m / 2^n is m * 5^n / 10^n.
            scale = -exponent;
            mantissa *= BigInteger.Pow(5, scale);
        }
        while (scale > MaxScale || (scale > 0 && mantissa >= MaxMantissa))
        {
            mantissa = BigInteger.DivRem(mantissa, 10, out var digit);
            mantissa += digit >= 5 ? 1 : 0;
            scale--;
        }
        while (
            scale > 0 && BigInteger.DivRem(mantissa, 10, out var last) is var shorter && last.IsZero
        )
        {
            mantissa = shorter;
            scale--;
        }
        var digits = mantissa.ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text =
            scale == 0
                ? digits
                : $"{digits.AsSpan(..^scale)}.{digits.AsSpan(digits.Length - scale)}";
        return double.IsNegative(value) ? "-" + text : text;
    }
}
