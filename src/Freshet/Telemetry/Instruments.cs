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
    private const string Endpoint = "freshet.endpoint";

    private readonly Counter<long> received;
    private readonly Counter<long> receivedBytes;
    private readonly Counter<long> accepted;
    private readonly Counter<long> repeated;
    private readonly Counter<long> rejected;
    private readonly Counter<long> wrongCDEvents;
    private readonly Counter<long> sourceDeadLetters;
    private readonly Counter<long> upstreamErrors;
    private readonly Counter<long> dropped;
    private readonly UpDownCounter<long> clients;
    private readonly Counter<long> frames;
    private readonly Counter<long> deliveries;
    private readonly Counter<long> deliveredBytes;
    private readonly Counter<long> lagged;
    private readonly Counter<long> replayed;
    private readonly Counter<long> refusals;
    private readonly Counter<long> sessions;
    private readonly Counter<long> slowClients;
    private readonly Counter<long> unreachableClients;
    private readonly Histogram<double> sourceToJournal;
    private readonly Histogram<double> journalToClient;
    private readonly Histogram<double> sourceToClient;
    private readonly Observations<long?> waiting = new(Source);
    private readonly Observations<DateTimeOffset> certificates = new("freshet.port");
    private Func<long>? droppedLogEntries;
    private readonly Counter<long> reloads;

    /// <summary>1 where the configuration that was read last is what runs, 0 where it was refused, -1 where there is no server.</summary>
    private volatile int lastApplied = -1;

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
        receivedBytes = meter.CreateCounter<long>(
            "freshet.source.io",
            "By",
            "Bytes of the events that a source brought to the journal, as JSON, those included that it held already"
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
        frames = meter.CreateCounter<long>(
            "freshet.sse.frames",
            "{frame}",
            "Events that an endpoint encoded, each once for all clients"
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
        sourceToJournal = meter.CreateHistogram(
            "freshet.source.journal.duration",
            "s",
            "How long a write of a source took from when the source had its events until they were in the journal",
            tags: null,
            Buckets.Seconds
        );
        journalToClient = meter.CreateHistogram(
            "freshet.sse.delivery.duration",
            "s",
            "How long an event took from the journal until all clients of a pump that take what they are sent were sent it",
            tags: null,
            Buckets.Seconds
        );
        sourceToClient = meter.CreateHistogram(
            "freshet.sse.event.duration",
            "s",
            "How long an event took from its source until all clients of a pump that take what they are sent were sent it",
            tags: null,
            Buckets.Seconds
        );
        reloads = meter.CreateCounter<long>(
            "freshet.reloads",
            "{reload}",
            "Reloads of the configuration, by what became of them"
        );
        meter.CreateObservableGauge(
            "freshet.reload.applied",
            () =>
                lastApplied is >= 0 and var applied
                    ? [new Measurement<long>(applied)]
                    : Enumerable.Empty<Measurement<long>>(),
            unit: null,
            "Whether what runs is the configuration that was read last: 0 where that was refused"
        );
        meter.CreateObservableGauge(
            "freshet.source.lag",
            () => waiting.Measure<long>(lag => lag),
            "{event}",
            "Events that wait where a source takes them from"
        );
        meter.CreateObservableCounter(
            "freshet.log.dropped",
            () =>
                Volatile.Read(ref droppedLogEntries) is { } dropped
                    ? [new Measurement<long>(dropped())]
                    : Enumerable.Empty<Measurement<long>>(),
            "{entry}",
            "Entries of the log that could not be written in time, or at all"
        );
        meter.CreateObservableGauge(
            "freshet.certificate.expiry",
            () =>
                certificates.Measure<double>(expires => expires.ToUnixTimeMilliseconds() / 1000.0),
            "s",
            "When the certificate of a port expires, in seconds since 1970"
        );
        Journal = new(meter);
        Sinks = new(meter);
    }

    /// <summary>What the instruments belong to, for who reads them.</summary>
    public Meter Meter { get; }

    /// <summary>What the journal counts.</summary>
    public JournalInstruments Journal { get; }

    /// <summary>What sinks count that deliver in batches.</summary>
    public SinkInstruments Sinks { get; }

    /// <summary>A source is there: what it has not counted yet is 0, so that the first to be counted is seen as an increase.</summary>
    public void SourceBegins(string source)
    {
        var tag = Tag(Source, source);
        foreach (var counter in new[] { received, receivedBytes, accepted, sourceDeadLetters })
        {
            counter.Add(0, tag);
        }
    }

    public void Received(string source, int events) => received.Add(events, Tag(Source, source));

    /// <param name="source">The source.</param>
    /// <param name="bytes">How many bytes of JSON it brought to the journal.</param>
    public void ReceivedBytes(string source, long bytes) =>
        receivedBytes.Add(bytes, Tag(Source, source));

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

    /// <summary>The same of an endpoint.</summary>
    public void EndpointBegins(string endpoint)
    {
        var tag = Tag(Endpoint, endpoint);
        clients.Add(0, tag);
        foreach (
            var counter in new[]
            {
                frames,
                deliveries,
                deliveredBytes,
                lagged,
                replayed,
                slowClients,
                unreachableClients,
            }
        )
        {
            counter.Add(0, tag);
        }
    }

    public void ClientConnected(string endpoint) => clients.Add(1, Tag(Endpoint, endpoint));

    /// <summary>To be called once for each <see cref="ClientConnected"/>.</summary>
    public void ClientDisconnected(string endpoint) => clients.Add(-1, Tag(Endpoint, endpoint));

    public void Encoded(string endpoint, int events) => frames.Add(events, Tag(Endpoint, endpoint));

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

    /// <summary>The server is there: it was reloaded 0 times, so that the first is seen as an increase.</summary>
    /// <param name="outcomes">What can become of a reload.</param>
    public void ServerBegins(IEnumerable<string> outcomes)
    {
        lastApplied = 1;
        foreach (var outcome in outcomes)
        {
            reloads.Add(0, Tag("freshet.outcome", outcome));
        }
    }

    /// <summary>The configuration was read again.</summary>
    /// <param name="outcome">What became of it: <c>applied</c>, <c>unchanged</c>, <c>refused</c>.</param>
    /// <param name="isApplied">Whether it is what runs now.</param>
    public void Reloaded(string outcome, bool isApplied)
    {
        reloads.Add(1, Tag("freshet.outcome", outcome));
        lastApplied = isApplied ? 1 : 0;
    }

    /// <summary>Reports how many events wait where a source takes them from.</summary>
    /// <param name="source">The source.</param>
    /// <param name="lag">Called from any thread whenever somebody looks; quick. Null while it does not know.</param>
    /// <returns>Ends the reports.</returns>
    public IDisposable ObserveSource(string source, Func<long?> lag) => waiting.Add(source, lag);

    /// <summary>From now on reports what this log dropped since the start.</summary>
    /// <param name="dropped">Called from any thread whenever somebody looks; quick.</param>
    public void ObserveLog(Func<long> dropped) => Volatile.Write(ref droppedLogEntries, dropped);

    /// <summary>From now on tells when the certificate expires that a port shows.</summary>
    /// <param name="port">What the port is for.</param>
    /// <param name="expires">When.</param>
    public void ObserveCertificate(string port, DateTimeOffset expires) =>
        certificates.Add(port, () => expires);

    private static double SecondsOf(TimeSpan taken) => Math.Max(0, taken.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);
}
