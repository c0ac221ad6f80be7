namespace Freshet.Telemetry.Readings;

/// <summary>How the figures of an instrument are to be read.</summary>
internal enum ReadingKind
{
    /// <summary>A total since the start; it only grows.</summary>
    Counter,

    /// <summary>A sum that goes up and down.</summary>
    UpDownCounter,

    /// <summary>What was measured last; a sum of it means nothing.</summary>
    Gauge,

    /// <summary>How often each size was measured since the start.</summary>
    Histogram,
}

/// <summary>What an instrument measured up to now.</summary>
/// <param name="Name">Its name, such as <c>freshet.source.accepted</c>.</param>
/// <param name="Unit">In what it measures, by UCUM; empty where it has none.</param>
/// <param name="Description">What it measures.</param>
/// <param name="Kind">How to read it.</param>
/// <param name="IsFractional">Whether its figures, but those of a histogram, are <see cref="SeriesReading.Sum"/>, and not whole numbers.</param>
/// <param name="Bounds">The upper ends of a histogram's buckets, rising and inclusive; empty for others.</param>
/// <param name="Series">A series for each set of tags.</param>
internal sealed record InstrumentReading(
    string Name,
    string Unit,
    string Description,
    ReadingKind Kind,
    bool IsFractional,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<SeriesReading> Series
);

/// <summary>What was measured with one set of tags.</summary>
/// <param name="Tags">The tags.</param>
/// <param name="Value">The total, or the last value; of a histogram, how many measurements there were.</param>
/// <param name="Counts">How many of them fell into each of a histogram's buckets, and at the end how many were beyond all; empty for others.</param>
/// <param name="Sum">The sum of a histogram's measurements; the figure of an instrument whose figures are fractional; 0 for others.</param>
internal sealed record SeriesReading(
    IReadOnlyList<KeyValuePair<string, object?>> Tags,
    long Value,
    IReadOnlyList<long> Counts,
    double Sum
)
{
    /// <summary>The value of a tag as text; null where the series has no such tag.</summary>
    public string? this[string tag]
    {
        get
        {
            foreach (var (name, value) in Tags)
            {
                if (name == tag)
                {
                    return Convert.ToString(
                        value,
                        System.Globalization.CultureInfo.InvariantCulture
                    );
                }
            }
            return null;
        }
    }
}
