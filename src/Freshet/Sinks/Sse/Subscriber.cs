using System.Buffers;
using System.IO.Pipelines;
using Freshet.Events;

namespace Freshet.Sinks.Sse;

/// <summary>Why a subscriber's stream ended.</summary>
internal enum StreamEnd
{
    /// <summary>The client closed its side, or the connection broke.</summary>
    ClientLeft,

    /// <summary>The server is stopping; everything up to there was sent.</summary>
    ServerStopping,

    /// <summary>The client accepted nothing for <c>write_timeout</c>.</summary>
    TooSlow,

    /// <summary>The client was further behind than <c>buffer</c>, where <c>on_lag</c> is <c>disconnect</c>.</summary>
    Lagged,

    /// <summary>Everything before <c>until</c> was sent.</summary>
    SpanOver,
}

/// <summary>One client of an endpoint: its cursor, and the loop that brings the client up to date.</summary>
internal sealed class Subscriber
{
    /// <summary>How much is written before the client must accept it: bounds what a client can hold in memory.</summary>
    private const int FlushAt = 64 * 1024;

    /// <summary>How often the cursor may find nothing to send before others have their turn, such as entries that a transformer drops.</summary>
    private const int LookAt = 256;

    /// <summary>The stream goes on.</summary>
    private const int NoCause = -1;

    private readonly FrameCursor cursor;
    private readonly TimeProvider time;
    private readonly WakeSignal wake = new();
    private long lastWrite;
    private long delivered;
    private long bytes;
    private long skipped;
    private long replayed;
    private SubscriberCounts taken;
    private bool isFlushing;
    private bool isKeepAliveDue;
    private bool isEnding;
    private int firstCause = NoCause;
    private PipeWriter? stream;

    public Subscriber(FrameCursor cursor, TimeProvider time)
    {
        this.cursor = cursor;
        this.time = time;
        lastWrite = time.GetTimestamp();
    }

    /// <summary>How many frames it was sent.</summary>
    public long Delivered => Volatile.Read(ref delivered);

    /// <summary>How many events were gone before it could be sent them.</summary>
    public long Skipped => Volatile.Read(ref skipped);

    /// <summary>What it was sent and what it missed since this was asked for the last time. For one asker at a time.</summary>
    public SubscriberCounts TakeCounts()
    {
        var now = new SubscriberCounts(
            Delivered,
            Volatile.Read(ref bytes),
            Skipped,
            Volatile.Read(ref replayed)
        );
        var since = new SubscriberCounts(
            now.Delivered - taken.Delivered,
            now.Bytes - taken.Bytes,
            now.Skipped - taken.Skipped,
            now.Replayed - taken.Replayed
        );
        taken = now;
        return since;
    }

    /// <summary>There is something new in the ring.</summary>
    public void Wake() => wake.Set();

    /// <summary>Nothing more will come: send what is there, and end.</summary>
    public void End()
    {
        Volatile.Write(ref isEnding, true);
        wake.Set();
    }

    /// <summary>
    /// Ends the stream where it is, as the server waits no longer: cleanly between two frames, and as with <see cref="Abort"/> where the client does
    /// not accept what was written. Either way it may come back for the rest.
    /// </summary>
    public void GiveUp() =>
        Stop(Volatile.Read(ref isFlushing) ? StreamEnd.TooSlow : StreamEnd.ServerStopping);

    /// <summary>Gives up the client at once; a write that it does not accept ends, on a thread of its own.</summary>
    public void Abort() => Stop(StreamEnd.TooSlow);

    private void Stop(StreamEnd cause)
    {
        EndBecause(cause);
        Volatile.Read(ref stream)?.CancelPendingFlush();
        wake.Set();
    }

    /// <summary>
    /// Called now and then, from one thread: asks for a keep-alive where nothing was written for that long, and gives up a client that has
    /// accepted nothing for <paramref name="writeTimeout"/>.
    /// </summary>
    public void Tick(TimeSpan keepAlive, TimeSpan writeTimeout)
    {
        // In the opposite order of FlushAsync: the time of a write that has begun is then the time of that write.
        var wasFlushing = Volatile.Read(ref isFlushing);
        var idle = time.GetElapsedTime(Volatile.Read(ref lastWrite));
        if (wasFlushing)
        {
            if (idle >= writeTimeout)
            {
                Abort();
            }
        }
        else if (idle >= keepAlive)
        {
            Volatile.Write(ref isKeepAliveDue, true);
            wake.Set();
        }
        if (time.GetUtcNow() >= cursor.Until)
        {
            // The span may be over, which no event tells.
            wake.Set();
        }
    }

