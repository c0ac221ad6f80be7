using Freshet.Events;
using Freshet.Journal;

namespace Freshet.Sinks.Sse;

/// <summary>What the clients of one endpoint share.</summary>
/// <param name="Options">What is configured.</param>
/// <param name="Journal">What there is.</param>
/// <param name="Ring">The last frames.</param>
/// <param name="Encoder">Makes the frames of the ring.</param>
/// <param name="Time">The clock.</param>
internal sealed record SseEndpoint(
    SseOptions Options,
    IJournal Journal,
    FrameRing Ring,
    FrameEncoder Encoder,
    TimeProvider Time
)
{
    /// <summary>The frames of the journal after a place, for one client.</summary>
    public CatchUp CatchUpAfter(FramePlace place) =>
        new(Journal.OpenReader(place.Done), Encoder.ForReplay());

    /// <summary>The first entry kept after that sequence; null where there is none.</summary>
    public Entry? FindAfter(long sequence)
    {
        using var reader = Journal.OpenReader(sequence);
        var entry = new Entry[1];
        return reader.Read(entry).Count == 1 ? entry[0] : null;
    }
}
