using Freshet.Telemetry.Readings;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>Everything that is measured, as a text.</summary>
/// <param name="reader">Has what instruments measured.</param>
/// <param name="process">Has what is told of the process.</param>
internal sealed class Exposition(MeterReader reader, ProcessFigures process)
{
    /// <summary>
    /// Writes all families by their names, the series of each by their labels. It takes no more than there are series, which the configuration bounds, and
    /// <see cref="MeasuredInstrument.MostSeries"/> of each instrument at the most.
    /// </summary>
    public void Write(PooledText text, ExpositionFormat format)
    {
        var writer = new OpenMetricsWriter(text, format);
        foreach (
            var family in reader
                .Read()
                .Select(MetricFamily.Of)
                .Concat(process.Read())
                .OrderBy(family => family.Name, StringComparer.Ordinal)
        )
        {
            writer.Write(family);
        }
        writer.End();
    }
}
