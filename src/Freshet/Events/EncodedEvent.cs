namespace Freshet.Events;

/// <summary>How an event is written.</summary>
internal enum EventFormat
{
    /// <summary>Any JSON without a form that Freshet knows.</summary>
    Plain,

    /// <summary>The <c>{id, type, source, timestamp, data}</c> envelope.</summary>
    Envelope,

    /// <summary>CloudEvents 1.0, structured JSON mode.</summary>
    CloudEvent,

    /// <summary>CDEvents: <c>{context: {id, type, source, timestamp}, subject}</c>.</summary>
    CDEvent,
}

/// <summary>
/// An event that was recognised, completed and encoded, and does not change any more: what the journal takes in.
/// </summary>
internal sealed class EncodedEvent
{
    public required EventFormat Format { get; init; }

    /// <summary>The event's own id, or the one it was given; any text, never empty.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// What makes it the same event as another: its id, and its source where its id is its producer's. Plain JSON has ids that were made here or came with
    /// the transport, each different from all others, so that its source, which every collector on its way names anew, does not count.
    /// </summary>
    public EventKey Key => new(Format == EventFormat.Plain ? "" : Source, Id);

    /// <summary>The event's type, such as <c>dev.cdevents.build.started.0.2.0</c>; <c>message</c> for JSON that names none.</summary>
    public required string Type { get; init; }

    /// <summary>Who produced it, empty where nobody says; with <see cref="Id"/> it names the event for good.</summary>
    public required string Source { get; init; }

    /// <summary>When it happened, by its producer's word, or when it was accepted; in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The name of the source that took it in; null where no source did, or it was journaled by a Freshet that did not write it down.</summary>
    public string? Origin { get; init; }

    /// <summary>When its source had it, by this process; null for what was read from a disk.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The place in a trace that it comes from; null where nobody traces it.</summary>
    public TraceContext? Trace { get; init; }

    /// <summary>The headers that its source kept.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The metadata as UTF-8 JSON, an object.</summary>
    public required ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>The event as UTF-8 JSON on one line.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}

/// <summary>What an event is known by, for good; see <see cref="EncodedEvent.Key"/>.</summary>
/// <param name="Source">Its producer; empty where the id alone tells it from all others.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct EventKey(string Source, string Id);
