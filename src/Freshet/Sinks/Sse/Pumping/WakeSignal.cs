using System.Threading.Tasks.Sources;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>
/// Lets one waiter sleep until somebody has something for it, without allocating. A signal that comes while nobody waits is kept for the next wait.
/// </summary>
internal sealed class WakeSignal : IValueTaskSource
{
    private const int Idle = 0;
    private const int Signalled = 1;
    private const int Waiting = 2;

    private ManualResetValueTaskSourceCore<bool> core = new()
    {
        RunContinuationsAsynchronously = true,
    };
    private int state;

    /// <summary>Wakes the waiter; from any thread, as often as wanted.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref state, Signalled) == Waiting)
        {
            core.SetResult(true);
        }
    }

    /// <summary>Returns once <see cref="Set"/> was called after the last wait. For the one waiter alone.</summary>
    public ValueTask WaitAsync()
    {
        if (Interlocked.CompareExchange(ref state, Idle, Signalled) == Signalled)
        {
            return ValueTask.CompletedTask;
        }
        core.Reset();
        if (Interlocked.CompareExchange(ref state, Waiting, Idle) == Idle)
        {
            return new ValueTask(this, core.Version);
        }
        // It came in between. Taken back with a full fence, as in GetResult: see there.
        Interlocked.Exchange(ref state, Idle);
        return ValueTask.CompletedTask;
    }

    void IValueTaskSource.GetResult(short token)
    {
        core.GetResult(token);
        // What a second signal announced was there before it came, and the waiter looks after this. A full fence keeps it so: were the write
        // still in the processor's buffer while the waiter looks, it could wipe out a signal for what the waiter has not seen.
        Interlocked.Exchange(ref state, Idle);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => core.OnCompleted(continuation, state, token, flags);
}
