using System.Buffers;
using System.Text;
using Freshet.Events;
using Freshet.Journal.Segments;

namespace Freshet.Journal;

/// <summary>
/// What one caller wants appended, as records that lack only what the writer knows: their sequences and times. Made on the caller's thread, so
/// that the one that writes has little to do for each.
/// </summary>
internal sealed class PendingAppend
{
    /// <summary>What an array can hold, and a little less.</summary>
    private const long LargestAppend = 2_000_000_000;

    private readonly EncodedEvent[] events;
    private readonly byte[] records;
    private readonly int[] lengths;
    private readonly ulong[] hashes;

    /// <summary>Takes the events, and memory of the pool for their records.</summary>
    /// <param name="toAppend">What is to be appended; copied.</param>
    /// <param name="hash">Hashes their ids.</param>
    public PendingAppend(IReadOnlyList<EncodedEvent> toAppend, SipHash hash)
    {
        events = [.. toAppend];
        lengths = new int[events.Length];
        hashes = new ulong[events.Length];
        for (var i = 0; i < events.Length; i++)
        {
            lengths[i] = RecordHeader.Size + (int)Payload.Measure(events[i]);
        }
        Size = lengths.Sum();
        records = ArrayPool<byte>.Shared.Rent(Size);
        var free = records.AsSpan(0, Size);
        for (var i = 0; i < events.Length; i++)
        {
            Payload.Write(free[RecordHeader.Size..lengths[i]], events[i]);
            free = free[lengths[i]..];
            hashes[i] = HashOf(SseFrame.WireId(events[i].Id), hash);
        }
    }

    /// <summary>How many bytes the records take.</summary>
    public int Size { get; }

    /// <summary>How many of the events were kept already, once that is known.</summary>
    public int Repeated { get; set; }

    /// <summary>Ends when the events are kept, with how many were before; or with why they are not.</summary>
    public TaskCompletionSource<int> Completion { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many bytes the records of these events take.</summary>
    /// <exception cref="JournalUnavailableException">More than a journal can take at a time.</exception>
    public static long Measure(IReadOnlyList<EncodedEvent> events)
    {
        var size = 0L;
        for (var i = 0; i < events.Count; i++)
        {
            var payload = Payload.Measure(events[i]);
            size += RecordHeader.Size + payload;
            if (payload > RecordHeader.LongestPayload || size > LargestAppend)
            {
                throw new JournalUnavailableException(
                    $"events of {size} bytes are more than the journal takes at a time"
                );
            }
        }
        return size;
    }

    /// <summary>One of the events, and the hash of its id by which an index finds it.</summary>
    public (EncodedEvent Event, ulong Hash) At(int i) => (events[i], hashes[i]);

    /// <summary>The records one after the other; each may be written to until <see cref="Release"/>.</summary>
    public IEnumerable<Memory<byte>> Records()
    {
        var start = 0;
        foreach (var length in lengths)
        {
            yield return records.AsMemory(start, length);
            start += length;
        }
    }

    /// <summary>Gives the records' memory back.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(records);

    /// <summary>The hash of a wire id.</summary>
    public static ulong HashOf(string wireId, SipHash hash)
    {
        const int onStack = 256;
        var most = Encoding.UTF8.GetMaxByteCount(wireId.Length);
        var bytes = most <= onStack ? stackalloc byte[onStack] : new byte[most];
        return hash.Of(bytes[..Encoding.UTF8.GetBytes(wireId, bytes)]);
    }
}
