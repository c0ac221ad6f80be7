namespace Freshet.Sources.Sse;

/// <summary>How far a source has come in a stream, and so what it asks for when it connects.</summary>
/// <param name="LastEventId">The last event id, as the standard defines it, of what is in the journal; null or empty where there is none.</param>
/// <param name="Since">The time to ask for events from, while no event has come that could say more; null for now.</param>
internal sealed record StreamPosition(string? LastEventId = null, DateTimeOffset? Since = null)
{
    /// <summary>The longest id that is a place, in UTF-16 units: a longer one would not fit into the header that brings it back.</summary>
    public const int LongestId = 4096;

    public bool HasId => !string.IsNullOrEmpty(LastEventId);

    /// <summary>Whether nothing is known yet.</summary>
    public bool IsUnknown => !HasId && Since is null;

    /// <summary>
    /// The place after an event. Where its id cannot be one, the place stays: events come again then, which is better than not at all.
    /// </summary>
    public StreamPosition After(string lastEventId) =>
        lastEventId.Length <= LongestId ? new(lastEventId) : new(LastEventId);
}
