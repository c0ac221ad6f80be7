using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Freshet.Telemetry;

/// <summary>
/// What Freshet counts, on the meter <c>Freshet</c>, named and measured in units as OpenTelemetry has it. Tags take their values from the
/// configuration or from small fixed sets, never from an event or a client: each new value is a series that is kept for good.
/// </summary>
internal sealed class Instruments
{
    public const string MeterName = "Freshet";

    private const string Source = "freshet.source";
    private const string Component = "freshet.component";
    private const string Sink = "freshet.sink";
    private const string Endpoint = "freshet.endpoint";

    private readonly Counter<long> received;
    private readonly Counter<long> accepted;
    private readonly Counter<long> repeated;
    private readonly Counter<long> rejected;
    private readonly Counter<long> wrongCDEvents;
    private readonly Counter<long> sourceDeadLetters;
    private readonly Counter<long> upstreamErrors;
    private readonly Counter<long> dropped;
    private readonly UpDownCounter<long> clients;
    private readonly Counter<long> deliveries;
    private readonly Counter<long> deliveredBytes;
    private readonly Counter<long> lagged;
    private readonly Counter<long> replayed;
    private readonly Counter<long> refusals;
    private readonly Counter<long> sessions;
    private readonly Counter<long> slowClients;
    private readonly Counter<long> unreachableClients;
    private readonly Counter<long> sinkDeliveries;
    private readonly Counter<long> sinkRetries;
    private readonly Counter<long> deadLetters;
    private readonly Counter<long> sinkMissed;
    private readonly Histogram<double> sourceToJournal;
    private readonly Histogram<double> journalToClient;
    private readonly Histogram<double> sourceToClient;
    private readonly Counter<long> reloads;
    private readonly Gauge<int> reloadApplied;
    private readonly ConcurrentDictionary<string, Func<long>> lags = new(StringComparer.Ordinal);
    private Func<(long Entries, long Bytes, long Damaged)>? journal;

