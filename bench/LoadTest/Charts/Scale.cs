using System.Globalization;

namespace Freshet.LoadTest.Charts;

/// <summary>An axis: from values to places, by their logarithm, with ticks at 1, 2 and 5 of each power of ten, or at powers alone where those are many.</summary>
internal sealed class Scale
{
    private const int ManyPowers = 3;

    private readonly double least;
    private readonly double most;
    private readonly double start;
    private readonly double length;

    /// <param name="values">What has to find room; all above zero.</param>
    /// <param name="start">Where the least is.</param>
    /// <param name="end">Where the most is.</param>
    public Scale(IReadOnlyCollection<double> values, double start, double end)
    {
        var (low, high) = (values.Min(), values.Max());
        int[] steps = Math.Log10(high / low) > ManyPowers ? [1] : [1, 2, 5];
        var ticks = (
            from power in Enumerable.Range(-9, 22)
            from step in steps
            select step * Math.Pow(10, power)
        ).ToList();
        // Rounding must not push a value that is a tick beyond it.
        least = ticks.Last(tick => tick <= low * 1.0001);
        most = ticks.First(tick => tick >= Math.Max(high * 0.9999, least * 1.9));
        Ticks = [.. ticks.Where(tick => tick >= least && tick <= most)];
        (this.start, length) = (start, end - start);
    }

    public IReadOnlyList<double> Ticks { get; }

    public double Place(double value) =>
        start + (length * Math.Log(value / least) / Math.Log(most / least));

    /// <summary>A tick in few letters: <c>20k</c>, <c>0.05</c>.</summary>
    public static string Label(double tick) =>
        tick switch
        {
            >= 999_999 => Text(tick / 1_000_000) + "M",
            >= 999 => Text(tick / 1000) + "k",
            _ => Text(tick),
        };

    private static string Text(double value) =>
        Math.Round(value, 9).ToString("0.#########", CultureInfo.InvariantCulture);
}
