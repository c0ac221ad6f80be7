namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Decimal numbers as upstream's library makes floats of them.</summary>
internal static class RustDecimal
{
    /// <summary>
    /// The whole part and the fraction made floats each, summed, and rounded to the digits that the decimal has: not always the float that is nearest.
    /// </summary>
    public static double ToDouble(decimal value)
    {
        var whole = decimal.Truncate(value);
        var fraction = value - whole;
        if (fraction == 0)
        {
            return (double)whole;
        }
        var scale = Math.Pow(10, value.Scale);
        var sum = (double)whole + (double)fraction;
        return Math.Round(sum * scale, MidpointRounding.AwayFromZero) / scale;
    }
}
