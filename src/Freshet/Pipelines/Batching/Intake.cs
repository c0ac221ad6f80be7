using System.Runtime.InteropServices;
using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Pipelines.Batching;

/// <summary>What stands at the front of a sink's queue.</summary>
/// <param name="Item">What is to be delivered; the entry as it was where it is not.</param>
/// <param name="Rejection">Why a transformer refused it; null where none did.</param>
/// <param name="Before">The checkpoint in front of its entry.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Waiting(Outgoing Item, string? Rejection, Checkpoint Before);

/// <summary>
/// Reads the journal for a sink, through its transformers, as far ahead as a batch needs. An entry counts as passed once all that came of it was removed.
/// </summary>
/// <param name="reader">Where it reads.</param>
/// <param name="start">Where the reader stands.</param>
/// <param name="transformation">The sink's transformers.</param>
/// <param name="options">How large a batch may be.</param>
/// <param name="missed">Told how many entries were gone before they could be read.</param>
internal sealed class Intake(
    IJournalReader reader,
    Checkpoint start,
    Transformation transformation,
    BatchOptions options,
    Action<long> missed
)
{
    /// <summary>How many entries are read from the journal at a time: few, since each may be large.</summary>
    private const int ReadAtOnce = 32;

    private readonly Queue<Waiting> queue = new();
    private readonly Entry[] page = new Entry[ReadAtOnce];
    private Checkpoint read = start;
    private long bytes;

    public bool IsEmpty => queue.Count == 0;

    /// <summary>Whether there is enough for a batch.</summary>
    public bool IsFull =>
        queue.Count >= options.BatchMaxEvents || bytes >= options.BatchMaxBytes.Bytes;

    public Waiting Front => queue.Peek();

    /// <summary>The last entry that is done with.</summary>
    public Checkpoint Reached => queue.TryPeek(out var front) ? front.Before : read;

    /// <summary>Reads the next entries, unless there is enough.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Fill()
    {
        if (IsFull)
        {
            return false;
        }
        var wanted = Math.Min(page.Length, options.BatchMaxEvents - queue.Count);
        var found = reader.Read(page.AsSpan(0, wanted));
        if (found.Missed > 0)
        {
            missed(found.Missed);
        }
        foreach (var entry in page.AsSpan(0, found.Count))
        {
            var before = read;
            read = new(entry.Sequence, entry.WireId);
            Add(entry, before);
        }
        if (found is { Count: 0, Missed: > 0 })
        {
            read = new(reader.Position, "");
        }
        page.AsSpan().Clear();
        return found.Count > 0 || found.Missed > 0;
    }

    /// <summary>Returns once there is more to read.</summary>
    public ValueTask WaitAsync(CancellationToken cancellation) => reader.WaitAsync(cancellation);

    /// <summary>The next batch: what no transformer refused, up to the limits, one event at least.</summary>
    /// <param name="most">How many events at most.</param>
    public List<Outgoing> Batch(int most)
    {
        var batch = new List<Outgoing>();
        var size = 0L;
        foreach (var (item, rejection, _) in queue)
        {
            size += item.Event.Json.Length;
            var isTooMuch =
                batch.Count == Math.Min(most, options.BatchMaxEvents)
                || (batch.Count > 0 && size > options.BatchMaxBytes.Bytes);
            if (rejection is not null || isTooMuch)
            {
                break;
            }
            batch.Add(item);
        }
        return batch;
    }

    /// <summary>The first so many are done with.</summary>
    public void Remove(int count)
    {
        for (var i = 0; i < count; i++)
        {
            bytes -= queue.Dequeue().Item.Event.Json.Length;
        }
    }

    private void Add(Entry entry, Checkpoint before)
    {
        if (transformation.Apply(entry, out var outputs) is { } rejection)
        {
            Add(new(new(entry, entry.WireId, entry.Event), rejection, before));
            return;
        }
        foreach (var output in outputs)
        {
            Add(new(output, null, before));
        }
    }

    private void Add(Waiting waiting)
    {
        queue.Enqueue(waiting);
        bytes += waiting.Item.Event.Json.Length;
    }
}
