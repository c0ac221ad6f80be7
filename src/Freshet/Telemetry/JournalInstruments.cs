using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace Freshet.Telemetry;

/// <summary>How the journal stands.</summary>
/// <param name="Entries">How many entries it holds.</param>
/// <param name="Bytes">How many bytes they take.</param>
/// <param name="Damaged">How many were found not as they were written.</param>
/// <param name="IsRefusing">Whether it cannot take events now.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JournalStanding(
    long Entries,
    long Bytes,
    long Damaged,
    bool IsRefusing
);

/// <summary>What the journal counts: a part of <see cref="Instruments"/>. Those that measure writing stay empty where it is in memory.</summary>
internal sealed class JournalInstruments
{
    private readonly Counter<long> bytes;
    private readonly Histogram<double> writes;
    private readonly Histogram<double> syncs;
    private Func<JournalStanding>? journal;

    public JournalInstruments(Meter meter)
    {
        bytes = meter.CreateCounter<long>(
            "freshet.journal.io",
            "By",
            "Bytes that were written to the journal's files"
        );
        writes = meter.CreateHistogram(
            "freshet.journal.write.duration",
            "s",
            "How long it took to write what waited together, and to bring it to the disk where that is done at once",
            tags: null,
            Buckets.Seconds
        );
        syncs = meter.CreateHistogram(
            "freshet.journal.sync.duration",
            "s",
            "How long it took to bring to the disk what was written",
            tags: null,
            Buckets.Seconds
        );
        meter.CreateObservableUpDownCounter(
            "freshet.journal.entries",
            () => Measure(standing => standing.Entries),
            "{entry}",
            "Entries that the journal holds"
        );
        meter.CreateObservableUpDownCounter(
            "freshet.journal.size",
            () => Measure(standing => standing.Bytes),
            "By",
            "Bytes that the journal's entries take up"
        );
        meter.CreateObservableUpDownCounter(
            "freshet.journal.damaged",
            () => Measure(standing => standing.Damaged),
            "{entry}",
            "Entries that were found not as they were written, and that readers miss"
        );
        meter.CreateObservableGauge(
            "freshet.journal.refusing",
            () => Measure(standing => standing.IsRefusing ? 1 : 0),
            unit: null,
            "1 where the journal cannot take events, as on a full disk, otherwise 0"
        );
    }

    /// <summary>Records were written, and synced where that is done at once.</summary>
    public void Wrote(long length, TimeSpan taken)
    {
        bytes.Add(length);
        writes.Record(taken.TotalSeconds);
    }

    /// <summary>What was written is on the disk.</summary>
    public void Synced(TimeSpan taken) => syncs.Record(taken.TotalSeconds);

    /// <summary>From now on reports how this journal stands, and no other.</summary>
    /// <param name="standing">Called from any thread whenever somebody looks; quick.</param>
    public void Observe(Func<JournalStanding> standing) => Volatile.Write(ref journal, standing);

    private IEnumerable<Measurement<long>> Measure(Func<JournalStanding, long> measure) =>
        Volatile.Read(ref journal) is { } standing
            ? [new Measurement<long>(measure(standing()))]
            : [];
}
