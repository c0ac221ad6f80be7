using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Management.Browsing;

/// <summary>A page of what the journal holds, newest first.</summary>
/// <param name="Entries">Those that match.</param>
/// <param name="Next">What the next page is before; null where there is nothing older to look at.</param>
/// <param name="Scanned">How many entries were looked at.</param>
internal sealed record EventPage(IReadOnlyList<Entry> Entries, long? Next, int Scanned)
{
    /// <summary>How many entries are looked at for one page: a filter that matches little must not hold the request, nor the disk.</summary>
    public const int MostScanned = 100_000;

    /// <summary>How many bytes of events a page has at most, unless it has one event alone.</summary>
    public const long MostBytes = 8 << 20;

    /// <summary>Finds it. It ends early, with a <see cref="Next"/>, where a limit is reached.</summary>
    /// <exception cref="JournalUnavailableException">The journal was closed.</exception>
    public static EventPage Find(
        IJournal journal,
        EventQuery query,
        int mostScanned,
        long mostBytes,
        CancellationToken cancellation
    )
    {
        var end = query.Until is { } until ? journal.FindBefore(until) + 1 : long.MaxValue;
        var reader = new BackwardReader(
            journal,
            Math.Min(end, query.Before ?? long.MaxValue),
            query.Since is { } since ? journal.FindBefore(since) : 0
        );
        var found = new List<Entry>();
        var (bytes, scanned, next) = (0L, 0, reader.Position);
        while (found.Count < query.Limit && scanned < mostScanned && reader.Read() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            scanned++;
            if (query.Matches(entry.Event))
            {
                bytes += entry.Event.Json.Length;
                if (bytes > mostBytes && found.Count > 0)
                {
                    return new(found, next, scanned);
                }
                found.Add(entry);
            }
            next = entry.Sequence;
        }
        return new(found, reader.HasMore ? next : null, scanned);
    }
}
