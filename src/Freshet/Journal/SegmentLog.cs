using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Freshet.Events;
using Freshet.Journal.Segments;

namespace Freshet.Journal;

/// <summary>
/// What readers see of a journal in files: its segments, the newest entries, and how far it goes. One thread writes it, the lock is held for references
/// alone, and never while a file is read.
/// </summary>
internal sealed class SegmentLog
{
    /// <summary>What a look at one record reads at a time.</summary>
    private const int LookupBuffer = 4096;

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

    /// <summary>Begins with these segments, oldest first.</summary>
    public void Open(IEnumerable<Segment> found)
    {
        lock (gate)
        {
            segments = [.. found];
            last = segments.Length > 0 ? segments[^1].Next - 1 : 0;
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

    /// <summary>Takes a segment out, and its file away.</summary>
    public void Remove(Segment segment)
    {
        lock (gate)
        {
            segments = [.. segments.Where(other => other != segment)];
        }
        segment.Retire();
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

    public void Close()
    {
        TaskCompletionSource? waiters;
        lock (gate)
        {
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

    /// <summary>The sequence of the entry that goes by that wire id.</summary>
    public bool TryFind(string wireId, out long sequence)
    {
        sequence = 0;
        using var window = new FileWindow(LookupBuffer);
        foreach (var entry in Candidates(wireId, default, 0, after: 0, window))
        {
            if (entry.WireId == wireId)
            {
                sequence = entry.Sequence;
                return true;
            }
        }
        // The wire id of an entry that shares its id says where it is.
        var at = wireId.LastIndexOf('@');
        return at >= 0
            && long.TryParse(
                wireId.AsSpan(at + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out sequence
            )
            && Read(sequence, window)?.WireId == wireId;
    }

    /// <summary>The entries after that sequence whose ids make for this wire id, the newest first.</summary>
    /// <param name="wireId">The wire id of an id.</param>
    /// <param name="by">By what it was hashed already; default where it was not.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="after">The sequence.</param>
    /// <param name="window">What to read through.</param>
    public IEnumerable<Entry> Candidates(
        string wireId,
        SipHash by,
        ulong hash,
        long after,
        FileWindow window
    )
    {
        var known = Segments;
        for (var i = known.Count - 1; i >= 0 && known[i].Next - 1 > after; i--)
        {
            var segment = known[i];
            if (segment.Index.Hash != by)
            {
                by = segment.Index.Hash;
                hash = PendingAppend.HashOf(wireId, by);
            }
            var step = 0;
            while (CandidateIn(segment, hash, ref step) is not SegmentIndex.None and var ordinal)
            {
                var sequence = segment.First + ordinal;
                if (
                    sequence > after
                    && Read(sequence, window) is { } entry
                    && SseFrame.WireId(entry.Event.Id) == wireId
                )
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>The last sequence that was journaled before that time, or the one before the oldest that is kept.</summary>
    public long FindBefore(DateTimeOffset time)
    {
        long low;
        long high;
        lock (gate)
        {
            (low, high) = (OldestSequence, last + 1);
        }
        using var window = new FileWindow(LookupBuffer);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            // What cannot be read is taken for as old as the next that can.
            var readable = middle;
            DateTimeOffset? at = null;
            while (readable < high && (at = Read(readable, window)?.JournaledAt) is null)
            {
                readable++;
            }
            if (at < time)
            {
                low = readable + 1;
            }
            else
            {
                high = middle;
            }
        }
        return low - 1;
    }

    /// <summary>One entry; null where it is not kept or damaged.</summary>
    private Entry? Read(long sequence, FileWindow window)
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
            return segment.Read(sequence, window);
        }
        finally
        {
            segment.Release();
        }
    }

    private static int CandidateIn(Segment segment, ulong hash, ref int step)
    {
        if (!segment.TryHold())
        {
            return SegmentIndex.None;
        }
        try
        {
            return segment.Index.Candidate(hash, ref step);
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
