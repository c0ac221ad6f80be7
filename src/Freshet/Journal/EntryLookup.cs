using System.Globalization;
using Freshet.Events;
using Freshet.Journal.Segments;

namespace Freshet.Journal;

/// <summary>Finds entries by what they are called and by when they came: each segment's index is asked, and nothing is walked through.</summary>
internal sealed class EntryLookup(SegmentLog log)
{
    /// <summary>What a look at one record reads at a time.</summary>
    private const int BufferSize = 4096;

    /// <summary>A window for looking records up.</summary>
    public static FileWindow NewWindow() => new(BufferSize);

    /// <summary>The sequence of the entry that goes by that wire id.</summary>
    public bool TryFind(string wireId, out long sequence)
    {
        sequence = 0;
        using var window = NewWindow();
        foreach (var entry in Candidates(wireId, default, 0, after: 0, window))
        {
            if (entry.WireId == wireId)
            {
                sequence = entry.Sequence;
                return true;
            }
        }
        return TryFindShared(wireId, window, out sequence);
    }

    /// <summary>The wire id of an entry that shares its id says where it is: <c>id@sequence</c>.</summary>
    public bool TryFindShared(string wireId, FileWindow window, out long sequence)
    {
        sequence = 0;
        var at = wireId.LastIndexOf('@');
        return at >= 0
            && long.TryParse(
                wireId.AsSpan(at + 1),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out sequence
            )
            && log.Read(sequence, window)?.WireId == wireId;
    }

    /// <summary>The entries after that sequence whose ids make for this wire id, the newest segment's first.</summary>
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
        var segments = log.Segments;
        for (var i = segments.Count - 1; i >= 0 && segments[i].Next - 1 > after; i--)
        {
            var segment = segments[i];
            if (!segment.TryHold())
            {
                // Removed a moment ago, and what is before it as well.
                yield break;
            }
            try
            {
                // One index all the way: the segment may go over to another meanwhile.
                var index = segment.Index;
                if (index.Hash != by)
                {
                    by = index.Hash;
                    hash = PendingAppend.HashOf(wireId, by);
                }
                var step = 0;
                while (index.Candidate(hash, ref step) is not SegmentIndex.None and var ordinal)
                {
                    var sequence = segment.First + ordinal;
                    if (
                        sequence > after
                        && log.Read(sequence, window) is { } entry
                        && SseFrame.WireId(entry.Event.Id) == wireId
                    )
                    {
                        yield return entry;
                    }
                }
            }
            finally
            {
                segment.Release();
            }
        }
    }

    /// <summary>The last sequence that was journaled before that time, or the one before the oldest that is kept.</summary>
    public long Before(DateTimeOffset time)
    {
        var (low, last) = log.Range;
        var high = last + 1;
        using var window = NewWindow();
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            // What cannot be read is taken for as old as the next that can.
            var readable = middle;
            DateTimeOffset? at = null;
            while (readable < high && (at = log.Read(readable, window)?.JournaledAt) is null)
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
}
