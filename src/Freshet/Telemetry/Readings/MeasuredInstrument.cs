using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Freshet.Telemetry.Readings;

/// <summary>What one instrument measured, a series for each set of tags.</summary>
internal sealed class MeasuredInstrument
{
    /// <summary>How many series are kept; what comes with more sets of tags is added up in one, which says so.</summary>
    public const int MostSeries = 2000;

    /// <summary>How many tags are kept at most, where not all are.</summary>
    private const int MostKept = 4;

    /// <summary>How OpenTelemetry marks that one.</summary>
    private static readonly KeyValuePair<string, object?>[] Overflow =
    [
        new("otel.metric.overflow", true),
    ];

    private readonly Instrument instrument;
    private readonly ReadingKind kind;
    private readonly bool isFractional;
    private readonly BorrowedInstrument? borrowed;
    private readonly string[]? kept;
    private readonly double[] bounds;
    private readonly ConcurrentDictionary<TagSet, MeasuredSeries> series = new(TagSet.Comparer);
    private readonly ConcurrentDictionary<TagSet, MeasuredSeries>.AlternateLookup<
        ReadOnlySpan<KeyValuePair<string, object?>>
    > byTags;

    /// <param name="instrument">The instrument.</param>
    /// <param name="borrowed">How it is to be read where it is not our own.</param>
    public MeasuredInstrument(Instrument instrument, BorrowedInstrument? borrowed = null)
    {
        if (borrowed?.Tags.Count > MostKept)
        {
            throw new ArgumentException($"more than {MostKept} tags are kept", nameof(borrowed));
        }
        this.instrument = instrument;
        this.borrowed = borrowed;
        kept = borrowed is null ? null : [.. borrowed.Tags.Select(tag => tag.Name)];
        byTags = series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        kind = borrowed?.Kind ?? KindOf(instrument);
        isFractional = instrument is ObservableInstrument<double>;
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

    /// <summary>Takes a measurement of a histogram, or a fraction that was observed.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var one = SeriesOf(tags);
        if (isFractional)
        {
            one.Set(value);
        }
        else
        {
            one.Record(value);
        }
    }

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
            borrowed?.Unit ?? instrument.Unit ?? "",
            borrowed?.Description ?? instrument.Description ?? "",
            kind,
            isFractional,
            bounds,
            [.. series.Select(pair => pair.Value.Read(pair.Key.Tags))]
        );

    private static ReadingKind KindOf(Instrument instrument) =>
        instrument switch
        {
            Histogram<double> => ReadingKind.Histogram,
            Counter<long> or ObservableCounter<long> or ObservableCounter<double> =>
                ReadingKind.Counter,
            UpDownCounter<long> or ObservableUpDownCounter<long> => ReadingKind.UpDownCounter,
            _ => ReadingKind.Gauge,
        };

    private MeasuredSeries SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (kept is null)
        {
            return Find(tags);
        }
        var few = default(FewTags);
        var count = 0;
        foreach (var name in kept)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == name)
                {
                    few[count++] = tag;
                    break;
                }
            }
        }
        return Find(((ReadOnlySpan<KeyValuePair<string, object?>>)few)[..count]);
    }

    private MeasuredSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (byTags.TryGetValue(tags, out var known))
        {
            return known;
        }
        // Counted only here: a set of tags is new once.
        var key = series.Count < MostSeries ? new TagSet(tags.ToArray()) : new TagSet(Overflow);
        return series.GetOrAdd(key, _ => new MeasuredSeries(bounds));
    }

    /// <summary>Tags that are kept, without an array for each measurement.</summary>
    [InlineArray(MostKept)]
    [StructLayout(LayoutKind.Auto)]
    private struct FewTags
    {
        private KeyValuePair<string, object?> first;
    }
}
