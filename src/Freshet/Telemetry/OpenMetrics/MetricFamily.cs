using Freshet.Telemetry.Readings;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>What a family of samples is.</summary>
internal enum FamilyKind
{
    Counter,
    Gauge,
    Histogram,

    /// <summary>Says in its labels what does not change, and is always 1.</summary>
    Info,
}

/// <summary>The samples of one name.</summary>
/// <param name="Name">The name, without what a kind adds to it: <c>_total</c>, <c>_bucket</c>, <c>_info</c>.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Unit">In what, the end of the name; empty where there is none.</param>
/// <param name="Help">What they tell.</param>
/// <param name="IsFractional">Whether the figures, but those of a histogram, are <see cref="SeriesReading.Sum"/>.</param>
/// <param name="Bounds">The upper ends of a histogram's buckets.</param>
/// <param name="Series">A series for each set of labels.</param>
internal sealed record MetricFamily(
    string Name,
    FamilyKind Kind,
    string Unit,
    string Help,
    bool IsFractional,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<SeriesReading> Series
)
{
    /// <summary>A family of what an instrument measured.</summary>
    public static MetricFamily Of(InstrumentReading reading)
    {
        var (name, unit) = MetricName.Family(reading.Name, reading.Unit, reading.Kind);
        return new(
            name,
            KindOf(reading.Kind),
            unit,
            reading.Description,
            reading.IsFractional,
            reading.Bounds,
            reading.Series
        );
    }

    /// <summary>A family of one sample.</summary>
    public static MetricFamily Single(
        string name,
        FamilyKind kind,
        string unit,
        string help,
        double value
    ) => new(name, kind, unit, help, IsFractional: true, [], [new([], 0, [], value)]);

    public static FamilyKind KindOf(ReadingKind kind) =>
        kind switch
        {
            ReadingKind.Counter => FamilyKind.Counter,
            ReadingKind.Histogram => FamilyKind.Histogram,
            _ => FamilyKind.Gauge,
        };
}
