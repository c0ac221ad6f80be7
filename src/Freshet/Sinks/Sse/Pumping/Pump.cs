using Freshet.Events;
using Freshet.Http.Detaching;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Greetings;
using Freshet.Telemetry;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>
/// Sends what is pending to its share of an endpoint's clients. <see cref="Work"/> is one turn, and waits for nothing: what has come from other threads, then the
/// live clients, each brought to the end of the ring by one send, then some of those that catch up. A client that does not take all is parked
/// until it does. No lock is held, and nothing is allocated per client, while there is something to send.
/// </summary>
internal sealed class Pump
{
    /// <summary>How many clients that catch up are served between two turns of the live ones: a block each, some milliseconds.</summary>
    private const int CatchUpTurns = 128;

    /// <summary>How many clients are served between two times at which others may have the processor: some tenths of a millisecond.</summary>
    private const int BetweenYields = 64;

    /// <summary>How many sends a run is for, on average, before others are put together because more has come.</summary>
    private const int LeastSharing = 8;

    /// <summary>How many messages are looked at in a turn; some cost a send.</summary>
    private const int MostMessages = 512;

    /// <summary>How often one client may find nothing to send before others have their turn, such as entries that a transformer drops.</summary>
    private const int Looks = 64;

    private readonly SseEndpoint endpoint;
    private readonly FrameRing ring;
    private readonly RingGate gate;
    private readonly int number;
    private readonly PumpInbox inbox;
    private readonly PumpRoster roster = new();
    private readonly PumpClock clock;
    private readonly PumpSender sender;
    private readonly KeepAlive keepAlive;
    private readonly FrameRuns runs = new();

    /// <summary>Those who are to leave once they have what there is.</summary>
    private readonly List<Subscriber> leaving = [];

    /// <summary>How far the ring was when the live clients had their last turn, and whether some of them did not get that far.</summary>
    private long reached;
    private bool isAnyShort;

    /// <summary>The first position that some client in the ring had not been sent when the last turn ended.</summary>
    private long lowest = RingGate.Open;
    private int count;
    private uint served;

    /// <param name="endpoint">What all clients share.</param>
    /// <param name="gate">Where it says how far it is.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="granularity">How often <see cref="Tick"/> is called.</param>
    /// <param name="instruments">What is counted.</param>
    /// <param name="wake">Called, from any thread, when there is something to do.</param>
    public Pump(
        SseEndpoint endpoint,
        RingGate gate,
        int number,
        TimeSpan granularity,
        Instruments instruments,
        Action wake
    )
    {
        this.endpoint = endpoint;
        this.gate = gate;
        this.number = number;
        ring = endpoint.Ring;
        inbox = new(wake);
        keepAlive = new(endpoint.Options.Heartbeat);
        clock = new(endpoint.Options, endpoint.Time, granularity);
        sender = new(roster, clock, instruments, endpoint.Options.Route);
    }

    /// <summary>How many clients it has, those included that it has not seen yet.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>What it has sent since it began; exact while it rests.</summary>
    public PumpCounts Totals => sender.Totals;

    /// <summary>How many frames of events clients were sent, those of the turn that it is in left out; from any thread.</summary>
    public long Delivered => sender.Delivered;

    /// <summary>Takes a client; from any thread.</summary>
    public void Join(Subscriber subscriber, Outlet outlet)
    {
        Interlocked.Increment(ref count);
        subscriber.JoinPump(this, outlet);
    }

    /// <summary>Tells it of a client; from any thread.</summary>
    public void Post(Subscriber subscriber, PumpMessage message) => inbox.Post(subscriber, message);

    /// <summary>Lets it look for clients that are due a keep-alive or too slow; called now and then, from any thread.</summary>
    public void Tick() => inbox.Tick();

    /// <summary>Nothing more will come into the ring: streams end when everything was sent. From any thread.</summary>
    public void End() => inbox.End();

    /// <summary>
    /// Ends the streams where they are, as the server waits no longer: cleanly between two frames, and by a reset where a client does not accept
    /// what was sent. Either way it may come back for the rest. From any thread.
    /// </summary>
    public void GiveUp() => inbox.GiveUp();

