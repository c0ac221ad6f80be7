using System.Diagnostics.Metrics;
using Freshet.Telemetry.Readings;
using Microsoft.Extensions.DependencyInjection;

namespace Freshet.Telemetry.OpenMetrics;

/// <summary>A family that <c>/metrics</c> may have, for who describes them.</summary>
/// <param name="Instrument">What OpenTelemetry calls it; empty where it is Prometheus' own.</param>
/// <param name="Family">The family, with whatever series it happens to have.</param>
/// <param name="Tags">What tells its series apart.</param>
internal sealed record DescribedMetric(
    string Instrument,
    MetricFamily Family,
    IReadOnlyList<TagName> Tags
)
{
    /// <summary>All of them: of our own instruments, in their order, then those of the framework, then those of the process.</summary>
    public static IReadOnlyList<DescribedMetric> All()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var instruments = new Instruments(services.GetRequiredService<IMeterFactory>());
        using var reader = new MeterReader(instruments.Meter);
        return
        [
            .. reader
                .Read()
                .Select(reading => new DescribedMetric(
                    reading.Name,
                    MetricFamily.Of(reading),
                    InstrumentTags.Of(reading.Name)
                )),
            .. BorrowedInstrument.All.Select(one => new DescribedMetric(
                one.Name,
                MetricFamily.Of(new(one.Name, one.Unit, one.Description, one.Kind, false, [], [])),
                one.Tags
            )),
            .. ProcessFigures.Described.Select(one => new DescribedMetric(
                "",
                one.Family,
                one.Labels
            )),
        ];
    }

    /// <summary>What the samples are called.</summary>
    public IReadOnlyList<string> Samples =>
        Family.Kind switch
        {
            FamilyKind.Counter => [$"{Family.Name}_total"],
            FamilyKind.Info => [$"{Family.Name}_info"],
            FamilyKind.Histogram =>
            [
                $"{Family.Name}_bucket",
                $"{Family.Name}_count",
                $"{Family.Name}_sum",
            ],
            _ => [Family.Name],
        };

    /// <summary>What its samples' labels are called, but that of buckets.</summary>
    public IEnumerable<string> Labels => Tags.Select(tag => MetricName.Label(tag.Name));
}
