using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Freshet.Telemetry.Readings;

/// <summary>What one instrument measured, a series for each set of tags.</summary>
internal sealed class MeasuredInstrument
{
    /// <summary>How many series are kept; what comes with more sets of tags is added up in one, which says so.</summary>
    public const int MostSeries = 2000;

    /// <summary>How OpenTelemetry marks that one.</summary>
    private static readonly KeyValuePair<string, object?>[] Overflow =
    [
        new("otel.metric.overflow", true),
    ];

    private readonly Instrument instrument;
    private readonly ReadingKind kind;
    private readonly double[] bounds;
    private readonly ConcurrentDictionary<TagSet, MeasuredSeries> series = new(TagSet.Comparer);
    private readonly ConcurrentDictionary<TagSet, MeasuredSeries>.AlternateLookup<
        ReadOnlySpan<KeyValuePair<string, object?>>
    > byTags;

    public MeasuredInstrument(Instrument instrument)
    {
        this.instrument = instrument;
        byTags = series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        kind = instrument switch
        {
            Histogram<double> => ReadingKind.Histogram,
            Counter<long> or ObservableCounter<long> => ReadingKind.Counter,
            UpDownCounter<long> or ObservableUpDownCounter<long> => ReadingKind.UpDownCounter,
            _ => ReadingKind.Gauge,
        };
        bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } ends }
            ? [.. ends]
            : [];
    }

    /// <summary>Takes what a counter adds, or what was observed.</summary>
    public void Take(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var one = SeriesOf(tags);
        if (instrument.IsObservable || kind == ReadingKind.Gauge)
        {
            one.Set(value);
        }
        else
        {
            one.Add(value);
        }
    }

    /// <summary>Takes a measurement of a histogram.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        SeriesOf(tags).Record(value);

    /// <summary>Lets go of what was observed before: what is observed no more is there no more.</summary>
    public void ForgetObserved()
    {
        if (instrument.IsObservable)
        {
            series.Clear();
        }
    }

    public InstrumentReading Read() =>
        new(
            instrument.Name,
            instrument.Unit ?? "",
            instrument.Description ?? "",
            kind,
            bounds,
            [.. series.Select(pair => pair.Value.Read(pair.Key.Tags))]
        );

    private MeasuredSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (byTags.TryGetValue(tags, out var known))
        {
            return known;
        }
        // Counted only here: a set of tags is new once.
        var key = series.Count < MostSeries ? new TagSet(tags.ToArray()) : new TagSet(Overflow);
        return series.GetOrAdd(key, _ => new MeasuredSeries(bounds));
    }
}
