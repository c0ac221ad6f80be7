using Freshet.Events;

namespace Freshet.Pipelines;

/// <summary>What a <see cref="BatchSink"/> delivers: an entry, or what the sink's transformers made of it.</summary>
/// <param name="Entry">The entry that it comes from.</param>
/// <param name="Id">
/// What tells it from everything else that the sink delivers, the same on each try: the entry's <see cref="Entry.WireId"/>, and for the second
/// and later that a transformer made of one entry that, <c>#</c> and a number from 2.
/// </param>
/// <param name="Event">The event as the transformers left it.</param>
internal sealed record Outgoing(Entry Entry, string Id, EncodedEvent Event);
