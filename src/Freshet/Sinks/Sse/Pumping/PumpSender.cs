using Freshet.Sinks.Sse.Frames;
using Freshet.Telemetry;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What came of sending to a client.</summary>
internal enum Sending
{
    /// <summary>It took everything.</summary>
    Through,

    /// <summary>It takes nothing more for now; it will have all that it was sent.</summary>
    Parked,

    /// <summary>It has gone.</summary>
    Gone,
}

/// <summary>Sends to a pump's clients as much as they take, parks those who do not take all, and turn. For its thread alone.</summary>
/// <param name="roster">Where clients are filed.</param>
/// <param name="clock">Is told who was sent something.</param>
/// <param name="instruments">Where it is counted.</param>
/// <param name="route">The endpoint's path.</param>
internal sealed class PumpSender(
    PumpRoster roster,
    PumpClock clock,
    Instruments instruments,
    string route
)
{
    /// <summary>How much of a frame a client has to take within <c>write_timeout</c>, in bytes: with the default, about 1 KB/s.</summary>
    private const int LargestPart = 64 * 1024;

    private PumpCounts turn;
    private PumpCounts totals;

    /// <summary>What was sent up to the last <see cref="CountTurn"/>; exact while the pump rests.</summary>
    public PumpCounts Totals => totals;

    /// <summary>How many frames of events were; from any thread.</summary>
    public long Delivered => Volatile.Read(ref totals.Delivered);

    /// <summary>Sends what is for this client alone.</summary>
    public Sending SendOwn(Subscriber subscriber)
    {
        var own = subscriber.Own;
        if (own.IsEmpty)
        {
            return Sending.Through;
        }
        var sent = subscriber.Outlet.Send(own.Span);
        subscriber.Own = default;
        turn.Sends++;
        if (sent < 0)
        {
            return Sending.Gone;
        }
        turn.Bytes += own.Length;
        return ParkUnlessThrough(subscriber, own[sent..]);
    }

    /// <summary>Sends frames, and moves the client's place behind what it will have.</summary>
    public Sending SendRun(Subscriber subscriber, RunPart run)
    {
        var bytes = run.Bytes;
        var sent = subscriber.Outlet.Send(bytes.Span);
        turn.Sends++;
        if (sent < 0)
        {
            return Sending.Gone;
        }
        turn.Replayed += subscriber.Cursor.IsInRing ? 0 : run.Frames;
        if (sent == bytes.Length)
        {
            subscriber.Cursor.Take(run);
            CountDelivered(subscriber, run.Frames);
            turn.Bytes += sent;
            return ParkUnlessThrough(subscriber, default);
        }
        var cut = run.CutAfter(sent);
        subscriber.Cursor.Take(cut);
        CountDelivered(subscriber, cut.Frames);
        turn.Bytes += sent + cut.Rest.Length;
        subscriber.HasBegunFrame = true;
        return ParkUnlessThrough(subscriber, cut.Rest);
    }

    /// <summary>A parked client takes bytes again: sends the next part of what it was parked with.</summary>
    public Sending Resume(Subscriber subscriber)
    {
        clock.Touch(subscriber);
        if (!subscriber.Rest.IsEmpty)
        {
            clock.Arm(subscriber);
            SendRest(subscriber, subscriber.Rest);
            return Sending.Parked;
        }
        if (subscriber.HasBegunFrame)
        {
            subscriber.HasBegunFrame = false;
            CountDelivered(subscriber, 1);
        }
        roster.File(subscriber, SubscriberState.Joining);
        return Sending.Through;
    }

    /// <summary>Counts events that are gone, and that a client is told so of.</summary>
    public void CountSkipped(long events) => turn.Skipped += events;

    /// <summary>
    /// Says how long frames of the ring took that live clients were sent in this turn: one look at the clock, and one measurement for each frame, however many
    /// clients there are.
    /// </summary>
    /// <param name="ring">The ring.</param>
    /// <param name="first">The position of the first of them.</param>
    /// <param name="end">The position behind the last; there are none where it is not beyond the first.</param>
    public void Measure(FrameRing ring, long first, long end)
    {
        if (first >= end)
        {
            return;
        }
        var now = clock.ReadUtc();
        for (var at = first; at < end; at++)
        {
            if (ring.Find(at) is { Topic: not null } frame)
            {
                instruments.Sent(route, now - frame.JournaledAt, now - frame.ReceivedAt);
            }
        }
    }

    /// <summary>To be called once a turn. Not counted with each delivery: the way of an event stays free of it.</summary>
    public void CountTurn()
    {
        if (turn is { Sends: 0, Delivered: 0 })
        {
            return;
        }
        instruments.Delivered(route, turn.Delivered, turn.Bytes);
        if (turn.Replayed > 0)
        {
            instruments.Replayed(route, turn.Replayed);
        }
        if (turn.Skipped > 0)
        {
            instruments.Lagged(route, turn.Skipped);
        }
        totals = totals.Plus(turn);
        turn = default;
    }

    private Sending ParkUnlessThrough(Subscriber subscriber, ReadOnlyMemory<byte> rest)
    {
        clock.Touch(subscriber);
        if (rest.IsEmpty && !subscriber.Outlet.IsBusy)
        {
            return Sending.Through;
        }
        roster.File(subscriber, SubscriberState.Parked);
        subscriber.Cursor.FallBehind();
        clock.Arm(subscriber);
        SendRest(subscriber, rest);
        return Sending.Parked;
    }

    /// <summary>Sends in parts what a client does not take yet: so it is seen that it takes something, however large the frame.</summary>
    private static void SendRest(Subscriber subscriber, ReadOnlyMemory<byte> rest)
    {
        var part = rest[..Math.Min(rest.Length, LargestPart)];
        subscriber.Rest = rest[part.Length..];
        subscriber.Outlet.SendLater(part);
    }

    private void CountDelivered(Subscriber subscriber, int frames)
    {
        subscriber.CountDelivered(frames, clock.UtcNow);
        turn.Delivered += frames;
    }
}
