using System.Runtime.InteropServices;
using Freshet.Events;
using Freshet.Events.CDEvents;
using Freshet.Journal;
using Freshet.Telemetry;

namespace Freshet.Pipelines;

/// <summary>
/// The way of one source's events: its transformers in order, on the caller's thread, then recognition, then the journal. Whatever is wrong
/// with one event of a write refuses the whole write.
/// </summary>
/// <param name="source">Under whose name events are counted.</param>
/// <param name="transformers">What it does to them.</param>
/// <param name="journal">Where they go.</param>
/// <param name="time">The clock.</param>
/// <param name="instruments">Where they are counted.</param>
/// <param name="cdevents">What happens to wrong CDEvents; null where nobody looks, as at events that were looked at before.</param>
/// <param name="origin">The source that they are journaled as coming from; null where no source takes them in.</param>
internal sealed class SourcePipeline(
    string source,
    TransformerChain transformers,
    IJournal journal,
    TimeProvider time,
    Instruments instruments,
    CDEventGate? cdevents = null,
    string? origin = null
) : IEventWriter
{
    private readonly EventRecogniser recogniser = new(
        time,
        cdevents: cdevents?.Mode ?? CDEventMode.Off
    );

    public async ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    )
    {
        var receivedAt = time.GetUtcNow();
        await transformers.ReadyAsync(cancellation);
        instruments.Received(source, events.Count);
        using var spans = ReceivedSpans.Begin(source, receivedAt);
        var prepared = Prepare(new(events), receivedAt, spans);
        if (prepared.Rejection is { } rejection)
        {
            CountRejected(rejection, events.Count);
            return new([], rejection, prepared.Count);
        }
        await AppendAsync(prepared, cancellation);
        return new(prepared.Ids());
    }

    public async ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        int count,
        Func<int, Event> create,
        CancellationToken cancellation
    )
    {
        var receivedAt = time.GetUtcNow();
        await transformers.ReadyAsync(cancellation);
        var refused = new List<RefusedEvent>();
        var (from, to) = (0, count);
        while (from < count)
        {
            var first = from;
            using var spans = ReceivedSpans.Begin(source, receivedAt);
            var prepared = Prepare(new(to - from, i => create(first + i)), receivedAt, spans);
            if (prepared.Rejection is null)
            {
                await AppendAsync(prepared, cancellation);
                instruments.Received(source, to - from);
                (from, to) = (to, count);
            }
            else if (prepared.Count > 0)
            {
                // Those before it on their own first: what transformers remember of this try is of the refused event too.
                to = from + prepared.Count;
                spans?.Forget();
            }
            else
            {
                instruments.Received(source, 1);
                CountRejected(prepared.Rejection, 1);
                refused.Add(new(from, prepared.Rejection));
                (from, to) = (from + 1, count);
            }
        }
        return refused;
    }

    /// <summary>Transforms, recognises and encodes the events, up to the first that is refused.</summary>
    private Prepared Prepare(Incoming events, DateTimeOffset receivedAt, ReceivedSpans? spans)
    {
        var prepared = new Prepared(events.Count, receivedAt, spans);
        if (transformers.IsEmpty)
        {
            for (; prepared.Count < events.Count; prepared.Count++)
            {
                prepared.Rejection = Take(events.At(prepared.Count), prepared);
                if (prepared.Rejection is not null)
                {
                    break;
                }
            }
            return prepared;
        }
        prepared.Write = transformers.Begin();
        var outputs = new List<Event>(1);
        for (; prepared.Count < events.Count; prepared.Count++)
        {
            outputs.Clear();
            prepared.Rejection = prepared.Write.Transform(events.At(prepared.Count), outputs);
            if (prepared.Write.DroppedBy is { } transformer)
            {
                prepared.DroppedBy.Add(transformer);
            }
            for (var i = 0; prepared.Rejection is null && i < outputs.Count; i++)
            {
                prepared.Rejection = Take(outputs[i], prepared);
            }
            if (prepared.Rejection is not null)
            {
                break;
            }
        }
        return prepared;
    }

    private Rejection? Take(Event output, Prepared into)
    {
        var recognised = recogniser.Recognise(
            output,
            origin,
            into.ReceivedAt,
            into.Spans is { } spans ? spans.Take : null
        );
        if (recognised.Fault is { } fault)
        {
            return new(RejectionKind.BadEvent, fault.ToString());
        }
        if (recognised.Event is not { } encoded)
        {
            var problems = recognised.Problems!;
            return new(
                RejectionKind.WrongCDEvent,
                $"not a CDEvent as its specification has it: {problems}",
                Problems: problems
            );
        }
        if (recognised.Problems is { } passed)
        {
            (into.Wrong ??= []).Add((encoded, passed));
        }
        into.Encoded.Add(encoded);
        return null;
    }

    private async ValueTask AppendAsync(Prepared prepared, CancellationToken cancellation)
    {
        if (prepared.Encoded.Count > 0)
        {
            int repeated;
            using (prepared.Spans?.Append(prepared.Encoded.Count))
            {
                repeated = await journal.AppendAsync(prepared.Encoded, cancellation);
            }
            instruments.Journaled(source, time.GetUtcNow() - prepared.ReceivedAt);
            instruments.ReceivedBytes(source, prepared.Bytes());
            instruments.Accepted(source, prepared.Encoded.Count - repeated);
            instruments.Repeated(source, repeated);
        }
        foreach (var (wrong, problems) in prepared.Wrong ?? [])
        {
            cdevents?.Passed(wrong, problems);
        }
        if (prepared.Write is not null)
        {
            foreach (var transformer in prepared.DroppedBy)
            {
                instruments.Dropped(transformer);
            }
            prepared.Write.Commit();
        }
    }

    private void CountRejected(Rejection rejection, int events) =>
        instruments.Rejected(
            source,
            rejection.Component ?? source,
            rejection.Kind switch
            {
                RejectionKind.Transformer => "transformer",
                RejectionKind.WrongCDEvent => "wrong_cdevent",
                _ => "bad_event",
            },
            events
        );

    /// <summary>Events that are there, or that are made as they are asked for.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct Incoming
    {
        private readonly IReadOnlyList<Event>? given;
        private readonly Func<int, Event>? create;

        public Incoming(IReadOnlyList<Event> given) => (this.given, Count) = (given, given.Count);

        public Incoming(int count, Func<int, Event> create) =>
            (this.create, Count) = (create, count);

        public int Count { get; }

        public Event At(int i) => given is null ? create!(i) : given[i];
    }

    /// <param name="events">How many events there are to prepare.</param>
    /// <param name="receivedAt">When their source had them.</param>
    /// <param name="spans">The write's; null where nobody wants any.</param>
    private sealed class Prepared(int events, DateTimeOffset receivedAt, ReceivedSpans? spans)
    {
        public DateTimeOffset ReceivedAt => receivedAt;

        public ReceivedSpans? Spans => spans;

        /// <summary>What the transformers may remember, once it is committed; null where there are none.</summary>
        public ChainWrite? Write { get; set; }

        /// <summary>What the events became.</summary>
        public List<EncodedEvent> Encoded { get; } = new(events);

        /// <summary>Those of them that are wrong CDEvents, and pass; null where all are right.</summary>
        public List<(EncodedEvent Event, CDEventProblems Problems)>? Wrong { get; set; }

        /// <summary>The transformer of each event that was let go.</summary>
        public List<string> DroppedBy { get; } = [];

        /// <summary>How many events were prepared: the index of the refused one, where there is one.</summary>
        public int Count { get; set; }

        /// <summary>Why that one was refused.</summary>
        public Rejection? Rejection { get; set; }

        /// <summary>How many bytes of JSON the events are.</summary>
        public long Bytes()
        {
            var bytes = 0L;
            foreach (var encoded in Encoded)
            {
                bytes += encoded.Json.Length;
            }
            return bytes;
        }

        public string[] Ids()
        {
            var ids = new string[Encoded.Count];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = Encoded[i].Id;
            }
            return ids;
        }
    }
}