    /// <summary>Does what there is to do. False where there is nothing until <c>wake</c> is called again.</summary>
    public bool Work()
    {
        clock.Advance();
        // Read before the ring: what was added before the end was announced is sent.
        var stage = inbox.Stage;
        var target = ring.Next;
        runs.Clear();
        var hasWorked = TakeMessages(target);
        var isTick = inbox.TakeTick();
        if (isTick)
        {
            ServeDue(target);
        }
        if (target > reached || isAnyShort)
        {
            // What nobody waited for is as old as it is.
            var first = Math.Max(reached, lowest);
            ServeLive(target);
            sender.Measure(ring, first, target);
            hasWorked = true;
        }
        hasWorked |= ServeBehind(target);
        EndLeaving(target);
        if (stage != PumpStage.Running)
        {
            EndStreams(stage);
        }
        // After everything that can end a stream or park a client: with its last client a pump is woken no more, and the publisher would wait for good.
        if (hasWorked || isTick || stage != PumpStage.Running)
        {
            // Says from where on the ring is still needed.
            lowest = roster.LowestPosition;
            gate.Move(number, lowest);
        }
        sender.CountTurn();
        return hasWorked || !inbox.IsEmpty;
    }

    private bool TakeMessages(long target)
    {
        // Not all at once: however many come back, those who are here already do not wait long for them.
        var there = Math.Min(inbox.Count, MostMessages);
        for (var i = 0; i < there && inbox.TryTake(out var subscriber, out var message); i++)
        {
            switch (message)
            {
                case PumpMessage.Join:
                    Begin(subscriber, target);
                    break;
                case PumpMessage.Sent when subscriber.State == SubscriberState.Parked:
                    Unpark(subscriber, target);
                    break;
                case PumpMessage.BlockIsThere when subscriber.State == SubscriberState.Waiting:
                    roster.File(subscriber, SubscriberState.CatchingUp);
                    break;
                case PumpMessage.Left when subscriber.State != SubscriberState.Gone:
                    Lose(subscriber);
                    break;
                // One that it has not seen yet is ended when it begins.
                case PumpMessage.Dismiss
                    when subscriber
                        is { Index: >= 0, State: not SubscriberState.Gone, Dismissal: { } end }:
                    Dismiss(subscriber, end);
                    break;
            }
        }
        return there > 0;
    }

    /// <summary>Ends a stream; where the server wants it over, and not somebody to be gone, once the client has all that there is.</summary>
    private void Dismiss(Subscriber subscriber, StreamEnd end)
    {
        if (end == StreamEnd.ServerStopping)
        {
            leaving.Add(subscriber);
        }
        else
        {
            Stop(subscriber, end);
        }
    }

    /// <summary>Ends the streams of those who are to leave, and have what there is.</summary>
    private void EndLeaving(long target)
    {
        for (var i = leaving.Count - 1; i >= 0; i--)
        {
            var subscriber = leaving[i];
            if (HasAll(subscriber, target))
            {
                Stop(subscriber, StreamEnd.ServerStopping);
            }
            if (subscriber.State == SubscriberState.Gone || subscriber.Closing is not null)
            {
                leaving.RemoveAt(i);
            }
        }
    }

    private static bool HasAll(Subscriber subscriber, long target) =>
        subscriber.State == SubscriberState.Live
        && (!subscriber.Cursor.IsInRing || subscriber.Cursor.Position >= target);

    private void Begin(Subscriber subscriber, long target)
    {
        roster.Add(subscriber);
        subscriber.Own = subscriber.Greeting!.In(subscriber.Outlet.IsChunked);
        subscriber.Greeting = null;
        clock.Touch(subscriber);
        if (subscriber.Dismissal == StreamEnd.ServerStopping)
        {
            leaving.Add(subscriber);
        }
        else
        {
            subscriber.Closing = subscriber.Dismissal;
        }
        subscriber.Outlet.Begin(subscriber);
        if (SendOwn(subscriber))
        {
            GoOn(subscriber, target);
        }
        clock.Arm(subscriber);
    }

    private void Unpark(Subscriber subscriber, long target)
    {
        if (sender.Resume(subscriber) == Sending.Through)
        {
            GoOn(subscriber, target);
            clock.Arm(subscriber);
        }
    }

    /// <summary>Ends a stream that is to be ended, and serves a client at once that is in the ring; one that catches up has to wait for its turn.</summary>
    private void GoOn(Subscriber subscriber, long target)
    {
        if ((subscriber.Closing ?? ExpiryOf(subscriber)) is { } end)
        {
            Stop(subscriber, end);
        }
        else if (subscriber.Cursor.IsInRing)
        {
            Serve(subscriber, target);
        }
        else
        {
            roster.File(subscriber, SubscriberState.CatchingUp);
        }
    }