    /// <summary>Sends <paramref name="greeting"/>, then what the cursor gives, until the client leaves or the stream ends.</summary>
    public async Task<StreamEnd> RunAsync(
        PipeWriter output,
        byte[] greeting,
        CancellationToken clientLeft
    )
    {
        using var left = clientLeft.UnsafeRegister(
            static subscriber => ((Subscriber)subscriber!).Leave(),
            this
        );
        Volatile.Write(ref stream, output);
        output.Write(greeting);
        if (!await FlushAsync(output))
        {
            return EndOf();
        }
        while (Volatile.Read(ref firstCause) == NoCause)
        {
            // Read before the ring: what was added before the end was announced is sent.
            var wasEnding = Volatile.Read(ref isEnding);
            var turn = WritePending(output, out var hasWritten);
            if (hasWritten || WriteKeepAlive(output))
            {
                if (!await FlushAsync(output))
                {
                    return EndOf();
                }
            }
            else if (turn == CursorTurn.Idle)
            {
                if (wasEnding)
                {
                    return StreamEnd.ServerStopping;
                }
                await wake.WaitAsync();
                continue;
            }
            if (turn == CursorTurn.Ended)
            {
                return cursor.End;
            }
            if (cursor.IsCatchingUp)
            {
                // It may have a million events before it: others have their turn.
                await Task.Yield();
            }
        }
        return EndOf();
    }

    /// <summary>Writes what comes next, up to a bound, and says what stood after it.</summary>
    private CursorTurn WritePending(PipeWriter output, out bool hasWritten)
    {
        var written = 0;
        var looks = 0;
        var turn = CursorTurn.Busy;
        while (written < FlushAt && looks < LookAt)
        {
            turn = cursor.Next(out var frame);
            if (turn is CursorTurn.Idle or CursorTurn.Ended)
            {
                break;
            }
            output.Write(frame);
            written += frame.Length;
            looks += turn == CursorTurn.Busy ? 1 : 0;
            delivered += turn == CursorTurn.Frame ? 1 : 0;
        }
        bytes += written;
        skipped = cursor.Skipped;
        replayed = cursor.Replayed;
        hasWritten = written > 0;
        return turn;
    }

    private bool WriteKeepAlive(PipeWriter output)
    {
        if (!Volatile.Read(ref isKeepAliveDue))
        {
            return false;
        }
        output.Write(KeepAlive);
        return true;
    }

    private static readonly byte[] KeepAlive = SseFrame.Comment("keep-alive");

    private async ValueTask<bool> FlushAsync(PipeWriter output)
    {
        // The time of the write is noted before it is said that one is under way, so that no old time is held against it.
        Volatile.Write(ref lastWrite, time.GetTimestamp());
        Volatile.Write(ref isFlushing, true);
        try
        {
            var result = await output.FlushAsync(CancellationToken.None);
            return !result.IsCompleted && !result.IsCanceled;
        }
        finally
        {
            Volatile.Write(ref isKeepAliveDue, false);
            Volatile.Write(ref lastWrite, time.GetTimestamp());
            Volatile.Write(ref isFlushing, false);
        }
    }

    private void Leave()
    {
        EndBecause(StreamEnd.ClientLeft);
        wake.Set();
    }

    /// <summary>One cause brings about others, a client that is given up leaves too: the first one counts.</summary>
    private void EndBecause(StreamEnd cause) =>
        Interlocked.CompareExchange(ref firstCause, (int)cause, NoCause);

    private StreamEnd EndOf()
    {
        // A write that was not accepted whole, and nobody gave the client up: it left.
        EndBecause(StreamEnd.ClientLeft);
        return (StreamEnd)Volatile.Read(ref firstCause);
    }
}
