using Freshet.Events;
using Freshet.Sinks.Sse.Filtering;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>What goes over the wire for one output of an entry: encoded once, never changed, shared by all clients.</summary>
/// <param name="Place">Where it stands on the stream.</param>
/// <param name="Reached">Where a client stands that has it: at the end of the entry, for its last frame.</param>
/// <param name="JournaledAt">When the journal took the entry.</param>
/// <param name="Bytes">The frame.</param>
/// <param name="Topic">What filters look at; null for what every client gets.</param>
/// <param name="GoneAfter">For the notice that entries are gone: the sequence after which they are, up to that of the place; else null.</param>
internal sealed record Frame(
    FramePlace Place,
    FramePlace Reached,
    DateTimeOffset JournaledAt,
    WireFrame Bytes,
    Topic? Topic = null,
    long? GoneAfter = null
);
