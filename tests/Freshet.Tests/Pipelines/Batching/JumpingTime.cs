namespace Freshet.Tests.Pipelines.Batching;

/// <summary>A clock that jumps to the end of each pause as soon as somebody makes one. What is set later, as a limit is, goes off when a test says so.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly List<TimeSpan> pauses = [];
    private readonly List<Timer> limits = [];
    private TimeSpan elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Whether pauses wait for <see cref="Expire"/> too.</summary>
    public bool StandsStill { get; init; }

    /// <summary>How long the pauses were, in order.</summary>
    public IReadOnlyList<TimeSpan> Pauses
    {
        get
        {
            lock (gate)
            {
                return [.. pauses];
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return Beginning + elapsed;
        }
    }

    public override long GetTimestamp()
    {
        lock (gate)
        {
            return elapsed.Ticks;
        }
    }

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new Timer(this, () => callback(state));
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            return timer;
        }
        lock (gate)
        {
            pauses.Add(dueTime);
            if (StandsStill)
            {
                limits.Add(timer);
                return timer;
            }
            elapsed += dueTime;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.GoOff(), timer, false);
        return timer;
    }

    /// <summary>All that wait go off.</summary>
    public void Expire()
    {
        List<Timer> due;
        lock (gate)
        {
            due = [.. limits];
            limits.Clear();
        }
        due.ForEach(timer => timer.GoOff());
    }

    private sealed class Timer(JumpingTime time, Action callback) : ITimer
    {
        public void GoOff() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.limits.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    time.limits.Add(this);
                }
                return true;
            }
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
