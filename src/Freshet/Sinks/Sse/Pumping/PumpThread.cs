namespace Freshet.Sinks.Sse.Pumping;

/// <summary>
/// Runs a pump on a thread of its own, asleep while there is nothing to do: a pump can be at work for a tenth of a second at a time, which the
/// thread pool has no place for.
/// </summary>
internal sealed class PumpThread : IDisposable
{
    private const int Awake = 0;
    private const int Woken = 1;
    private const int Asleep = 2;

    private readonly AutoResetEvent signal = new(false);
    private readonly TaskCompletionSource over = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly Thread thread;
    private readonly Func<bool> work;
    private int state;
    private bool isClosing;
    private long allocated;

    /// <param name="name">What it is called in a debugger.</param>
    /// <param name="work">Called until it says that there is nothing to do, and again after each <see cref="Wake"/>.</param>
    public PumpThread(string name, Func<bool> work)
    {
        this.work = work;
        thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>Ends when the thread does; faulted where the pump broke.</summary>
    public Task Over => over.Task;

    /// <summary>How many bytes it had allocated when it had nothing to do the last time.</summary>
    public long Allocated => Volatile.Read(ref allocated);

    public void Start() => thread.Start();

    /// <summary>There is something to do; from any thread.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref state, Woken) == Asleep)
        {
            signal.Set();
        }
    }

    /// <summary>Ends the thread after the turn that it is in.</summary>
    public void Close()
    {
        Volatile.Write(ref isClosing, true);
        Wake();
    }

    /// <summary>Only once it is <see cref="Over"/>, or was never started.</summary>
    public void Dispose() => signal.Dispose();

    private void Run()
    {
        try
        {
            while (!Volatile.Read(ref isClosing))
            {
                if (!work())
                {
                    Volatile.Write(ref allocated, GC.GetAllocatedBytesForCurrentThread());
                    Sleep();
                }
            }
            over.SetResult();
        }
#pragma warning disable CA1031 // Whatever broke it is told to who awaits the thread, which stops the server.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            over.SetException(fault);
        }
    }

    private void Sleep()
    {
        if (Interlocked.CompareExchange(ref state, Asleep, Awake) == Awake)
        {
            signal.WaitOne();
        }
        // With a full fence: what was announced before is seen by the look that follows.
        Interlocked.Exchange(ref state, Awake);
    }
}
