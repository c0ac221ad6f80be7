namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Decimal numbers as upstream's library makes floats of them.</summary>
internal static class RustDecimal
{
    /// <summary>
    /// The float of a quotient. Upstream divides nine digits at a time, and then takes off seven zeros at the most: one may be left, which shows in how the
    /// float is rounded.
    /// </summary>
    public static double Divide(decimal dividend, decimal divisor)
    {
        var quotient = dividend / divisor;
        var added = quotient.Scale - (dividend.Scale - divisor.Scale);
        var hasZeroLeft = added > 0 && added % 9 == 1 && Math.Abs(quotient) < Limit(quotient.Scale);
        return ToDouble(quotient, hasZeroLeft);
    }

    /// <summary>What a decimal of eight digits more could hold.</summary>
    private static decimal Limit(int scale) =>
        scale > 20 ? 0 : decimal.MaxValue / 100_000_000 / (decimal)Math.Pow(10, scale);

    /// <summary>
    /// The whole part and the fraction made floats each, summed, and rounded to the digits that the decimal has: not always the float that is nearest.
    /// </summary>
    private static double ToDouble(decimal value, bool hasZeroLeft)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = new UInt128((uint)bits[2], (ulong)(uint)bits[1] << 32 | (uint)bits[0]);
        var unit = UInt128.One;
        for (var i = 0; i < value.Scale; i++)
        {
            unit *= 10;
        }
        if (hasZeroLeft)
        {
            digits *= 10;
            unit *= 10;
        }
        var (whole, rest) = UInt128.DivRem(digits, unit);
        var sum = (double)whole;
        if (rest != 0)
        {
            // A decimal's own conversion to a float loses digits; that of integers does not.
            var scale = (double)unit;
            sum += (double)rest / scale;
            sum = Math.Round(sum * scale, MidpointRounding.AwayFromZero) / scale;
        }
        return decimal.IsNegative(value) ? -sum : sum;
    }
}
