using Freshet.Events;
using Freshet.Journal;
using Freshet.Telemetry;

namespace Freshet.Pipelines;

/// <summary>
/// The way of one source's events: its transformers in order, on the caller's thread, then recognition, then the journal. Whatever is wrong
/// with one event of a write refuses the whole write.
/// </summary>
internal sealed class SourcePipeline(
    string source,
    TransformerChain transformers,
    IJournal journal,
    TimeProvider time,
    Instruments instruments
) : IEventWriter
{
    private readonly EventRecogniser recogniser = new(time);

    public async ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    )
    {
        instruments.Received(source, events.Count);
        var prepared = Prepare(events.Count, i => events[i]);
        if (prepared.Rejection is { } rejection)
        {
            CountRejected(rejection, events.Count);
            return new([], rejection, prepared.Count);
        }
        await AppendAsync(prepared, cancellation);
        return new([.. prepared.Encoded.Select(taken => taken.Id)]);
    }

    public async ValueTask<IReadOnlyList<RefusedEvent>> WriteEachAsync(
        int count,
        Func<int, Event> create,
        CancellationToken cancellation
    )
    {
        var refused = new List<RefusedEvent>();
        var (from, to) = (0, count);
        while (from < count)
        {
            var first = from;
            var prepared = Prepare(to - from, i => create(first + i));
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
    private Prepared Prepare(int count, Func<int, Event> events)
    {
        var write = transformers.Begin();
        var encoded = new List<EncodedEvent>(count);
        var droppedBy = new List<string>();
        var outputs = new List<Event>(1);
        for (var i = 0; i < count; i++)
        {
            outputs.Clear();
            if (write.Transform(events(i), outputs) is { } rejection)
            {
                return new(write, encoded, droppedBy, i, rejection);
            }
            if (write.DroppedBy is { } transformer)
            {
                droppedBy.Add(transformer);
            }
            foreach (var output in outputs)
            {
                var recognised = recogniser.Recognise(output);
                if (recognised.Fault is { } fault)
                {
                    var bad = new Rejection(RejectionKind.BadEvent, fault.ToString());
                    return new(write, encoded, droppedBy, i, bad);
                }
                encoded.Add(recognised.Event!);
            }
        }
        return new(write, encoded, droppedBy, count, null);
    }

    private async ValueTask AppendAsync(Prepared prepared, CancellationToken cancellation)
    {
        if (prepared.Encoded.Count > 0)
        {
            var repeated = await journal.AppendAsync(prepared.Encoded, cancellation);
            instruments.Accepted(source, prepared.Encoded.Count - repeated);
            instruments.Repeated(source, repeated);
        }
        foreach (var transformer in prepared.DroppedBy)
        {
            instruments.Dropped(transformer);
        }
        prepared.Write.Commit();
    }

    private void CountRejected(Rejection rejection, int events) =>
        instruments.Rejected(
            source,
            rejection.Component ?? source,
            rejection.Kind == RejectionKind.Transformer ? "transformer" : "bad_event",
            events
        );

    /// <param name="Write">What the transformers may remember, once it is committed.</param>
    /// <param name="Encoded">What the events became.</param>
    /// <param name="DroppedBy">The transformer of each event that was let go.</param>
    /// <param name="Count">How many events were prepared: the index of the refused one, where there is one.</param>
    /// <param name="Rejection">Why that one was refused.</param>
    private sealed record Prepared(
        ChainWrite Write,
        List<EncodedEvent> Encoded,
        List<string> DroppedBy,
        int Count,
        Rejection? Rejection
    );
}
