namespace Freshet.Events;

/// <summary>An event in the journal: immutable, shared by every reader.</summary>
/// <param name="Sequence">Its place in the journal, counted from 1, without gaps.</param>
/// <param name="JournaledAt">When the journal took it; never before the entry in front of it.</param>
/// <param name="Event">What it is.</param>
/// <param name="SharesId">Whether an event of another <see cref="EncodedEvent.Key"/> with the same id was kept when this one came.</param>
internal sealed record Entry(
    long Sequence,
    DateTimeOffset JournaledAt,
    EncodedEvent Event,
    bool SharesId = false
)
{
    /// <summary>
    /// What it is called on a stream, and what a client resumes after: the event's id, and where that would not tell it from another, the
    /// id, <c>@</c> and the sequence.
    /// </summary>
    public string WireId =>
        SharesId ? $"{SseFrame.WireId(Event.Id)}@{Sequence}" : SseFrame.WireId(Event.Id);
}
