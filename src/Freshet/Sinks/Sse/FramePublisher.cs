using Freshet.Events;
using Freshet.Journal;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Sse;

/// <summary>Turns the entries of the journal into frames in the ring, once for all clients.</summary>
/// <param name="reader">The endpoint's reader; the ring began where it stands.</param>
/// <param name="ring">Where the frames go.</param>
/// <param name="encoder">Makes the frames.</param>
/// <param name="route">The endpoint's path, for the log.</param>
/// <param name="logger">The log.</param>
internal sealed partial class FramePublisher(
    IJournalReader reader,
    FrameRing ring,
    FrameEncoder encoder,
    string route,
    ILogger logger
)
{
    /// <summary>How many entries are read from the journal at a time.</summary>
    private const int ReadAtOnce = 256;

    private readonly Entry[] entries = new Entry[ReadAtOnce];
    private readonly List<Frame> frames = [];
    private DateTimeOffset lastTime = DateTimeOffset.MinValue;

    /// <summary>Puts into the ring what the journal has, a number of entries at a time.</summary>
    /// <param name="hasFrames">Whether there is something new for clients.</param>
    /// <returns>False where there was nothing to read.</returns>
    public bool Publish(out bool hasFrames)
    {
        frames.Clear();
        var read = reader.Read(entries);
        if (read.Missed > 0)
        {
            AddMissed(read);
        }
        foreach (var entry in entries.AsSpan(0, read.Count))
        {
            encoder.Encode(entry, frames);
            lastTime = entry.JournaledAt;
        }
        foreach (var frame in frames)
        {
            ring.Add(frame);
        }
        ring.Finish(reader.Position);
        hasFrames = frames.Count > 0;
        return read.Count > 0 || read.Missed > 0;
    }

    /// <summary>Tells all clients of entries that were gone before they could be read.</summary>
    private void AddMissed(JournalRead read)
    {
        EndpointMissed(logger, route, read.Missed);
        var next = read.Count > 0 ? entries[0] : null;
        var gone = FramePlace.EndOf(next is null ? reader.Position : next.Sequence - 1);
        var notice = ReplayNotice.Gone(read.Missed, next);
        frames.Add(new(gone, gone, lastTime, notice, gone.Sequence - read.Missed));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Path}: the endpoint fell behind the journal's retention and missed {Count} events; its clients are told"
    )]
    private static partial void EndpointMissed(ILogger logger, string path, long count);
}
