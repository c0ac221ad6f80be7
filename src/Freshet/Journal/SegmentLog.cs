using System.Diagnostics.CodeAnalysis;
using Freshet.Events;
using Freshet.Journal.Segments;

namespace Freshet.Journal;

/// <summary>
/// What readers see of a journal in files: its segments, the newest entries, and how far it goes. One thread writes it, the lock is held for references
/// alone, and never while a file is read.
/// </summary>
/// <param name="damaged">Is told of records that are found to be damaged.</param>
internal sealed class SegmentLog(DamagedRecords damaged)
{
    private readonly Lock gate = new();
    private readonly RecentEntries recent = new();
    private Segment[] segments = [];
    private long last;
    private bool isClosed;
    private TaskCompletionSource? appended;
    private Entry? oldestEntry;

    public long Last
    {
        get
        {
            lock (gate)
            {
                return last;
            }
        }
    }

    public JournalSize Size
    {
        get
        {
            lock (gate)
            {
                return new(last - OldestSequence + 1, segments.Sum(segment => segment.Bytes));
            }
        }
    }

    /// <summary>The sequences that are kept: the oldest and the last; the oldest is one more than the last where none is.</summary>
    public (long Oldest, long Last) Range
    {
        get
        {
            lock (gate)
            {
                return (OldestSequence, last);
            }
        }
    }

    /// <summary>The segments by now, oldest first.</summary>
    public IReadOnlyList<Segment> Segments
    {
        get
        {
            lock (gate)
            {
                return segments;
            }
        }
    }

    /// <summary>The oldest entry that can be read.</summary>
    public Entry? Oldest
    {
        get
        {
            lock (gate)
            {
                if (oldestEntry is { } known && known.Sequence >= OldestSequence)
                {
                    return known;
                }
            }
            using var reader = new FileJournalReader(this, 0);
            var entry = new Entry[1];
            if (reader.Read(entry).Count == 0)
            {
                return null;
            }
            lock (gate)
            {
                return oldestEntry = entry[0];
            }
        }
    }

    /// <summary>The oldest sequence that is kept; one more than the last where none is.</summary>
    private long OldestSequence => segments.Length > 0 ? segments[0].First : last + 1;

    /// <summary>Begins with these segments, oldest first, and with the sequence that the next event follows.</summary>
    public void Open(IEnumerable<Segment> found, long after)
    {
        lock (gate)
        {
            segments = [.. found];
            last = after;
            recent.StartAfter(last);
        }
    }

    /// <summary>Adds a segment at the end.</summary>
    public void Add(Segment segment)
    {
        lock (gate)
        {
            segments = [.. segments, segment];
        }
    }

    /// <summary>Takes a segment out, and its files away.</summary>
    /// <exception cref="IOException">They cannot be taken away; it stays.</exception>
    public void Remove(Segment segment)
    {
        segment.Delete();
        lock (gate)
        {
            segments = [.. segments.Where(other => other != segment)];
        }
        segment.Release();
    }

    /// <summary>Lets readers see these entries, which are in the last segment, and wakes those who wait.</summary>
    public void Publish(IReadOnlyList<(Entry Entry, int Bytes)> entries)
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
            foreach (var (entry, bytes) in entries)
            {
                recent.Add(entry, bytes);
            }
            last = entries[^1].Entry.Sequence;
            (waiters, appended) = (appended, null);
        }
        waiters?.SetResult();
    }

    /// <summary>Ends the waiting of readers. What is recent can still be read, and what they are in the midst of reading.</summary>
    public void Close()
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
            if (isClosed)
            {
                return;
            }
            isClosed = true;
            (waiters, appended) = (appended, null);
            foreach (var segment in segments)
            {
                segment.Release();
            }
        }
        waiters?.SetResult();
    }

    /// <summary>
    /// Takes a step for a reader: passes over what was removed, copies what is recent, or says from which segment to read what comes next.
    /// </summary>
    /// <param name="after">The sequence that was read last; moved on.</param>
    /// <param name="into">Where entries go.</param>
    /// <param name="missed">Raised by what is gone; where <paramref name="isAtGap"/> forbids it, the step ends before.</param>
    /// <param name="isAtGap">Whether a gap may be passed over.</param>
    /// <param name="from">The segment to read on from, held; null where there is nothing more for now.</param>
    /// <param name="end">The last sequence to read from it.</param>
    /// <returns>How many entries were copied.</returns>
    public int Step(
        ref long after,
        Span<Entry> into,
        ref long missed,
        bool isAtGap,
        out Segment? from,
        out long end
    )
    {
        (from, end) = (null, 0);
        lock (gate)
        {
            if (after >= last)
            {
                return 0;
            }
            var segment = SegmentOf(after + 1);
            var first = Math.Max(after + 1, segment.First);
            if (first > after + 1)
            {
                if (!isAtGap)
                {
                    return 0;
                }
                missed += first - 1 - after;
                after = first - 1;
            }
            if (recent.Oldest <= first)
            {
                var count = (int)Math.Min(last - after, into.Length);
                for (var i = 0; i < count; i++)
                {
                    into[i] = recent.At(first + i);
                }
                after += count;
                return count;
            }
            if (into.Length > 0)
            {
                if (!segment.TryHold())
                {
                    throw Closed();
                }
                (from, end) = (segment, Math.Min(segment.Next - 1, last));
            }
            return 0;
        }
    }

    /// <summary>Whether there is something after that sequence; where not, <paramref name="next"/> ends with the next append.</summary>
    /// <exception cref="JournalUnavailableException">It is closed, and there will be none.</exception>
    public bool HasAfter(long sequence, [NotNullWhen(false)] out Task? next)
    {
        lock (gate)
        {
            next = null;
            if (last > sequence)
            {
                return true;
            }
            if (isClosed)
            {
                throw Closed();
            }
            appended ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            next = appended.Task;
            return false;
        }
    }

    /// <summary>Reads a record of a segment that is held; null where it is damaged, which is told the first time.</summary>
    public Entry? ReadFrom(Segment segment, long sequence, FileWindow window)
    {
        if (
            segment.IsKnownDamaged(sequence)
            || segment.Index.OffsetOf((int)(sequence - segment.First)) == SegmentIndex.Damaged
        )
        {
            return null;
        }
        if (segment.Read(sequence, window) is { } entry)
        {
            return entry;
        }
        damaged.Found(segment, sequence, Math.Min(segment.Next - 1, Last));
        return null;
    }

    /// <summary>One entry; null where it is not kept or damaged.</summary>
    public Entry? Read(long sequence, FileWindow window)
    {
        Segment segment;
        lock (gate)
        {
            if (sequence < OldestSequence || sequence > last)
            {
                return null;
            }
            if (sequence >= recent.Oldest)
            {
                return recent.At(sequence);
            }
            segment = SegmentOf(sequence);
            if (sequence < segment.First || !segment.TryHold())
            {
                return null;
            }
        }
        try
        {
            return ReadFrom(segment, sequence, window);
        }
        finally
        {
            segment.Release();
        }
    }

    /// <summary>The segment that the sequence is in, or the first one behind it where it is in none.</summary>
    private Segment SegmentOf(long sequence)
    {
        var (low, high) = (0, segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (segments[middle].Next > sequence)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }
        return segments[low];
    }

    private static JournalUnavailableException Closed() => new("the journal is closed");
}
