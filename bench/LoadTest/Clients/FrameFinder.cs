using System.Runtime.InteropServices;
using Freshet.LoadTest.Drift;

namespace Freshet.LoadTest.Clients;

/// <summary>
/// Finds the alerts and the drift that came of them, frame by frame: a drift counts as the one that the alert has to become, where it tells of that resource and attribute. Any other is one
/// that must not come, and so is an event of any other type.
/// </summary>
/// <param name="alerts">What was posted.</param>
internal sealed class FrameFinder(AlertMix alerts, IStreamListener listener) : IFinder
{
    /// <summary>The beginning of a frame of which the end is still to come.</summary>
    private readonly List<byte> begun = [];

    private static ReadOnlySpan<byte> FrameEnd => "\n\n"u8;

    private static ReadOnlySpan<byte> TypeField => "event: "u8;

    public void Find(ReadOnlySpan<byte> piece)
    {
        if (begun.Count == 0)
        {
            begun.AddRange(piece[TakeFrames(piece)..]);
            return;
        }
        begun.AddRange(piece);
        begun.RemoveRange(0, TakeFrames(CollectionsMarshal.AsSpan(begun)));
    }

    /// <summary>How many bytes whole frames took.</summary>
    private int TakeFrames(ReadOnlySpan<byte> text)
    {
        var taken = 0;
        for (int at; (at = text[taken..].IndexOf(FrameEnd)) >= 0; taken += at + FrameEnd.Length)
        {
            Take(text.Slice(taken, at));
        }
        return taken;
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        if (!frame.StartsWith(TypeField))
        {
            // The time to reconnect after, or a comment.
            return;
        }
        var line = frame[TypeField.Length..];
        var type = line[..Math.Max(0, line.IndexOf((byte)'\n'))];
        if (type.SequenceEqual("falco"u8))
        {
            listener.EventSeen(NumberIn(line));
        }
        else if (type.SequenceEqual("drift"u8))
        {
            var alert = NumberIn(line);
            listener.EventSeen(
                alert >= 0 && line.IndexOf(alerts.Telling(alert)) >= 0
                    ? AlertMix.DriftOf(alert)
                    : AlertMix.Unwanted
            );
        }
        else if (type.SequenceEqual("error"u8))
        {
            listener.NoticeSeen();
        }
        else if (!type.SequenceEqual("connected"u8))
        {
            listener.EventSeen(AlertMix.Unwanted);
        }
    }

    /// <summary>The first number in it: that of the alert.</summary>
    private static long NumberIn(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf(EventMarker.Begin) + 1;
        return at > 0 && text.Length >= at + EventMarker.Digits
            ? EventMarker.ReadNumber(text.Slice(at, EventMarker.Digits))
            : AlertMix.Unwanted;
    }
}
