using System.Runtime.InteropServices;
using Freshet.Events;

namespace Freshet.Pipelines;

/// <summary>The transformers of one source or sink, in order: what the first gives goes to the second.</summary>
/// <param name="steps">The transformers with their names.</param>
/// <param name="maxOutputs">How many events those of one write may become: more is a mistake of a transformer, and would fill the memory.</param>
internal sealed class TransformerChain(
    IReadOnlyList<(string Name, ITransformer Transformer)> steps,
    int maxOutputs
)
{
    private readonly IReadOnlyList<ILastingTransformer> lasting =
    [
        .. steps.Select(step => step.Transformer).OfType<ILastingTransformer>(),
    ];

    public bool IsEmpty => steps.Count == 0;

    /// <summary>Those that learn something from a running server before they can judge events, by their names.</summary>
    public IEnumerable<string> Lasting =>
        steps.Where(step => step.Transformer is ILastingTransformer).Select(step => step.Name);

    /// <summary>Returns once each of them can judge events.</summary>
    public async ValueTask ReadyAsync(CancellationToken cancellation)
    {
        foreach (var transformer in lasting)
        {
            await transformer.ReadyAsync(cancellation);
        }
    }

    /// <summary>The same chain, whose transformers remember nothing yet: for who goes through events that this one has seen.</summary>
    public TransformerChain Anew() =>
        steps.Any(step => step.Transformer is IRememberingTransformer)
            ? new(
                [
                    .. steps.Select(step =>
                        step.Transformer is IRememberingTransformer remembering
                            ? (step.Name, remembering.Anew())
                            : step
                    ),
                ],
                maxOutputs
            )
            : this;

    /// <summary>The chain for the events of one write: what its transformers remember of them is kept only once that is committed.</summary>
    public ChainWrite Begin()
    {
        var writes = new List<IRememberingWrite>();
        var ofWrite = new (string Name, ITransformer Transformer)[steps.Count];
        for (var i = 0; i < steps.Count; i++)
        {
            ofWrite[i] = steps[i];
            if (steps[i].Transformer is IRememberingTransformer remembering)
            {
                var write = remembering.Begin();
                writes.Add(write);
                ofWrite[i].Transformer = write;
            }
        }
        return new(ofWrite, writes, maxOutputs);
    }
}

/// <summary>A <see cref="TransformerChain"/> for the events of one write; for one thread at a time.</summary>
internal sealed class ChainWrite(
    IReadOnlyList<(string Name, ITransformer Transformer)> steps,
    IReadOnlyList<IRememberingWrite> writes,
    int maxOutputs
)
{
    private int made;

    /// <summary>The transformer that let the last event go without a trace; null where none did.</summary>
    public string? DroppedBy { get; private set; }

    /// <summary>Adds what becomes of the event to <paramref name="output"/>.</summary>
    /// <returns>Why the event is refused; then nothing was added.</returns>
    public Rejection? Transform(Event input, List<Event> output)
    {
        DroppedBy = null;
        List<Event> current = [input];
        foreach (var (name, transformer) in steps)
        {
            var next = new List<Event>(current.Count);
            foreach (var item in current)
            {
                // Before the transformer has it, which may hand on the very same event.
                var (transportId, trace, before) = (item.TransportId, item.Trace, next.Count);
                if (transformer.Transform(item, next) is { } rejection)
                {
                    return rejection with { Component = name };
                }
                if (made + next.Count > maxOutputs)
                {
                    return new(
                        RejectionKind.Transformer,
                        $"it makes more than {maxOutputs} events of those that came together",
                        name
                    );
                }
                if (transportId is not null)
                {
                    Name(CollectionsMarshal.AsSpan(next)[before..], transportId);
                }
                if (trace is not null)
                {
                    foreach (var produced in CollectionsMarshal.AsSpan(next)[before..])
                    {
                        produced.Trace = trace;
                    }
                }
            }
            current = next;
            if (current.Count == 0)
            {
                DroppedBy = name;
                return null;
            }
        }
        made += current.Count;
        output.AddRange(current);
        return null;
    }

    /// <summary>
    /// Hands on what the transport calls an event to what came of it, so that each has the same id when it comes again. One is called that itself; each of several is that,
    /// <c>~</c> and its number from 1. The first of several is no exception: it might be called that by the next collector on its way too, which then makes several of it, and takes
    /// the second for this one's. And it is not <c>#</c>, by which a sink tells apart what comes of one event.
    /// </summary>
    private static void Name(ReadOnlySpan<Event> made, string transportId)
    {
        for (var i = 0; i < made.Length; i++)
        {
            made[i].TransportId = made.Length == 1 ? transportId : $"{transportId}~{i + 1}";
        }
    }

    /// <summary>Everything that came of the write's events is kept: the transformers may remember it.</summary>
    public void Commit()
    {
        foreach (var write in writes)
        {
            write.Commit();
        }
    }
}
