using Freshet.Sinks.Sse.Frames;
using Freshet.Telemetry;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>The pumps of one endpoint, each with a thread that begins with its first client.</summary>
internal sealed class Pumps : IAsyncDisposable
{
    /// <summary>Between two looks at silent and stuck clients; finer where the options ask for it.</summary>
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Pump[] pumps;
    private readonly PumpThread[] threads;
    private readonly bool[] isStarted;
    private readonly TaskCompletionSource broken = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly ITimer timer;

    /// <param name="endpoint">What all clients share.</param>
    /// <param name="ringGate">Where pumps say how far they are.</param>
    /// <param name="number">How many there are.</param>
    /// <param name="instruments">What is counted.</param>
    public Pumps(SseEndpoint endpoint, RingGate ringGate, int number, Instruments instruments)
    {
        var options = endpoint.Options;
        var finest = TimeSpan.FromTicks(
            Math.Min(options.KeepAlive.Ticks, options.WriteTimeout.Ticks) / 4
        );
        var tick = finest < LongestTick ? finest : LongestTick;
        pumps = new Pump[number];
        threads = new PumpThread[number];
        isStarted = new bool[number];
        for (var i = 0; i < number; i++)
        {
            var at = i;
            threads[i] = new($"pump {i} of {options.Route}", () => pumps[at].Work());
            pumps[i] = new(endpoint, ringGate, i, tick, instruments, threads[i].Wake);
        }
        timer = endpoint.Time.CreateTimer(static pumps => ((Pumps)pumps!).Tick(), this, tick, tick);
    }

    /// <summary>Faulted where a pump broke; else it does not end.</summary>
    public Task Broken => broken.Task;

    /// <summary>What they have sent; exact while they rest.</summary>
    public PumpCounts Totals =>
        pumps.Aggregate(new PumpCounts(), (sum, pump) => sum.Plus(pump.Totals));

    /// <summary>How many frames of events clients were sent; a turn's are counted at its end.</summary>
    public long Delivered => pumps.Sum(static pump => pump.Delivered);

    /// <summary>How many bytes their threads have allocated; exact while they rest.</summary>
    public long Allocated => threads.Sum(thread => thread.Allocated);

    /// <summary>Gives a client to the pump that has the fewest.</summary>
    public void Join(Subscriber subscriber, Outlet outlet)
    {
        lock (gate)
        {
            var at = 0;
            for (var i = 1; i < pumps.Length; i++)
            {
                at = pumps[i].Count < pumps[at].Count ? i : at;
            }
            if (!isStarted[at])
            {
                isStarted[at] = true;
                threads[at].Start();
                _ = threads[at]
                    .Over.ContinueWith(
                        over => broken.TrySetException(over.Exception!.InnerExceptions),
                        CancellationToken.None,
                        TaskContinuationOptions.OnlyOnFaulted,
                        TaskScheduler.Default
                    );
            }
            pumps[at].Join(subscriber, outlet);
        }
    }

    /// <summary>There is something new in the ring.</summary>
    public void Wake()
    {
        for (var i = 0; i < pumps.Length; i++)
        {
            if (pumps[i].Count > 0)
            {
                threads[i].Wake();
            }
        }
    }

    /// <summary>Nothing more will come into the ring: streams end when everything was sent.</summary>
    public void End() => Array.ForEach(pumps, static pump => pump.End());

    /// <summary>Ends the streams where they are; see <see cref="Pump.GiveUp"/>.</summary>
    public void GiveUp() => Array.ForEach(pumps, static pump => pump.GiveUp());

    /// <summary>Ends the threads; clients that are left are not served any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        Task[] running;
        lock (gate)
        {
            running = [.. threads.Where((_, i) => isStarted[i]).Select(thread => thread.Over)];
        }
        Array.ForEach(threads, static thread => thread.Close());
        // What broke one was told by Broken.
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Array.ForEach(threads, static thread => thread.Dispose());
    }

    private void Tick()
    {
        foreach (var pump in pumps)
        {
            if (pump.Count > 0)
            {
                pump.Tick();
            }
        }
    }
}
