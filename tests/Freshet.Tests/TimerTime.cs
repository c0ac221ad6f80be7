namespace Freshet.Tests;

/// <summary>A clock that stands still until a test moves it, with timers that go off when it does.</summary>
internal sealed class TimerTime : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private TimeSpan elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

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
        if (period != Timeout.InfiniteTimeSpan)
        {
            throw new NotSupportedException("a timer that goes off again and again");
        }
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; what is due by then goes off before this returns.</summary>
    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (gate)
        {
            elapsed += by;
            due = [.. timers.Where(timer => timer.Due <= elapsed)];
            timers.RemoveAll(due.Contains);
        }
        due.ForEach(timer => timer.Callback());
    }

    private sealed class Timer(TimerTime time, Action callback) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public Action Callback => callback;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                time.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time.elapsed + dueTime;
                    time.timers.Add(this);
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
