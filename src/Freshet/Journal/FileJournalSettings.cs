namespace Freshet.Journal;

/// <summary>How a journal in files is kept.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Sync">When what was written is synced to the disk.</param>
/// <param name="MaxAge">How old an event may become.</param>
/// <param name="MaxBytes">How many bytes the files may take.</param>
/// <param name="MaxEvents">How many events are kept.</param>
internal sealed record FileJournalSettings(
    string Path,
    SyncPolicy Sync,
    TimeSpan MaxAge,
    long MaxBytes,
    long MaxEvents
)
{
    /// <summary>
    /// How many segments make up what is kept: each is removed as a whole, and each is asked for the id of a new event.
    /// </summary>
    private const int Parts = 16;

    private const long DefaultMaxBytes = 1L << 30;
    private const long DefaultMaxEvents = 100_000_000;
    private const long SmallestSegment = 1L << 20;
    private const long LargestSegment = 512L << 20;

    /// <summary>What the index of a segment that is written to takes in memory is bounded with this, to about 24 MiB.</summary>
    private const long MostEventsOfSegment = 1 << 20;

    public FileJournalSettings(JournalOptions options)
        : this(
            options.Path,
            options.Fsync,
            options.Retention.MaxAge,
            options.Retention.MaxBytes?.Bytes ?? DefaultMaxBytes,
            options.Retention.MaxEvents ?? DefaultMaxEvents
        ) { }

    /// <summary>A segment that has as many bytes is followed by another. Where little is kept, the least segment is smaller too.</summary>
    public long SegmentBytes { get; init; } =
        Math.Clamp(MaxBytes / Parts, Math.Min(SmallestSegment, (MaxBytes / 4) + 1), LargestSegment);

    /// <summary>A segment that has as many events is followed by another.</summary>
    public long SegmentEvents { get; init; } =
        Math.Clamp(MaxEvents / Parts, 1, MostEventsOfSegment);

    /// <summary>A segment whose first event is as old is followed by another.</summary>
    public TimeSpan SegmentAge { get; init; } = MaxAge / Parts;
}
