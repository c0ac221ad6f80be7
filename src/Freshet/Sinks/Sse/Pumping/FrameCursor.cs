using Freshet.Events;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Replaying;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What <see cref="FrameCursor.Next"/> found.</summary>
internal enum CursorTurn
{
    /// <summary>Frames of entries; none of them may be for this client.</summary>
    Run,

    /// <summary>A frame that tells the client what it does not get.</summary>
    Notice,

    /// <summary>Nothing yet, but there is more to look at: others may have their turn first.</summary>
    Busy,

    /// <summary>Nothing, until what comes next was read from the journal: <see cref="CatchUpBlocks.Ask"/> for it.</summary>
    Waiting,

    /// <summary>Nothing, until the ring is given more.</summary>
    Idle,

    /// <summary>The stream is over.</summary>
    Ended,
}

/// <summary>
/// A client's place on the stream, and what comes next from there: out of the ring, and where that does not reach back so far, out of the
/// journal, until the ring has everything that follows. It never waits. For one thread at a time.
/// </summary>
internal sealed class FrameCursor
{
    private const long NotInRing = -1;

    private readonly SseEndpoint endpoint;
    private readonly FrameRing ring;
    private readonly ReplayPlan plan;
    private readonly EventFilter filter;
    private WireFrame? notice;
    private FramePlace place;
    private long position = NotInRing;
    private bool hasResumed;
    private bool hasEnded;
    private bool hasCaughtUp;
    private bool isBehindByItself;

    /// <summary>How near the ring's newest frame it must be to go on from there.</summary>
    private long nearEnough;

    /// <param name="endpoint">What all clients share.</param>
    /// <param name="plan">Where it begins.</param>
    /// <param name="filter">What it is sent.</param>
    public FrameCursor(SseEndpoint endpoint, ReplayPlan plan, EventFilter filter)
    {
        this.endpoint = endpoint;
        this.plan = plan;
        this.filter = filter;
        ring = endpoint.Ring;
        notice = plan.Notice;
        place = plan.After;
        hasResumed = plan.PauseAfter == long.MaxValue;
        nearEnough = ring.Capacity;
        Limit = NewLimit;
        TryEnterRing();
    }

    /// <summary>How many messages, or entries of the journal, were gone before the client could be sent them.</summary>
    public long Skipped { get; private set; }

    /// <summary>Why the stream is over, once <see cref="Next"/> says that it is.</summary>
    public StreamEnd End { get; private set; } = StreamEnd.SpanOver;

    /// <summary>Whether it goes on from the ring.</summary>
    public bool IsInRing => position != NotInRing;

    /// <summary>Where it stands in the ring.</summary>
    public long Position => position;

    /// <summary>Everything that comes of the entries up to that sequence it has, or is not to be sent.</summary>
    public long Done => place.Done;

    /// <summary>
    /// How many entries the journal has after those that it is done with; from any thread, and while the client is served one more or less.
    /// </summary>
    public long Behind
    {
        get
        {
            // In this order: what is done is in front of the ring's end.
            var done = ring.Done;
            var at = Volatile.Read(ref position);
            // Entries of which nothing came into the ring move nobody's place.
            done = at != NotInRing && at >= ring.Next ? Math.Max(done, Done) : Done;
            return Math.Max(0, endpoint.Journal.LastSequence - done);
        }
    }

    /// <summary>When the stream's span is over; null for a stream without an end.</summary>
    public DateTimeOffset? Until => plan.Until;

    /// <summary>
    /// The client did not take what it was sent: if it falls out of the ring now that is its own doing, and <c>on_lag</c> says what becomes of it.
    /// One that has not come to the end of the ring yet is served from the journal instead.
    /// </summary>
    public void FallBehind() => isBehindByItself = hasCaughtUp;

    /// <summary>Looks for what comes next. What it found stays next until it was taken.</summary>
    /// <param name="runs">Where runs of frames are put together.</param>
    /// <param name="target">The position in the ring up to which clients are brought.</param>
    /// <param name="chunked">The form of the frames.</param>
    /// <param name="run">The frames, where it is a <see cref="CursorTurn.Run"/>.</param>
    /// <param name="told">What to tell the client; null where it is no <see cref="CursorTurn.Notice"/>. It counts as taken.</param>
    public CursorTurn Next(
        FrameRuns runs,
        long target,
        bool chunked,
        out RunPart run,
        out WireFrame? told
    )
    {
        (run, told) = (default, null);
        if (hasEnded)
        {
            return CursorTurn.Ended;
        }
        if (notice is not null)
        {
            (told, notice) = (notice, null);
            return CursorTurn.Notice;
        }
        return IsInRing || TryEnterRing()
            ? FromRing(runs, target, chunked, out run, out told)
            : FromJournal(runs, chunked, out run, out told);
    }

    /// <summary>The client has all of a run.</summary>
    public void Take(RunPart run) => MoveTo(run.Run.To, run.Run.Reached);

    /// <summary>The client has the beginning of a run, and will be sent the rest of the frame that was begun.</summary>
    public void Take(RunCut cut) => MoveTo(cut.To, cut.Reached);

