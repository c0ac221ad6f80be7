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
        var write = transformers.Begin();
        var encoded = new List<EncodedEvent>(events.Count);
        var outputs = new List<Event>(1);
        for (var i = 0; i < events.Count; i++)
        {
            outputs.Clear();
            if (write.Transform(events[i], outputs) is { } rejection)
            {
                instruments.Rejected(source, rejection.Component!, "transformer", events.Count);
                return new([], rejection, i);
            }
            if (write.DroppedBy is { } transformer)
            {
                instruments.Dropped(transformer);
            }
            foreach (var output in outputs)
            {
                var recognised = recogniser.Recognise(output);
                if (recognised.Fault is { } fault)
                {
                    instruments.Rejected(source, source, "bad_event", events.Count);
                    return new([], new(RejectionKind.BadEvent, fault.ToString()), i);
                }
                encoded.Add(recognised.Event!);
            }
        }
        if (encoded.Count > 0)
        {
            var repeated = await journal.AppendAsync(encoded, cancellation);
            instruments.Accepted(source, encoded.Count - repeated);
            instruments.Repeated(source, repeated);
        }
        write.Commit();
        return new([.. encoded.Select(taken => taken.Id)]);
    }
}
