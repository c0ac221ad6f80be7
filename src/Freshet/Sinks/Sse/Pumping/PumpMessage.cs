namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What a pump is told of a client.</summary>
internal enum PumpMessage
{
    /// <summary>It is new.</summary>
    Join,

    /// <summary>It was parked, and takes bytes again.</summary>
    Sent,

    /// <summary>It has gone.</summary>
    Left,

    /// <summary>The part of the journal that it waits for was read.</summary>
    BlockIsThere,

    /// <summary>Its stream is to be ended.</summary>
    Dismiss,
}
