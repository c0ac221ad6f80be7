namespace Freshet.Sinks.Sse.Greetings;

/// <summary>What a text of a greeting may leave to be filled in.</summary>
internal enum Placeholder
{
    /// <summary>Nothing: the text is as it is.</summary>
    None,

    /// <summary>The client's id.</summary>
    ClientId,

    /// <summary>The time, in RFC 3339.</summary>
    Timestamp,

    /// <summary>A new UUID of version 7, the same wherever it stands in the greeting.</summary>
    Id,

    /// <summary>The types that the client asked for, joined by commas.</summary>
    EventTypes,

    /// <summary>The sources, likewise.</summary>
    Sources,

    /// <summary>The types, as an array.</summary>
    EventTypeArray,

    /// <summary>The sources, likewise.</summary>
    SourceArray,
}
