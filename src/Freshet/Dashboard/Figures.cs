using Freshet.Telemetry.Readings;

namespace Freshet.Dashboard;

/// <summary>What was counted, by the names of components.</summary>
/// <param name="readings">All of it.</param>
internal sealed class Figures(IReadOnlyList<InstrumentReading> readings)
{
    public const string Source = "freshet.source";
    public const string Component = "freshet.component";
    public const string Sink = "freshet.sink";
    public const string Endpoint = "freshet.endpoint";
    public const string Reason = "freshet.reason";

    private readonly Dictionary<string, InstrumentReading> instruments = readings.ToDictionary(
        reading => reading.Name,
        StringComparer.Ordinal
    );

    /// <summary>The sum of an instrument's series that have that tag; 0 where there are none.</summary>
    public long Sum(string instrument, string tag, string value) =>
        Series(instrument, tag, value).Sum(series => series.Value);

    /// <summary>The value of the one series that has that tag; null where there is none.</summary>
    public long? Find(string instrument, string tag, string value) =>
        Series(instrument, tag, value).FirstOrDefault()?.Value;

    /// <summary>The series of an instrument that have that tag.</summary>
    public IEnumerable<SeriesReading> Series(string instrument, string tag, string value) =>
        instruments.TryGetValue(instrument, out var reading)
            ? reading.Series.Where(series => series[tag] == value)
            : [];

    /// <summary>A histogram of all series together.</summary>
    public StateReport.Histogram Histogram(string instrument)
    {
        if (!instruments.TryGetValue(instrument, out var reading))
        {
            return new([], [0]);
        }
        var counts = new long[reading.Bounds.Count + 1];
        foreach (var series in reading.Series)
        {
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += series.Counts[i];
            }
        }
        return new(reading.Bounds, counts);
    }
}
