using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace Freshet.Telemetry;

/// <summary>How a sink with a cursor of its own stands.</summary>
/// <param name="Behind">How many entries of the journal it has not dealt with.</param>
/// <param name="Waiting">How long the oldest event that it is at has been in the journal; zero where it has none in hand.</param>
/// <param name="IsCircuitOpen">Whether its destination failed so often in a row that it is only probed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SinkStanding(long Behind, TimeSpan Waiting, bool IsCircuitOpen);

/// <summary>What sinks count that deliver in batches: a part of <see cref="Instruments"/>.</summary>
internal sealed class SinkInstruments
{
    private const string Sink = "freshet.sink";

    private readonly Counter<long> delivered;
    private readonly Counter<long> bytes;
    private readonly Counter<long> retries;
    private readonly Counter<long> deadLetters;
    private readonly Counter<long> missed;
    private readonly Histogram<double> durations;
    private readonly Observations<SinkStanding> standings = new(Sink);

    public SinkInstruments(Meter meter)
    {
        delivered = meter.CreateCounter<long>(
            "freshet.sink.delivered",
            "{event}",
            "Events that a sink delivered"
        );
        bytes = meter.CreateCounter<long>(
            "freshet.sink.io",
            "By",
            "Bytes of the events that a sink delivered, as JSON, before the sink's own form and transport"
        );
        retries = meter.CreateCounter<long>(
            "freshet.sink.retries",
            "{attempt}",
            "Batches that a sink tried again to deliver"
        );
        deadLetters = meter.CreateCounter<long>(
            "freshet.sink.dead_letters",
            "{event}",
            "Events that a sink gave up, and put to the dead letters"
        );
        missed = meter.CreateCounter<long>(
            "freshet.sink.missed",
            "{event}",
            "Events that were gone from the journal before a sink could deliver them"
        );
        durations = meter.CreateHistogram(
            "freshet.sink.delivery.duration",
            "s",
            "How long an event took from the journal until a sink had delivered it",
            tags: null,
            Buckets.Seconds
        );
        meter.CreateObservableGauge(
            "freshet.sink.lag",
            () => standings.Measure<long>(standing => standing.Behind),
            "{entry}",
            "Entries of the journal that a sink has not dealt with yet"
        );
        meter.CreateObservableGauge(
            "freshet.sink.delay",
            () => standings.Measure<double>(standing => standing.Waiting.TotalSeconds),
            "s",
            "How long the oldest event that a sink has in hand has been in the journal"
        );
        meter.CreateObservableGauge(
            "freshet.sink.circuit_open",
            () => standings.Measure<long>(standing => standing.IsCircuitOpen ? 1 : 0),
            unit: null,
            "1 where a sink's destination failed so often in a row that it is only probed now and then, otherwise 0"
        );
    }

    /// <summary>A batch was delivered.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="events">How many events were in it.</param>
    /// <param name="length">How many bytes of JSON they are.</param>
    public void Delivered(string sink, int events, long length)
    {
        delivered.Add(events, Tag(sink));
        bytes.Add(length, Tag(sink));
    }

    /// <summary>One event of it was.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="sinceJournal">Since the journal took it in; a clock that was set back counts as no time.</param>
    public void Took(string sink, TimeSpan sinceJournal) =>
        durations.Record(Math.Max(0, sinceJournal.TotalSeconds), Tag(sink));

    public void Retried(string sink) => retries.Add(1, Tag(sink));

    public void DeadLettered(string sink) => deadLetters.Add(1, Tag(sink));

    public void Missed(string sink, long events) => missed.Add(events, Tag(sink));

    /// <summary>Reports how the sink stands. What it has not counted yet is 0, so that the first to be counted is seen as an increase.</summary>
    /// <param name="sink">Its name.</param>
    /// <param name="standing">Called from any thread whenever somebody looks; quick.</param>
    /// <returns>Ends the reports.</returns>
    public IDisposable Observe(string sink, Func<SinkStanding> standing)
    {
        foreach (var counter in new[] { delivered, bytes, retries, deadLetters, missed })
        {
            counter.Add(0, Tag(sink));
        }
        return standings.Add(sink, standing);
    }

    private static KeyValuePair<string, object?> Tag(string sink) => new(Sink, sink);
}
