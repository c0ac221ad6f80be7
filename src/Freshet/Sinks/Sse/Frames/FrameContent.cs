namespace Freshet.Sinks.Sse.Frames;

/// <summary>What the <c>data:</c> of an event's frame carries.</summary>
internal enum FrameContent
{
    /// <summary>The event.</summary>
    Event,

    /// <summary>The <c>data</c> of a CloudEvent or an envelope that has one; else the event.</summary>
    Data,
}