    /// <summary>
    /// Brings every live client to the end of the ring. What comes meanwhile goes along with the sends that are left, as far as what was put together for
    /// them is of use to some: who had a turn before gets it with the next.
    /// </summary>
    private void ServeLive(long target)
    {
        (reached, isAnyShort) = (target, false);
        var sinceTarget = 0;
        for (var i = 0; i < roster.Live.Length; )
        {
            var subscriber = roster.Live[i];
            Serve(subscriber, target);
            sinceTarget++;
            // Who is parked is replaced by the last one, which had no turn yet.
            i = subscriber.LiveIndex == i ? i + 1 : i;
            if (LetOthers() && runs.Count * LeastSharing <= sinceTarget && ring.Next > target)
            {
                runs.Clear();
                (target, sinceTarget) = (ring.Next, 0);
            }
        }
    }

    /// <summary>
    /// Where processors are few, those who bring events have their turn now and then: they need little of it, and what they bring leaves with
    /// the next send. On a processor of its own this costs a call in which nothing happens.
    /// </summary>
    private bool LetOthers()
    {
        if (++served % BetweenYields != 0)
        {
            return false;
        }
        Thread.Yield();
        return true;
    }

    /// <summary>Serves some of those that catch up: one run each, in turn.</summary>
    private bool ServeBehind(long target)
    {
        var turns = Math.Min(roster.Queued, CatchUpTurns);
        for (var i = 0; i < turns; i++)
        {
            if (roster.TakeBehind() is { } subscriber)
            {
                Serve(subscriber, target);
                LetOthers();
            }
        }
        if (roster.Queued == 0)
        {
            runs.ClearBlocks();
        }
        return turns > 0;
    }

    /// <summary>Sends a client what comes next, a run at most, and files it where it then belongs.</summary>
    private void Serve(Subscriber subscriber, long target)
    {
        if (!SendOwn(subscriber))
        {
            return;
        }
        var cursor = subscriber.Cursor;
        for (var look = 0; look < Looks; look++)
        {
            var skipped = cursor.Skipped;
            var found = cursor.Next(
                runs,
                target,
                subscriber.Outlet.IsChunked,
                out var run,
                out var told
            );
            switch (found)
            {
                case CursorTurn.Run when run.Frames == 0:
                    cursor.Take(run);
                    continue;
                case CursorTurn.Run:
                    if (IsThrough(subscriber, sender.SendRun(subscriber, run)))
                    {
                        FileByCursor(subscriber, target);
                    }
                    return;
                case CursorTurn.Notice:
                    sender.CountSkipped(cursor.Skipped - skipped);
                    subscriber.Own = told!.In(subscriber.Outlet.IsChunked);
                    if (!SendOwn(subscriber))
                    {
                        return;
                    }
                    continue;
                case CursorTurn.Busy:
                    continue;
                case CursorTurn.Waiting:
                    roster.File(subscriber, SubscriberState.Waiting);
                    if (!endpoint.Blocks.Ask(cursor.Done, subscriber))
                    {
                        // The server is stopping: there is nothing more for it.
                        roster.File(subscriber, SubscriberState.Live);
                    }
                    return;
                case CursorTurn.Ended:
                    Stop(subscriber, cursor.End);
                    return;
                default:
                    roster.File(subscriber, SubscriberState.Live);
                    return;
            }
        }
        FileByCursor(subscriber, target);
    }

    private void FileByCursor(Subscriber subscriber, long target)
    {
        if (subscriber.Cursor.IsInRing)
        {
            roster.File(subscriber, SubscriberState.Live);
            isAnyShort |= subscriber.Cursor.Position < target;
        }
        else
        {
            roster.File(subscriber, SubscriberState.CatchingUp);
        }
    }

    /// <summary>Sends what is for this client alone. False where it takes nothing more for now, or is gone.</summary>
    private bool SendOwn(Subscriber subscriber) =>
        IsThrough(subscriber, sender.SendOwn(subscriber));

    private bool IsThrough(Subscriber subscriber, Sending sending)
    {
        if (sending == Sending.Gone)
        {
            Lose(subscriber);
        }
        return sending == Sending.Through;
    }

