using System.Text;
using Freshet.Events;

namespace Freshet.Sinks.Sse.Frames;

/// <summary>How a client is told that the connection lives.</summary>
internal enum HeartbeatForm
{
    Comment,
    Event,
}

/// <summary>What a client is sent that was sent nothing for long. All that are due at the same time share one frame. For one thread.</summary>
/// <param name="form">Its form.</param>
internal sealed class KeepAlive(HeartbeatForm form)
{
    private static readonly WireFrame Comment = SseFrame.Comment("keep-alive");

    private WireFrame frame = Comment;
    private long madeAt = -1;

    /// <summary>The frame for that time, in ticks of UTC.</summary>
    public WireFrame At(long now)
    {
        if (form == HeartbeatForm.Event && now != madeAt)
        {
            var time = Rfc3339.Format(new(now, TimeSpan.Zero));
            var data = $$"""{"type":"heartbeat","timestamp":"{{time}}"}""";
            // Without an id: it moves nobody's place.
            frame = SseFrame.Event("heartbeat", id: "", Encoding.UTF8.GetBytes(data));
            madeAt = now;
        }
        return frame;
    }
}
