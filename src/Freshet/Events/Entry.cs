namespace Freshet.Events;

/// <summary>An event in the journal: immutable, shared by every reader.</summary>
/// <param name="Sequence">Its place in the journal, counted from 1, without gaps.</param>
/// <param name="JournaledAt">When the journal took it.</param>
/// <param name="Event">What it is.</param>
internal sealed record Entry(long Sequence, DateTimeOffset JournaledAt, EncodedEvent Event);