    /// <summary>The upper ends of the histograms' buckets, in seconds: from what a disk takes to sync to what nobody waits for.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.0005,
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30,
            60,
        ],
    };

    /// <param name="meters">Owns the meter, and ends it.</param>
    public Instruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        Meter = meter;
        received = meter.CreateCounter<long>(
            "freshet.source.received",
            "{event}",
            "Events that a source took in"
        );
        accepted = meter.CreateCounter<long>(
            "freshet.source.accepted",
            "{event}",
            "Events that the journal stored for a source"
        );
        repeated = meter.CreateCounter<long>(
            "freshet.source.repeated",
            "{event}",
            "Events that the journal held already, and did not store again"
        );
        rejected = meter.CreateCounter<long>(
            "freshet.source.rejected",
            "{event}",
            "Events that were refused, by the component that refused them and the kind of reason"
        );
        wrongCDEvents = meter.CreateCounter<long>(
            "freshet.source.wrong_cdevents",
            "{event}",
            "CDEvents that do not hold to their specification, and passed"
        );
        sourceDeadLetters = meter.CreateCounter<long>(
            "freshet.source.dead_letters",
            "{message}",
            "Messages that a source refused, and put to the dead letters"
        );
        upstreamErrors = meter.CreateCounter<long>(
            "freshet.source.upstream_errors",
            "{error}",
            "Failures that the server of a stream told its reader of, such as skipped events"
        );
        dropped = meter.CreateCounter<long>(
            "freshet.transformer.dropped",
            "{event}",
            "Events that a transformer let go, as it was configured to"
        );
        clients = meter.CreateUpDownCounter<long>(
            "freshet.sse.clients",
            "{client}",
            "Clients that are connected now"
        );
        deliveries = meter.CreateCounter<long>(
            "freshet.sse.deliveries",
            "{message}",
            "Messages sent, one for each client that got it"
        );
        deliveredBytes = meter.CreateCounter<long>(
            "freshet.sse.io",
            "By",
            "Bytes sent to clients, before the transport's own framing"
        );
        lagged = meter.CreateCounter<long>(
            "freshet.sse.lagged",
            "{message}",
            "Messages that clients missed because they were gone before they could be sent"
        );
        replayed = meter.CreateCounter<long>(
            "freshet.sse.replayed",
            "{entry}",
            "Messages sent to clients that were behind what the ring holds, out of the journal"
        );
        refusals = meter.CreateCounter<long>(
            "freshet.sse.refusals",
            "{connection}",
            "Connections that were answered with an error, by status"
        );
        sessions = meter.CreateCounter<long>(
            "freshet.sse.sessions",
            "{session}",
            "Sessions that began"
        );
        slowClients = meter.CreateCounter<long>(
            "freshet.sse.slow_clients",
            "{client}",
            "Clients that were disconnected because they read too slowly"
        );
        unreachableClients = meter.CreateCounter<long>(
            "freshet.sse.unreachable_clients",
            "{client}",
            "Clients that were disconnected because they acknowledged nothing: they vanished without a word"
        );
        sinkDeliveries = meter.CreateCounter<long>(
            "freshet.sink.delivered",
            "{event}",
            "Events that a sink delivered"
        );
        sinkRetries = meter.CreateCounter<long>(
            "freshet.sink.retries",
            "{attempt}",
            "Batches that a sink tried again to deliver"
        );
        deadLetters = meter.CreateCounter<long>(
            "freshet.sink.dead_letters",
            "{event}",
            "Events that a sink gave up, and put to the dead letters"
        );
        sinkMissed = meter.CreateCounter<long>(
            "freshet.sink.missed",
            "{event}",
            "Events that were gone from the journal before a sink could deliver them"
        );
        sourceToJournal = meter.CreateHistogram(
            "freshet.source.journal.duration",
            "s",
            "How long a write of a source took from when the source had its events until they were in the journal",
            tags: null,
            Seconds
        );
        journalToClient = meter.CreateHistogram(
            "freshet.sse.delivery.duration",
            "s",
            "How long an event took from the journal until all clients of a pump that take what they are sent were sent it",
            tags: null,
            Seconds
        );
        sourceToClient = meter.CreateHistogram(
            "freshet.sse.event.duration",
            "s",
            "The same, from when its source had it",
            tags: null,
            Seconds
        );
        reloads = meter.CreateCounter<long>(
            "freshet.reloads",
            "{reload}",
            "Reloads of the configuration, by what became of them"
        );
        reloadApplied = meter.CreateGauge<int>(
            "freshet.reload.applied",
            "1",
            "Whether what runs is the configuration that was read last: 0 where that was refused"
        );
        reloadApplied.Record(1);
        meter.CreateObservableGauge(
            "freshet.sink.lag",
            () => lags.Select(pair => new Measurement<long>(pair.Value(), Tag(Sink, pair.Key))),
            "{entry}",
            "Entries of the journal that a sink has not dealt with yet"
        );
        meter.CreateObservableUpDownCounter(
            "freshet.journal.entries",
            () => Observe(size => size.Entries),
            "{entry}",
            "Entries that the journal holds"
        );
        meter.CreateObservableUpDownCounter(
            "freshet.journal.size",
            () => Observe(size => size.Bytes),
            "By",
            "Bytes that the journal's entries take up"
        );
        meter.CreateObservableUpDownCounter(
            "freshet.journal.damaged",
            () => Observe(size => size.Damaged),
            "{entry}",
            "Entries that were found not as they were written, and that readers miss"
        );
    }

    /// <summary>What the instruments belong to, for who reads them.</summary>
    public Meter Meter { get; }

    public void Received(string source, int events) => received.Add(events, Tag(Source, source));

    public void Accepted(string source, int events) => accepted.Add(events, Tag(Source, source));

    public void Repeated(string source, int events) => repeated.Add(events, Tag(Source, source));

    /// <summary>A write of the source is in the journal.</summary>
    /// <param name="source">The source.</param>
    /// <param name="taken">Since it had the events; a clock that was set back counts as no time.</param>
    public void Journaled(string source, TimeSpan taken) =>
        sourceToJournal.Record(SecondsOf(taken), Tag(Source, source));

    /// <summary>A frame was sent to all clients of a pump that take what they are sent; not to be called for each of them.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="sinceJournal">Since the journal took its event in.</param>
    /// <param name="sinceSource">Since a source had it; null where this process does not know.</param>
    public void Sent(string endpoint, TimeSpan sinceJournal, TimeSpan? sinceSource)
    {
        var tag = Tag(Endpoint, endpoint);
        journalToClient.Record(SecondsOf(sinceJournal), tag);
        if (sinceSource is { } whole)
        {
            sourceToClient.Record(SecondsOf(whole), tag);
        }
    }

    /// <param name="source">The source that took the events in.</param>
    /// <param name="component">Who refused them: a transformer, or the source itself.</param>
    /// <param name="reason">The kind of reason, from a small fixed set, in <c>snake_case</c>; never the sentence for the sender.</param>
    /// <param name="events">How many.</param>
    public void Rejected(string source, string component, string reason, int events = 1) =>
        rejected.Add(
            events,
            Tag(Source, source),
            Tag(Component, component),
            Tag("freshet.reason", reason)
        );

    public void WrongCDEvent(string source) => wrongCDEvents.Add(1, Tag(Source, source));

    public void SourceDeadLettered(string source) => sourceDeadLetters.Add(1, Tag(Source, source));

    /// <param name="source">The source that was told.</param>
    /// <param name="kind">The kind of failure, from a small fixed set, in <c>snake_case</c>.</param>
    public void UpstreamFailed(string source, string kind) =>
        upstreamErrors.Add(1, Tag(Source, source), Tag("freshet.reason", kind));

    public void Dropped(string transformer, int events = 1) =>
        dropped.Add(events, Tag(Component, transformer));

    public void ClientConnected(string endpoint) => clients.Add(1, Tag(Endpoint, endpoint));

    /// <summary>To be called once for each <see cref="ClientConnected"/>.</summary>
    public void ClientDisconnected(string endpoint) => clients.Add(-1, Tag(Endpoint, endpoint));

    /// <summary>Counts what one write, or several together, brought to clients.</summary>
    public void Delivered(string endpoint, long messages, long bytes)
    {
        var tag = Tag(Endpoint, endpoint);
        deliveries.Add(messages, tag);
        deliveredBytes.Add(bytes, tag);
    }

    public void Lagged(string endpoint, long messages) =>
        lagged.Add(messages, Tag(Endpoint, endpoint));

    public void Replayed(string endpoint, long entries) =>
        replayed.Add(entries, Tag(Endpoint, endpoint));

    /// <param name="endpoint">The endpoint that was asked for.</param>
    /// <param name="status">The HTTP status of the answer.</param>
    public void ConnectionRefused(string endpoint, int status) =>
        refusals.Add(1, Tag(Endpoint, endpoint), Tag("http.response.status_code", status));

    public void SessionBegan(string endpoint) => sessions.Add(1, Tag(Endpoint, endpoint));

    public void SlowClientClosed(string endpoint) => slowClients.Add(1, Tag(Endpoint, endpoint));

    public void UnreachableClientClosed(string endpoint) =>
        unreachableClients.Add(1, Tag(Endpoint, endpoint));

    public void SinkDelivered(string sink, int events) =>
        sinkDeliveries.Add(events, Tag(Sink, sink));

    public void SinkRetried(string sink) => sinkRetries.Add(1, Tag(Sink, sink));

    public void DeadLettered(string sink) => deadLetters.Add(1, Tag(Sink, sink));

    public void SinkMissed(string sink, long events) => sinkMissed.Add(events, Tag(Sink, sink));

    /// <summary>The configuration was read again.</summary>
    /// <param name="outcome">What became of it: <c>applied</c>, <c>unchanged</c>, <c>refused</c>.</param>
    /// <param name="isApplied">Whether it is what runs now.</param>
    public void Reloaded(string outcome, bool isApplied)
    {
        reloads.Add(1, Tag("freshet.outcome", outcome));
        reloadApplied.Record(isApplied ? 1 : 0);
    }

    /// <summary>Reports how many entries the sink is behind.</summary>
    /// <param name="sink">The sink's name.</param>
    /// <param name="lag">Called from any thread whenever somebody looks; quick.</param>
    /// <returns>Ends the reports.</returns>
    public IDisposable ObserveSink(string sink, Func<long> lag)
    {
        lags[sink] = lag;
        return new Observed(lags, new(sink, lag));
    }

    /// <summary>From now on reports the size of this journal, and of no other.</summary>
    /// <param name="size">Called from any thread whenever somebody looks; quick.</param>
    public void ObserveJournal(Func<(long Entries, long Bytes, long Damaged)> size) =>
        Volatile.Write(ref journal, size);

    private IEnumerable<Measurement<long>> Observe(
        Func<(long Entries, long Bytes, long Damaged), long> measure
    ) => Volatile.Read(ref journal) is { } size ? [new Measurement<long>(measure(size()))] : [];

    private static double SecondsOf(TimeSpan taken) => Math.Max(0, taken.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private sealed class Observed(
        ConcurrentDictionary<string, Func<long>> lags,
        KeyValuePair<string, Func<long>> mine
    ) : IDisposable
    {
        public void Dispose() => lags.TryRemove(mine);
    }
}
