using Freshet.Events;
using Freshet.Journal;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Replaying;

namespace Freshet.Sinks.Sse;

/// <summary>What the clients of one endpoint share.</summary>
/// <param name="Options">What is configured.</param>
/// <param name="Journal">What there is.</param>
/// <param name="Ring">The last frames.</param>
/// <param name="Blocks">Frames from before the ring.</param>
/// <param name="IsTransformed">Whether an entry can have several frames.</param>
/// <param name="Time">The clock.</param>
internal sealed record SseEndpoint(
    SseOptions Options,
    IJournal Journal,
    FrameRing Ring,
    CatchUpBlocks Blocks,
    bool IsTransformed,
    TimeProvider Time
)
{
    /// <summary>The id with which a client comes back to that place; null where nothing is kept that has one.</summary>
    /// <param name="sequence">Of the last entry that it is done with.</param>
    public string? IdBehind(long sequence) =>
        sequence > 0 && FindAfter(sequence - 1) is { } entry && entry.Sequence == sequence
            ? StreamId.BehindAll(entry, IsTransformed)
            : null;

    /// <summary>The first entry kept after that sequence; null where there is none.</summary>
    public Entry? FindAfter(long sequence)
    {
        using var reader = Journal.OpenReader(sequence);
        var entry = new Entry[1];
        return reader.Read(entry).Count == 1 ? entry[0] : null;
    }
}
