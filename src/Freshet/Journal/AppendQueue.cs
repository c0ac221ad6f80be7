namespace Freshet.Journal;

/// <summary>What waits to be written. Callers put in, the one that writes takes all that there is; too much at a time waits outside.</summary>
internal sealed class AppendQueue
{
    /// <summary>How many bytes of records may wait; who comes with more waits until there is room, and one alone is let in whatever it has.</summary>
    private const long MostBytes = 64L << 20;

    private readonly object gate = new();
    private readonly Queue<PendingAppend> waiting = new();
    private readonly Queue<(TaskCompletionSource Admitted, long Size)> outside = new();
    private long bytes;
    private bool isTick;
    private bool isClosed;

    /// <summary>Returns once there is room for as many bytes, which are taken from then on: to be put in or given back.</summary>
    /// <exception cref="JournalUnavailableException">The journal is closed.</exception>
    public async ValueTask EnterAsync(long size, CancellationToken cancellation)
    {
        TaskCompletionSource admitted;
        lock (gate)
        {
            ThrowIfClosed();
            if (outside.Count == 0 && HasRoom(size))
            {
                bytes += size;
                return;
            }
            admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
            outside.Enqueue((admitted, size));
        }
        await using var registration = cancellation.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token),
            admitted
        );
        await admitted.Task;
    }

    /// <summary>Gives room back that was entered.</summary>
    public void Leave(long size)
    {
        lock (gate)
        {
            bytes -= size;
            while (outside.TryPeek(out var next) && HasRoom(next.Size))
            {
                outside.Dequeue();
                // Who was cancelled meanwhile takes no room.
                if (next.Admitted.TrySetResult())
                {
                    bytes += next.Size;
                }
            }
        }
    }

    /// <summary>Puts in what was entered.</summary>
    /// <exception cref="JournalUnavailableException">The journal is closed.</exception>
    public void Add(PendingAppend append)
    {
        lock (gate)
        {
            ThrowIfClosed();
            waiting.Enqueue(append);
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Lets <see cref="Take"/> return even with nothing.</summary>
    public void Tick()
    {
        lock (gate)
        {
            isTick = true;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>No more comes in; what is in is still to be taken.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            while (outside.TryDequeue(out var next))
            {
                next.Admitted.TrySetException(Closed());
            }
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Blocks until there is something, or a tick, or the end.</summary>
    /// <param name="most">How many bytes to take; one append more than fits where it is the first.</param>
    /// <param name="into">Gets what was taken.</param>
    /// <param name="ticked">Whether there was a tick.</param>
    /// <returns>False at the end.</returns>
    public bool Take(Func<long> most, List<PendingAppend> into, out bool ticked)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !isTick && !isClosed)
            {
                Monitor.Wait(gate);
            }
            (ticked, isTick) = (isTick, false);
            var room = most();
            while (waiting.TryPeek(out var next) && (into.Count == 0 || next.Size <= room))
            {
                into.Add(waiting.Dequeue());
                room -= next.Size;
            }
            return into.Count > 0 || ticked || !isClosed;
        }
    }

    private bool HasRoom(long size) => bytes == 0 || bytes + size <= MostBytes;

    private void ThrowIfClosed()
    {
        if (isClosed)
        {
            throw Closed();
        }
    }

    private static JournalUnavailableException Closed() => new("the journal is closed");
}