    /// <summary>Ends a stream once the client has what it was sent; one that is parked gets the end when it takes bytes again.</summary>
    private void Stop(Subscriber subscriber, StreamEnd end)
    {
        subscriber.Closing ??= end;
        if (subscriber.State == SubscriberState.Parked)
        {
            return;
        }
        if (!subscriber.HasEnding)
        {
            subscriber.HasEnding = true;
            subscriber.Own = EndingOf(subscriber);
            if (!SendOwn(subscriber))
            {
                return;
            }
        }
        Finish(subscriber, subscriber.Closing.Value, isClean: true);
    }

    /// <summary>
    /// What ends the stream. Where many end, each is told anew when to come back, so that they do not do so all at once; and who was sent no event, whose id would be its place, is told that,
    /// lest it miss what comes meanwhile.
    /// </summary>
    private ReadOnlyMemory<byte> EndingOf(Subscriber subscriber)
    {
        var outlet = subscriber.Outlet;
        if (subscriber.Closing != StreamEnd.ServerStopping)
        {
            return outlet.Ending;
        }
        var comeBack = ComeBack.After(endpoint.Options.Retry).In(outlet.IsChunked);
        var place =
            subscriber.Delivered == 0 && endpoint.IdBehind(subscriber.Cursor.Done) is { } id
                ? SseFrame.Place(id).In(outlet.IsChunked)
                : default;
        return (byte[])[.. comeBack.Span, .. place.Span, .. outlet.Ending.Span];
    }

    /// <summary>The client has gone by itself.</summary>
    private void Lose(Subscriber subscriber)
    {
        var end = subscriber.Outlet.Departure switch
        {
            Departure.Unreachable => StreamEnd.Unreachable,
            Departure.Stuck => StreamEnd.TooSlow,
            _ => StreamEnd.ClientLeft,
        };
        Finish(subscriber, subscriber.Closing ?? end, isClean: false);
    }

    private void Finish(Subscriber subscriber, StreamEnd end, bool isClean)
    {
        roster.Remove(subscriber);
        clock.Disarm(subscriber);
        Interlocked.Decrement(ref count);
        if (isClean)
        {
            subscriber.Outlet.Close();
        }
        else
        {
            subscriber.Outlet.Abort();
        }
        subscriber.TellEnded(end);
    }

    private void EndStreams(PumpStage stage)
    {
        for (var i = roster.All.Length - 1; i >= 0; i--)
        {
            var subscriber = roster.All[i];
            if (stage == PumpStage.GivingUp)
            {
                if (subscriber.State == SubscriberState.Parked)
                {
                    Finish(subscriber, StreamEnd.TooSlow, isClean: false);
                }
                else
                {
                    Stop(subscriber, StreamEnd.ServerStopping);
                }
            }
            else if (HasAll(subscriber, ring.Next))
            {
                Stop(subscriber, StreamEnd.ServerStopping);
            }
        }
    }

    /// <summary>How a client's stream ends because its session is over; null where it is not.</summary>
    private StreamEnd? ExpiryOf(Subscriber subscriber) =>
        clock.IsExpired(subscriber) ? StreamEnd.SessionOver : null;

    /// <summary>Serves those whose time has come: silent for long, too slow, or at the end of their span or session.</summary>
    private void ServeDue(long target)
    {
        var due = clock.TakeDue();
        foreach (var subscriber in due)
        {
            if (subscriber.State == SubscriberState.Parked)
            {
                if (clock.IsStuck(subscriber))
                {
                    Finish(subscriber, StreamEnd.TooSlow, isClean: false);
                }
            }
            else if (ExpiryOf(subscriber) is { } end)
            {
                Stop(subscriber, end);
            }
            else
            {
                ServeSilent(subscriber, target);
            }
            clock.Arm(subscriber);
        }
        // Who has gone is not to be kept until the next time.
        due.Clear();
    }

    private void ServeSilent(Subscriber subscriber, long target)
    {
        var isLive = subscriber.State == SubscriberState.Live;
        if (clock.IsSilent(subscriber) && subscriber.Own.IsEmpty)
        {
            subscriber.Own = keepAlive.At(clock.UtcNow).In(subscriber.Outlet.IsChunked);
            if (!isLive)
            {
                SendOwn(subscriber);
                return;
            }
        }
        else if (subscriber.Cursor.Until is null)
        {
            return;
        }
        if (isLive)
        {
            Serve(subscriber, target);
        }
    }
}
