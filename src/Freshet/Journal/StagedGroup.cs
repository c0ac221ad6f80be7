using System.Buffers;
using Freshet.Events;
using Freshet.Journal.Segments;

namespace Freshet.Journal;

/// <summary>What is about to be written in one go: records that have their sequences, one after the other.</summary>
internal sealed class StagedGroup
{
    private readonly List<(Entry Entry, int Bytes)> entries = [];
    private readonly List<ulong> hashes = [];
    private readonly HashSet<EventKey> keys = [];
    private readonly HashSet<string> wireIds = new(StringComparer.Ordinal);
    private byte[] buffer = [];
    private int length;
    private long start;
    private uint salt;
    private long last;

    /// <summary>The entries, and how many bytes the record of each takes.</summary>
    public IReadOnlyList<(Entry Entry, int Bytes)> Entries => entries;

    public ReadOnlySpan<byte> Records => buffer.AsSpan(0, length);

    /// <summary>Begins a group.</summary>
    /// <param name="offset">Where in the segment's file it will stand.</param>
    /// <param name="segmentSalt">The segment's salt.</param>
    /// <param name="after">The sequence before its first.</param>
    /// <param name="most">How many bytes it may take.</param>
    public void Begin(long offset, uint segmentSalt, long after, long most)
    {
        (start, salt, last) = (offset, segmentSalt, after);
        buffer = ArrayPool<byte>.Shared.Rent((int)most);
    }

    public bool HasKey(EventKey key) => keys.Contains(key);

    public bool HasWireId(string wireId) => wireIds.Contains(wireId);

    /// <summary>Adds an event, and gives it the next sequence.</summary>
    /// <param name="taken">The event.</param>
    /// <param name="record">Its record, whose header is written here.</param>
    /// <param name="hash">The hash of its id.</param>
    /// <param name="time">When it is journaled.</param>
    /// <param name="isShared">Whether it shares its id.</param>
    public void Add(
        EncodedEvent taken,
        Span<byte> record,
        ulong hash,
        DateTimeOffset time,
        bool isShared
    )
    {
        var entry = new Entry(++last, time, taken, isShared);
        if (isShared)
        {
            Payload.MarkShared(record[RecordHeader.Size..]);
        }
        RecordHeader.Write(record, entry.Sequence, time.UtcTicks, salt);
        record.CopyTo(buffer.AsSpan(length));
        length += record.Length;
        entries.Add((entry, record.Length));
        hashes.Add(hash);
        keys.Add(taken.Key);
        wireIds.Add(entry.WireId);
    }

    /// <summary>Tells the segment's index where they are, now that they are there.</summary>
    public void AddTo(GrowingIndex index)
    {
        var offset = start;
        for (var i = 0; i < entries.Count; i++)
        {
            index.Add((uint)offset, hashes[i]);
            offset += entries[i].Bytes;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        entries.Clear();
        hashes.Clear();
        keys.Clear();
        wireIds.Clear();
        length = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
        }
    }
}
