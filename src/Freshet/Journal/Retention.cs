using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging;

namespace Freshet.Journal;

/// <summary>Takes away the oldest segments of a journal, as its settings say; never the one that the newest event is in. For the thread that writes.</summary>
internal sealed partial class Retention(
    FileJournalSettings settings,
    SegmentLog log,
    ILogger logger
)
{
    private bool isFailing;

    /// <summary>Removes the segments of which every event is too old.</summary>
    public void RemoveAged(DateTimeOffset now)
    {
        while (
            log.Segments is [var oldest, _, ..]
            && IsAged(oldest, now)
            && IsRemovable(oldest)
            && TryRemove(oldest)
        ) { }
    }

    /// <summary>Removes segments until what is left is no more than there may be.</summary>
    public void RemoveExcess()
    {
        while (
            log.Segments is [var oldest, _, ..]
            && log.Size is var size
            && (size.Entries > settings.MaxEvents || size.Bytes > settings.MaxBytes)
            && IsRemovable(oldest)
            && TryRemove(oldest)
        ) { }
    }

    /// <summary>The last event that is too old, though it is there for being the newest: no copy to take a repeat for. 0 where none is.</summary>
    public long LastAged(DateTimeOffset now) =>
        log.Segments.LastOrDefault(segment => IsAged(segment, now))?.Next - 1 ?? 0;

    private bool IsAged(Segment segment, DateTimeOffset now) =>
        segment.Index.Count > 0 && now - segment.LastTime > settings.MaxAge;

    private bool IsRemovable(Segment segment) => segment.Next - 1 < log.Last;

    /// <summary>What cannot be removed stays, and is tried again with what comes next: that more is kept than was asked for is no reason to take nothing.</summary>
    private bool TryRemove(Segment segment)
    {
        try
        {
            log.Remove(segment);
            isFailing = false;
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (!isFailing)
            {
                CannotRemove(logger, segment.Path, fault);
            }
            isFailing = true;
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "{File} is due to be removed, and cannot be")]
    private static partial void CannotRemove(ILogger logger, string file, Exception fault);
}
