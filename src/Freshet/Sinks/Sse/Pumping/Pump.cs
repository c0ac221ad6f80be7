using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Freshet.Events;
using Freshet.Sinks.Sse.Frames;
using Freshet.Telemetry;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What a pump is told.</summary>
internal enum PumpMessage
{
    /// <summary>Here is a new client.</summary>
    Join,

    /// <summary>A parked client takes bytes again.</summary>
    Sent,

    /// <summary>A client has gone.</summary>
    Left,

    /// <summary>The part of the journal that a client waits for was read.</summary>
    BlockIsThere,

    /// <summary>A client's stream is to be ended.</summary>
    Disconnect,
}

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

    /// <summary>How much of a frame a client has to take within <c>write_timeout</c>, in bytes: with the default, about 1 KB/s.</summary>
    private const int LargestPart = 64 * 1024;

    /// <summary>How often one client may find nothing to send before others have their turn, such as entries that a transformer drops.</summary>
    private const int Looks = 64;

    /// <summary>With a second each, more than the usual keep-alive and write timeout.</summary>
    private const int WheelSlots = 128;

    private static readonly ReadOnlyMemory<byte>[] KeepAlive =
    [
        SseFrame.Comment("keep-alive").Plain,
        SseFrame.Comment("keep-alive").Chunk,
    ];

    private readonly SseEndpoint endpoint;
    private readonly FrameRing ring;
    private readonly RingGate gate;
    private readonly int number;
    private readonly Instruments instruments;
    private readonly FrameRuns runs = new();
    private readonly ConcurrentQueue<(Subscriber Who, PumpMessage What)> messages = new();
    private readonly List<Subscriber> all = [];
    private readonly List<Subscriber> live = [];
    private readonly Queue<Subscriber> behind = new();
    private readonly List<Subscriber> due = [];
    private readonly TimerWheel<Subscriber> wheel;
    private readonly long started;
    private readonly Action wake;
    private readonly long keepAlive;
    private readonly long writeTimeout;
    private long clock;
    private long now;

    /// <summary>How far the ring was when the live clients had their last turn, and whether some of them did not get that far.</summary>
    private long reached;
    private bool isAnyShort;
    private int count;
    private uint served;
    private int isTickDue;
    private int ending;
    private PumpCounts turn;
    private PumpCounts totals;

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
        this.instruments = instruments;
        this.wake = wake;
        ring = endpoint.Ring;
        keepAlive = endpoint.Options.KeepAlive.Ticks;
        writeTimeout = endpoint.Options.WriteTimeout.Ticks;
        started = endpoint.Time.GetTimestamp();
        wheel = new(granularity, WheelSlots, now: 0);
    }

    /// <summary>How many clients it has, those included that it has not seen yet.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>What it has sent since it began; exact while it rests.</summary>
    public PumpCounts Totals => totals;

    /// <summary>How many frames of events clients were sent, those of the turn that it is in left out; from any thread.</summary>
    public long Delivered => Volatile.Read(ref totals.Delivered);

    /// <summary>Takes a client; from any thread.</summary>
    public void Join(Subscriber subscriber, Outlet outlet)
    {
        Interlocked.Increment(ref count);
        subscriber.JoinPump(this, outlet);
    }

    /// <summary>Tells it of a client; from any thread.</summary>
    public void Post(Subscriber subscriber, PumpMessage message)
    {
        messages.Enqueue((subscriber, message));
        wake();
    }

    /// <summary>Lets it look for clients that are due a keep-alive or too slow; called now and then, from any thread.</summary>
    public void Tick()
    {
        Volatile.Write(ref isTickDue, 1);
        wake();
    }

    /// <summary>Nothing more will come into the ring: streams end when everything was sent. From any thread.</summary>
    public void End()
    {
        Interlocked.CompareExchange(ref ending, (int)Stage.Ending, (int)Stage.Running);
        wake();
    }

    /// <summary>
    /// Ends the streams where they are, as the server waits no longer: cleanly between two frames, and by a reset where a client does not accept
    /// what was sent. Either way it may come back for the rest. From any thread.
    /// </summary>
    public void GiveUp()
    {
        Volatile.Write(ref ending, (int)Stage.GivingUp);
        wake();
    }

    /// <summary>Does what there is to do. False where there is nothing until <c>wake</c> is called again.</summary>
    public bool Work()
    {
        clock = endpoint.Time.GetElapsedTime(started).Ticks;
        now = endpoint.Time.GetUtcNow().UtcTicks;
        // Read before the ring: what was added before the end was announced is sent.
        var stage = (Stage)Volatile.Read(ref ending);
        var target = ring.Next;
        runs.Clear();
        var hasWorked = TakeMessages(target);
        var isTick = Interlocked.Exchange(ref isTickDue, 0) == 1;
        if (isTick)
        {
            ServeDue(target);
        }
        if (target > reached || isAnyShort)
        {
            ServeLive(target);
            hasWorked = true;
        }
        hasWorked |= ServeBehind(target);
        if (stage != Stage.Running)
        {
            EndStreams(stage);
        }
        // After everything that can end a stream or park a client: with its last client a pump is woken no more, and the publisher would wait for good.
        if (hasWorked || isTick || stage != Stage.Running)
        {
            OpenGate();
        }
        CountTurn();
        return hasWorked || !messages.IsEmpty;
    }

    private bool TakeMessages(long target)
    {
        // Not all at once: however many come back, those who are here already do not wait long for them.
        var there = Math.Min(messages.Count, MostMessages);
        for (var i = 0; i < there && messages.TryDequeue(out var message); i++)
        {
            var subscriber = message.Who;
            switch (message.What)
            {
                case PumpMessage.Join:
                    Begin(subscriber, target);
                    break;
                case PumpMessage.Sent when subscriber.State == SubscriberState.Parked:
                    Unpark(subscriber, target);
                    break;
                case PumpMessage.BlockIsThere when subscriber.State == SubscriberState.Waiting:
                    File(subscriber, SubscriberState.CatchingUp);
                    break;
                case PumpMessage.Left when subscriber.State != SubscriberState.Gone:
                    Finish(subscriber, subscriber.Closing ?? StreamEnd.ClientLeft, isClean: false);
                    break;
                // One that it has not seen yet is ended when it begins.
                case PumpMessage.Disconnect
                    when subscriber is { Index: >= 0, State: not SubscriberState.Gone }:
                    Stop(subscriber, StreamEnd.Disconnected);
                    break;
            }
        }
        return there > 0;
    }

    private void Begin(Subscriber subscriber, long target)
    {
        subscriber.Index = all.Count;
        all.Add(subscriber);
        subscriber.Own = subscriber.Greeting!.In(subscriber.Outlet.IsChunked);
        subscriber.Greeting = null;
        subscriber.LastSent = clock;
        subscriber.Closing = subscriber.IsUnwanted ? StreamEnd.Disconnected : null;
        subscriber.Outlet.Begin(subscriber);
        if (SendOwn(subscriber))
        {
            GoOn(subscriber, target);
        }
        Arm(subscriber);
    }

    private void Unpark(Subscriber subscriber, long target)
    {
        if (!subscriber.Rest.IsEmpty)
        {
            subscriber.LastSent = clock;
            Arm(subscriber);
            SendRest(subscriber, subscriber.Rest);
            return;
        }
        if (subscriber.HasBegunFrame)
        {
            subscriber.HasBegunFrame = false;
            CountDelivered(subscriber, 1);
        }
        subscriber.LastSent = clock;
        File(subscriber, SubscriberState.Joining);
        GoOn(subscriber, target);
        Arm(subscriber);
    }

    /// <summary>Ends a stream that is to be ended, and serves a client at once that is in the ring; one that catches up has to wait for its turn.</summary>
    private void GoOn(Subscriber subscriber, long target)
    {
        if (subscriber.Closing is { } end)
        {
            Stop(subscriber, end);
        }
        else if (subscriber.Cursor.IsInRing)
        {
            Serve(subscriber, target);
        }
        else
        {
            File(subscriber, SubscriberState.CatchingUp);
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
        for (var i = 0; i < live.Count; )
        {
            var subscriber = live[i];
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
        var turns = Math.Min(behind.Count, CatchUpTurns);
        for (var i = 0; i < turns; i++)
        {
            var subscriber = behind.Dequeue();
            subscriber.IsQueued = false;
            // One that has gone meanwhile is still in the queue.
            if (subscriber.State == SubscriberState.CatchingUp)
            {
                File(subscriber, SubscriberState.Joining);
                Serve(subscriber, target);
                LetOthers();
            }
        }
        if (behind.Count == 0)
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
                    if (SendRun(subscriber, run))
                    {
                        FileByCursor(subscriber, target);
                    }
                    return;
                case CursorTurn.Notice:
                    turn.Skipped += cursor.Skipped - skipped;
                    subscriber.Own = told!.In(subscriber.Outlet.IsChunked);
                    if (!SendOwn(subscriber))
                    {
                        return;
                    }
                    continue;
                case CursorTurn.Busy:
                    continue;
                case CursorTurn.Waiting:
                    File(subscriber, SubscriberState.Waiting);
                    if (!endpoint.Blocks.Ask(cursor.Done, subscriber))
                    {
                        // The server is stopping: there is nothing more for it.
                        File(subscriber, SubscriberState.Live);
                    }
                    return;
                case CursorTurn.Ended:
                    Stop(subscriber, cursor.End);
                    return;
                default:
                    File(subscriber, SubscriberState.Live);
                    return;
            }
        }
        FileByCursor(subscriber, target);
    }

    private void FileByCursor(Subscriber subscriber, long target)
    {
        if (subscriber.Cursor.IsInRing)
        {
            File(subscriber, SubscriberState.Live);
            isAnyShort |= subscriber.Cursor.Position < target;
        }
        else
        {
            File(subscriber, SubscriberState.CatchingUp);
        }
    }

    /// <summary>Sends what is for this client alone. False where it takes nothing more for now, or is gone.</summary>
    private bool SendOwn(Subscriber subscriber)
    {
        var own = subscriber.Own;
        if (own.IsEmpty)
        {
            return true;
        }
        var sent = subscriber.Outlet.Send(own.Span);
        subscriber.Own = default;
        turn.Sends++;
        if (sent < 0)
        {
            Finish(subscriber, subscriber.Closing ?? StreamEnd.ClientLeft, isClean: false);
            return false;
        }
        turn.Bytes += own.Length;
        return IsThrough(subscriber, own[sent..]);
    }

    private bool SendRun(Subscriber subscriber, RunPart run)
    {
        var bytes = run.Bytes;
        var sent = subscriber.Outlet.Send(bytes.Span);
        turn.Sends++;
        if (sent < 0)
        {
            Finish(subscriber, StreamEnd.ClientLeft, isClean: false);
            return false;
        }
        turn.Replayed += subscriber.Cursor.IsInRing ? 0 : run.Frames;
        if (sent == bytes.Length)
        {
            subscriber.Cursor.Take(run);
            CountDelivered(subscriber, run.Frames);
            turn.Bytes += sent;
            return IsThrough(subscriber, default);
        }
        var cut = run.CutAfter(sent);
        subscriber.Cursor.Take(cut);
        CountDelivered(subscriber, cut.Frames);
        turn.Bytes += sent + cut.Rest.Length;
        subscriber.HasBegunFrame = true;
        return IsThrough(subscriber, cut.Rest);
    }

    /// <summary>Whether the client has taken everything; parks it where it has not.</summary>
    private bool IsThrough(Subscriber subscriber, ReadOnlyMemory<byte> rest)
    {
        subscriber.LastSent = clock;
        if (rest.IsEmpty && !subscriber.Outlet.IsBusy)
        {
            return true;
        }
        File(subscriber, SubscriberState.Parked);
        subscriber.Cursor.FallBehind();
        Arm(subscriber);
        SendRest(subscriber, rest);
        return false;
    }

    /// <summary>Sends in parts what a client does not take yet: so it is seen that it takes something, however large the frame.</summary>
    private static void SendRest(Subscriber subscriber, ReadOnlyMemory<byte> rest)
    {
        var part = rest[..Math.Min(rest.Length, LargestPart)];
        subscriber.Rest = rest[part.Length..];
        subscriber.Outlet.SendLater(part);
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
            subscriber.Own = subscriber.Outlet.Ending;
            if (!SendOwn(subscriber))
            {
                return;
            }
        }
        Finish(subscriber, subscriber.Closing.Value, isClean: true);
    }

    private void Finish(Subscriber subscriber, StreamEnd end, bool isClean)
    {
        File(subscriber, SubscriberState.Gone);
        wheel.Remove(subscriber);
        var last = all[^1];
        all[subscriber.Index] = last;
        last.Index = subscriber.Index;
        all.RemoveAt(all.Count - 1);
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

    private void EndStreams(Stage stage)
    {
        for (var i = all.Count - 1; i >= 0; i--)
        {
            var subscriber = all[i];
            if (stage == Stage.GivingUp)
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
            else if (
                subscriber.State == SubscriberState.Live
                && (!subscriber.Cursor.IsInRing || subscriber.Cursor.Position >= ring.Next)
            )
            {
                Stop(subscriber, StreamEnd.ServerStopping);
            }
        }
    }

    /// <summary>Serves those whose time has come: silent for long, too slow, or at the end of their span.</summary>
    private void ServeDue(long target)
    {
        due.Clear();
        wheel.Advance(clock, due);
        foreach (var subscriber in due)
        {
            if (subscriber.State == SubscriberState.Parked)
            {
                if (clock - subscriber.LastSent >= writeTimeout)
                {
                    Finish(subscriber, StreamEnd.TooSlow, isClean: false);
                    continue;
                }
            }
            else if (clock - subscriber.LastSent >= keepAlive && subscriber.Own.IsEmpty)
            {
                subscriber.Own = KeepAlive[subscriber.Outlet.IsChunked ? 1 : 0];
                if (subscriber.State == SubscriberState.Live)
                {
                    Serve(subscriber, target);
                }
                else
                {
                    SendOwn(subscriber);
                }
            }
            else if (
                subscriber.State == SubscriberState.Live
                && subscriber.Cursor.Until is not null
            )
            {
                Serve(subscriber, target);
            }
            Arm(subscriber);
        }
        // Who has gone is not to be kept until the next time.
        due.Clear();
    }

    /// <summary>Sets when to look at a client again.</summary>
    private void Arm(Subscriber subscriber)
    {
        if (subscriber.State == SubscriberState.Gone)
        {
            return;
        }
        var patience = subscriber.State == SubscriberState.Parked ? writeTimeout : keepAlive;
        var at = subscriber.LastSent + patience;
        if (subscriber.Cursor.Until is { } until && subscriber.State != SubscriberState.Parked)
        {
            // Not before the next look: a span is also over when the journal has all of it.
            var left = until - endpoint.Time.GetUtcNow();
            at = Math.Min(at, clock + Math.Max(left.Ticks, 1));
        }
        wheel.Set(subscriber, at);
    }

    private void File(Subscriber subscriber, SubscriberState state)
    {
        if (subscriber.State == state)
        {
            return;
        }
        if (subscriber.LiveIndex >= 0)
        {
            var last = live[^1];
            live[subscriber.LiveIndex] = last;
            last.LiveIndex = subscriber.LiveIndex;
            live.RemoveAt(live.Count - 1);
            subscriber.LiveIndex = -1;
        }
        subscriber.State = state;
        if (state == SubscriberState.Live)
        {
            subscriber.LiveIndex = live.Count;
            live.Add(subscriber);
        }
        else if (state == SubscriberState.CatchingUp && !subscriber.IsQueued)
        {
            subscriber.IsQueued = true;
            behind.Enqueue(subscriber);
        }
    }

    /// <summary>Says from where on the ring is still needed.</summary>
    private void OpenGate()
    {
        var lowest = RingGate.Open;
        foreach (var subscriber in CollectionsMarshal.AsSpan(live))
        {
            if (subscriber.Cursor.IsInRing)
            {
                lowest = Math.Min(lowest, subscriber.Cursor.Position);
            }
        }
        gate.Move(number, lowest);
    }

    private void CountDelivered(Subscriber subscriber, int frames)
    {
        subscriber.CountDelivered(frames, now);
        turn.Delivered += frames;
    }

    /// <summary>Counted once a turn, not with each delivery: the way of an event stays free of it.</summary>
    private void CountTurn()
    {
        if (turn.Sends == 0)
        {
            return;
        }
        var route = endpoint.Options.Route;
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

    private enum Stage
    {
        Running,
        Ending,
        GivingUp,
    }
}
