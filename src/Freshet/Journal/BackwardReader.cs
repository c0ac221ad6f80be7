using Freshet.Events;

namespace Freshet.Journal;

/// <summary>
/// A cursor that goes from newer entries to older ones. It reads blocks forward, each in front of the one before, so that no journal needs to know the
/// other direction; blocks of large entries have fewer of them. What retention removes meanwhile is passed over.
/// </summary>
/// <param name="journal">The journal.</param>
/// <param name="before">The sequence of the first entry that is not read.</param>
/// <param name="after">The sequence of the last entry that is not read: there it ends.</param>
internal sealed class BackwardReader(IJournal journal, long before, long after)
{
    private const int FirstBlock = 16;
    private const int LargestBlock = 1024;

    /// <summary>A block of fewer bytes is followed by a longer one, one of more than four times as many by a shorter one.</summary>
    private const long SmallBlock = 1 << 20;

    /// <summary>What was read and not given yet, oldest first.</summary>
    private readonly List<Entry> block = [];
    private int size = FirstBlock;

    /// <summary>Where the blocks that were read begin: what is kept from there on was read.</summary>
    private long begin = Math.Min(before, journal.LastSequence + 1);

    /// <summary>The sequence of the last entry given or passed over: a reader of what is before it goes on where this one is.</summary>
    public long Position { get; private set; } = before;

    /// <summary>Whether there may be another.</summary>
    public bool HasMore => block.Count > 0 || begin > Floor;

    /// <summary>The sequence of the oldest entry that there is for it; beyond all where there is none.</summary>
    private long Floor => Math.Max(after + 1, journal.Oldest?.Sequence ?? long.MaxValue);

    /// <summary>The next older entry; null where there is none.</summary>
    /// <exception cref="JournalUnavailableException">The journal was closed.</exception>
    public Entry? Read()
    {
        while (block.Count == 0)
        {
            var floor = Floor;
            if (begin <= floor)
            {
                return null;
            }
            ReadBlock(Math.Max(floor, begin - size));
        }
        var entry = block[^1];
        block.RemoveAt(block.Count - 1);
        Position = entry.Sequence;
        return entry;
    }

    /// <summary>Reads what is kept from a sequence on to where the last block began.</summary>
    private void ReadBlock(long first)
    {
        using var reader = journal.OpenReader(first - 1);
        var bytes = 0L;
        var entries = new Entry[begin - first];
        while (reader.Position < begin - 1)
        {
            // Never beyond the block: a removal meanwhile moves the reader on, and what it then finds was read already.
            var read = reader.Read(entries.AsSpan(0, (int)(begin - 1 - reader.Position)));
            if (read is { Count: 0, Missed: 0 })
            {
                break;
            }
            foreach (var entry in entries.AsSpan(0, read.Count))
            {
                if (entry.Sequence < begin)
                {
                    block.Add(entry);
                    bytes += entry.Event.Json.Length + entry.Event.Metadata.Length;
                }
            }
        }
        begin = first;
        size = bytes switch
        {
            < SmallBlock => Math.Min(LargestBlock, size * 2),
            > 4 * SmallBlock => Math.Max(1, size / 2),
            _ => size,
        };
    }
}