    private void MoveTo(long to, FramePlace reached)
    {
        place = reached;
        if (IsInRing)
        {
            position = to;
        }
    }

    /// <summary>What it must not be sent; made anew when that changes, as it is asked for with each send.</summary>
    private RunLimit Limit { get; set; }

    private RunLimit NewLimit => new(plan.Until, hasResumed ? long.MaxValue : plan.PauseAfter);

    private CursorTurn FromRing(
        FrameRuns runs,
        long target,
        bool chunked,
        out RunPart run,
        out WireFrame? told
    )
    {
        (run, told) = (default, null);
        if (position >= target)
        {
            (hasCaughtUp, isBehindByItself) = (true, false);
            return plan.Until is null ? CursorTurn.Idle : EndOrIdle();
        }
        if (ring.Find(position) is not { } found)
        {
            return FellBehind(out told);
        }
        if (found.JournaledAt >= plan.Until)
        {
            return Ended(StreamEnd.SpanOver);
        }
        if (found.Gone is { } gone)
        {
            position++;
            return PassGone(found, gone, out told);
        }
        run = runs.OfRing(ring, position, target, filter, chunked, Limit);
        if (run.Run.To == position)
        {
            // It went just now.
            return CursorTurn.Busy;
        }
        return CursorTurn.Run;
    }

    private CursorTurn FellBehind(out WireFrame? told)
    {
        told = null;
        var oldest = ring.Oldest;
        var missed = oldest - position;
        var policy = isBehindByItself ? endpoint.Options.OnLag : LagPolicy.Replay;
        switch (policy)
        {
            case LagPolicy.Replay:
                position = NotInRing;
                hasCaughtUp = false;
                // With some room, lest it falls out again at once.
                nearEnough = ring.Capacity / 2;
                return CursorTurn.Busy;
            case LagPolicy.Disconnect:
                told = ReplayNotice.Disconnected(missed);
                Ended(StreamEnd.Lagged);
                return CursorTurn.Notice;
            default:
                told = ReplayNotice.Skipped(missed);
                position = oldest;
                Skipped += missed;
                return CursorTurn.Notice;
        }
    }

    private CursorTurn FromJournal(
        FrameRuns runs,
        bool chunked,
        out RunPart run,
        out WireFrame? told
    )
    {
        (run, told) = (default, null);
        if (!hasResumed && place.Done >= plan.PauseAfter)
        {
            return LeaveOut(out told);
        }
        if (endpoint.Blocks.Find(place.Done) is not { } block)
        {
            return place.Done < endpoint.Journal.LastSequence ? CursorTurn.Waiting : EndOrIdle();
        }
        var at = block.PositionAfter(place);
        if (at == block.Count)
        {
            // Nothing came of the last entries of the block.
            return PassTo(FramePlace.EndOf(Math.Min(block.Covered, Limit.Last)));
        }
        var found = block.Find(at)!;
        if (found.JournaledAt >= plan.Until)
        {
            return Ended(StreamEnd.SpanOver);
        }
        if (Limit.Excludes(found))
        {
            return PassTo(FramePlace.EndOf(plan.PauseAfter));
        }
        if (found.Gone is { } gone)
        {
            return PassGone(found, gone, out told);
        }
        run = runs.OfBlock(block, at, filter, chunked, Limit);
        return CursorTurn.Run;
    }

    private CursorTurn PassTo(FramePlace passed)
    {
        place = passed;
        return CursorTurn.Busy;
    }

    /// <summary>Goes past entries that are gone, and says how many of them the client did not have.</summary>
    private CursorTurn PassGone(Frame notice, GoneEntries gone, out WireFrame? told)
    {
        // It may have got some of these before they were gone.
        var had = Math.Max(gone.After, place.Done);
        var count = notice.Place.Sequence - had;
        told = had == gone.After ? notice.Bytes : ReplayNotice.Gone(count, gone.Next);
        place = notice.Reached;
        Skipped += count;
        return CursorTurn.Notice;
    }

    /// <summary>Goes past what is not replayed, and says how much that is.</summary>
    private CursorTurn LeaveOut(out WireFrame? told)
    {
        hasResumed = true;
        Limit = NewLimit;
        told = null;
        var count = plan.ResumeAfter - place.Sequence;
        if (count <= 0)
        {
            return CursorTurn.Busy;
        }
        told = ReplayNotice.LeftOut(
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
        if (!hasResumed || !ring.TryLocate(place, nearEnough, out var found))
        {
            return false;
        }
        position = found;
        isBehindByItself = false;
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
        var done = IsInRing ? ring.Done : place.Done;
        if (IsInRing && position < ring.Next)
        {
            return CursorTurn.Idle;
        }
        return done >= endpoint.Journal.FindBefore(until)
            ? Ended(StreamEnd.SpanOver)
            : CursorTurn.Idle;
    }

    private CursorTurn Ended(StreamEnd end)
    {
        hasEnded = true;
        End = end;
        return CursorTurn.Ended;
    }
}
