using Freshet.Events;
using Freshet.Sinks.Sse.Filtering;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>What goes over the wire for one output of an entry: encoded once, never changed, shared by all clients.</summary>
/// <param name="Place">Where it stands on the stream.</param>
/// <param name="Reached">Where a client stands that has it: at the end of the entry, for its last frame.</param>
/// <param name="JournaledAt">When the journal took the entry.</param>
/// <param name="Bytes">The frame.</param>
/// <param name="Topic">What filters look at; null for what every client gets.</param>
/// <param name="Gone">For the notice that entries are gone: which; else null.</param>
internal sealed record Frame(
    FramePlace Place,
    FramePlace Reached,
    DateTimeOffset JournaledAt,
    WireFrame Bytes,
    Topic? Topic = null,
    GoneEntries? Gone = null
)
{
    /// <summary>When a source had the event; null where this process does not know.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
}

/// <summary>Entries that were removed or are damaged, up to that of the notice's place.</summary>
/// <param name="After">The sequence after which they are.</param>
/// <param name="Next">What the stream goes on with; null where there is nothing yet.</param>
internal sealed record GoneEntries(long After, Entry? Next);
