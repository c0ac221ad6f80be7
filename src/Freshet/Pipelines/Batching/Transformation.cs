using Freshet.Events;

namespace Freshet.Pipelines.Batching;

/// <summary>Makes what a sink delivers of the journal's entries: its transformers, and recognition of what they made.</summary>
internal sealed class Transformation(TransformerChain transformers)
{
    /// <summary>Makes what is delivered: none where a transformer let the entry go.</summary>
    /// <returns>Why it was refused; null where it was not.</returns>
    public string? Apply(Entry entry, out IReadOnlyList<Outgoing> outputs)
    {
        if (transformers.IsEmpty)
        {
            outputs = [new(entry, entry.WireId, entry.Event)];
            return null;
        }
        outputs = [];
        var made = new List<Event>(1);
        var write = transformers.Begin();
        if (write.Transform(Event.From(entry.Event), made) is { } rejection)
        {
            return $"the transformer {rejection.Component} refused it: {rejection.Reason}";
        }
        var outgoing = new List<Outgoing>(made.Count);
        for (var i = 0; i < made.Count; i++)
        {
            // The first keeps the ids, the others are told apart by a number; the time of what says none is the entry's on each try.
            var suffix = i == 0 ? "" : $"#{i + 1}";
            var recogniser = new EventRecogniser(
                new TimeOf(entry.Event.Timestamp),
                _ => entry.Event.Id + suffix
            );
            var recognised = recogniser.Recognise(made[i]);
            if (recognised.Fault is { } fault)
            {
                return $"what its transformers made of it is no event: {fault}";
            }
            outgoing.Add(new(entry, entry.WireId + suffix, recognised.Event!));
        }
        // It may be remembered at once: what was made is kept until it is delivered, and after a crash nothing is remembered.
        write.Commit();
        outputs = outgoing;
        return null;
    }

    private sealed class TimeOf(DateTimeOffset time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time;
    }
}
