using Freshet.Events;

namespace Freshet.Sinks.Sse;

/// <summary>What <see cref="FrameCursor.Next"/> found.</summary>
internal enum CursorTurn
{
    /// <summary>A frame of an entry.</summary>
    Frame,

    /// <summary>A frame that tells the client what it does not get.</summary>
    Notice,

    /// <summary>Nothing yet, but there is more to look at: others may have their turn first.</summary>
    Busy,

    /// <summary>Nothing, until the ring is given more.</summary>
    Idle,

    /// <summary>The stream is over.</summary>
    Ended,
}

/// <summary>
/// A client's place on the stream, and what comes next from there: out of the ring, and where that does not reach back so far, out of the
/// journal, until the ring has everything that follows. For one thread at a time.
/// </summary>
internal sealed class FrameCursor : IDisposable
{
    private const long NotInRing = -1;

    private readonly SseEndpoint endpoint;
    private readonly FrameRing ring;
    private readonly ReplayPlan plan;
    private byte[]? notice;
    private FramePlace place;
    private long position = NotInRing;
    private CatchUp? catchUp;
    private bool hasResumed;
    private bool hasEnded;

    /// <summary>How near the ring's newest frame it must be to go on from there.</summary>
    private long nearEnough;

    /// <param name="endpoint">What all clients share.</param>
    /// <param name="plan">Where it begins.</param>
    public FrameCursor(SseEndpoint endpoint, ReplayPlan plan)
    {
        this.endpoint = endpoint;
        this.plan = plan;
        ring = endpoint.Ring;
        notice = plan.Notice;
        place = plan.After;
        nearEnough = ring.Capacity;
        TryEnterRing();
    }

    /// <summary>How many messages, or entries of the journal, were gone before the client could be sent them.</summary>
    public long Skipped { get; private set; }

    /// <summary>How many entries were read from the journal for this client alone.</summary>
    public long Replayed { get; private set; }

    /// <summary>Why the stream is over, once <see cref="Next"/> says that it is.</summary>
    public StreamEnd End { get; private set; } = StreamEnd.SpanOver;

    /// <summary>Whether it reads the journal itself.</summary>
    public bool IsCatchingUp => catchUp is not null;

    /// <summary>When the stream's span is over; null for a stream without an end.</summary>
    public DateTimeOffset? Until => plan.Until;

    /// <summary>Takes what comes next.</summary>
    /// <param name="frame">The frame to send; empty where there is none.</param>
    public CursorTurn Next(out byte[] frame)
    {
        frame = [];
        if (hasEnded)
        {
            return CursorTurn.Ended;
        }
        if (notice is not null)
        {
            (frame, notice) = (notice, null);
            return CursorTurn.Notice;
        }
        return position == NotInRing ? FromJournal(out frame) : FromRing(out frame);
    }

    public void Dispose() => StopCatchingUp();

    private CursorTurn FromRing(out byte[] frame)
    {
        frame = [];
        if (position >= ring.Next)
        {
            return plan.Until is null ? CursorTurn.Idle : EndOrIdle();
        }
        if (ring.Find(position) is not { } found)
        {
            return FellBehind(out frame);
        }
        if (found.JournaledAt >= plan.Until)
        {
            return Ended(StreamEnd.SpanOver);
        }
        position++;
        if (found.GoneAfter is { } after)
        {
            // It may have got some of these from the journal before they were gone.
            var had = Math.Max(after, place.Done);
            var count = found.Place.Sequence - had;
            frame = had == after ? found.Bytes : ReplayNotice.Gone(count, null);
            place = found.Reached;
            Skipped += count;
            return CursorTurn.Notice;
        }
        return Take(found, out frame);
    }

