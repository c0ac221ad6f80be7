using Freshet.Events;

namespace Freshet.Journal;

/// <summary>The newest entries, bounded in number and in bytes; the newest one is always among them. Not safe for several threads at once.</summary>
internal sealed class RecentEntries
{
    /// <summary>How many: what a reader that is a moment late has to catch up with. A power of two.</summary>
    private const int MostEntries = 8192;

    /// <summary>How many bytes their records may take.</summary>
    private const long MostBytes = 16L << 20;

    private readonly (Entry Entry, int Bytes)[] ring = new (Entry, int)[MostEntries];
    private long last;
    private long bytes;

    /// <summary>The sequence of the oldest of them; one more than the newest where there is none.</summary>
    public long Oldest { get; private set; } = 1;

    /// <summary>Begins after that sequence.</summary>
    public void StartAfter(long sequence) => (last, Oldest) = (sequence, sequence + 1);

    /// <summary>Adds the entry of the next sequence.</summary>
    public void Add(Entry entry, int recordBytes)
    {
        while (
            Oldest <= last && (last - Oldest + 1 == MostEntries || bytes + recordBytes > MostBytes)
        )
        {
            ref var oldest = ref ring[Oldest & (MostEntries - 1)];
            bytes -= oldest.Bytes;
            oldest = default;
            Oldest++;
        }
        last = entry.Sequence;
        ring[last & (MostEntries - 1)] = (entry, recordBytes);
        bytes += recordBytes;
    }

    /// <summary>The entry of that sequence, from <see cref="Oldest"/> to the newest.</summary>
    public Entry At(long sequence) => ring[sequence & (MostEntries - 1)].Entry;
}
