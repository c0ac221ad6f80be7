using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>Brings the frames of the journal into the ring, once for all clients.</summary>
/// <param name="reader">The endpoint's reader; the ring began where it stands.</param>
/// <param name="ring">Where the frames go.</param>
/// <param name="gate">Says how far the pumps are.</param>
/// <param name="types">Counts what it publishes.</param>
/// <param name="before">The sequence up to which the ring is only filled, and nothing is counted: that was published before the endpoint began.</param>
/// <param name="route">The endpoint's path, for the log.</param>
/// <param name="logger">The log.</param>
internal sealed partial class FramePublisher(
    FrameReader reader,
    FrameRing ring,
    RingGate gate,
    TypeCounts types,
    long before,
    string route,
    ILogger logger
)
{
    private readonly List<Frame> frames = [];

    /// <summary>How many events the last call published for the first time.</summary>
    public int Published { get; private set; }

    /// <summary>Puts into the ring what the journal has, a number of entries at a time.</summary>
    /// <param name="wake">Called where there is something new for clients.</param>
    /// <returns>False where there was nothing to read.</returns>
    public async ValueTask<bool> PublishAsync(Action wake)
    {
        frames.Clear();
        var read = reader.Read(FrameReader.AtOnce, frames);
        if (read.Missed > 0)
        {
            EndpointMissed(logger, route, read.Missed);
        }
        Published = 0;
        foreach (var frame in frames)
        {
            while (!ring.HasRoom(frame, gate.Lowest))
            {
                wake();
                await gate.MovedAsync();
            }
            ring.Add(frame);
            if (frame.Topic is { } topic && frame.Place.Sequence > before)
            {
                types.Count(topic.Type);
                Published++;
            }
        }
        ring.Finish(reader.Position);
        if (frames.Count > 0)
        {
            wake();
        }
        return read.Count > 0 || read.Missed > 0;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Path}: the endpoint fell behind the journal's retention and missed {Count} events; its clients are told"
    )]
    private static partial void EndpointMissed(ILogger logger, string path, long count);
}