    private CursorTurn FellBehind(out byte[] frame)
    {
        frame = [];
        var oldest = ring.Oldest;
        var missed = oldest - position;
        switch (endpoint.Options.OnLag)
        {
            case LagPolicy.Replay:
                position = NotInRing;
                // With some room, lest it falls out again at once.
                nearEnough = ring.Capacity / 2;
                return CursorTurn.Busy;
            case LagPolicy.Disconnect:
                frame = ReplayNotice.Disconnected(missed);
                Ended(StreamEnd.Lagged);
                return CursorTurn.Notice;
            default:
                frame = ReplayNotice.Skipped(missed);
                position = oldest;
                Skipped += missed;
                return CursorTurn.Notice;
        }
    }

    private CursorTurn FromJournal(out byte[] frame)
    {
        frame = [];
        if (catchUp?.TakeFrame() is { } more)
        {
            return Take(more, out frame);
        }
        if (!hasResumed && place.Done >= plan.PauseAfter)
        {
            return LeaveOut(out frame);
        }
        if (catchUp?.Entry is { } entry)
        {
            return FromEntry(catchUp, entry, out frame);
        }
        if (TryEnterRing())
        {
            return FromRing(out frame);
        }
        catchUp ??= endpoint.CatchUpAfter(place);
        var read = catchUp.Read();
        if (read.Missed > 0)
        {
            var next = catchUp.Entry;
            frame = ReplayNotice.Gone(read.Missed, next);
            place = FramePlace.EndOf(next is null ? catchUp.Position : next.Sequence - 1);
            Skipped += read.Missed;
            return CursorTurn.Notice;
        }
        return catchUp.Entry is { } first ? FromEntry(catchUp, first, out frame) : EndOrIdle();
    }

    private CursorTurn FromEntry(CatchUp from, Entry entry, out byte[] frame)
    {
        frame = [];
        if (entry.JournaledAt >= plan.Until)
        {
            return Ended(StreamEnd.SpanOver);
        }
        from.EncodeEntry(place);
        Replayed++;
        if (from.TakeFrame() is { } first)
        {
            return Take(first, out frame);
        }
        place = FramePlace.EndOf(entry.Sequence);
        return CursorTurn.Busy;
    }

    private CursorTurn Take(Frame taken, out byte[] frame)
    {
        place = taken.Reached;
        frame = taken.Bytes;
        return CursorTurn.Frame;
    }

    /// <summary>Goes past what is not replayed, and says how much that is.</summary>
    private CursorTurn LeaveOut(out byte[] frame)
    {
        StopCatchingUp();
        hasResumed = true;
        frame = [];
        var count = plan.ResumeAfter - place.Sequence;
        if (count <= 0)
        {
            return CursorTurn.Busy;
        }
        frame = ReplayNotice.LeftOut(
            count,
            endpoint.FindAfter(place.Sequence),
            endpoint.FindAfter(plan.ResumeAfter - 1),
            endpoint.Options.ReplayLimit
        );
        place = FramePlace.EndOf(plan.ResumeAfter);
        return CursorTurn.Notice;
    }

    /// <summary>Goes on from the ring if it has everything from here on.</summary>
    private bool TryEnterRing()
    {
        // What is to be left out is not to be sent from the ring either.
        var isWhole = hasResumed || plan.PauseAfter == long.MaxValue;
        if (!isWhole || !ring.TryLocate(place, nearEnough, out var found))
        {
            return false;
        }
        position = found;
        StopCatchingUp();
        return true;
    }

    /// <summary>There is nothing more now. Is there ever?</summary>
    private CursorTurn EndOrIdle()
    {
        if (plan.Until is not { } until || endpoint.Time.GetUtcNow() < until)
        {
            return CursorTurn.Idle;
        }
        // In this order: what is done is in front of the ring's end.
        var done = position == NotInRing ? place.Done : ring.Done;
        if (position != NotInRing && position < ring.Next)
        {
            return CursorTurn.Busy;
        }
        return done >= endpoint.Journal.FindBefore(until)
            ? Ended(StreamEnd.SpanOver)
            : CursorTurn.Idle;
    }

    private CursorTurn Ended(StreamEnd end)
    {
        StopCatchingUp();
        hasEnded = true;
        End = end;
        return CursorTurn.Ended;
    }

    private void StopCatchingUp()
    {
        catchUp?.Dispose();
        catchUp = null;
    }
}
