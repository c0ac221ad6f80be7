using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Pipelines;

/// <summary>
/// The way of one source's events: its transformers in order, on the caller's thread, then recognition, then the journal. Whatever is wrong
/// with one event of a write refuses the whole write.
/// </summary>
internal sealed class SourcePipeline(
    TransformerChain transformers,
    IJournal journal,
    TimeProvider time
) : IEventWriter
{
    public async ValueTask<WriteResult> WriteAsync(
        IReadOnlyList<Event> events,
        CancellationToken cancellation
    )
    {
        var write = transformers.Begin();
        var encoded = new List<EncodedEvent>(events.Count);
        var outputs = new List<Event>(1);
        for (var i = 0; i < events.Count; i++)
        {
            outputs.Clear();
            if (write.Transform(events[i], outputs) is { } rejection)
            {
                return new([], rejection, i);
            }
            foreach (var output in outputs)
            {
                var recognised = EventRecognition.Recognise(output, time);
                if (recognised.Fault is { } fault)
                {
                    return new([], new(RejectionKind.BadEvent, fault.ToString()), i);
                }
                encoded.Add(recognised.Event!);
            }
        }
        if (encoded.Count > 0)
        {
            await journal.AppendAsync(encoded, cancellation);
        }
        write.Commit();
        return new([.. encoded.Select(taken => taken.Id)]);
    }
}
