namespace Freshet.Vrl.Stdlib.Number;

/// <summary>Rounding to decimal places, as <c>ceil</c>, <c>floor</c> and <c>round</c> share it.</summary>
internal static class Precision
{
    /// <summary>
    /// Scales by 10^<paramref name="places"/>, rounds, and scales back; negative places round before the point. Where that leaves the range of floats and
    /// gives no number, the result is 0.
    /// </summary>
    public static double Round(double value, long places, Func<double, double> rounding)
    {
        var scale = Math.Pow(10, places);
        var rounded = rounding(value * scale) / scale;
        return double.IsNaN(rounded) ? 0 : rounded;
    }

    /// <summary>To the nearest whole number, halves away from zero.</summary>
    public static double HalfAwayFromZero(double value) =>
        Math.Round(value, MidpointRounding.AwayFromZero);
}
