namespace Freshet.Tests.Journal;

/// <summary>A clock that stands still until a test moves it, with timers that fire when a test says so.</summary>
internal sealed class TimersByHand : TimeProvider
{
    private readonly ManualTime clock = new();
    private readonly List<Timer> timers = [];

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public void Advance(TimeSpan by) => clock.Advance(by);

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    )
    {
        var timer = new Timer(() => callback(state), timers);
        lock (timers)
        {
            timers.Add(timer);
        }
        return timer;
    }

    /// <summary>Lets every timer fire once.</summary>
    public void Fire()
    {
        Timer[] now;
        lock (timers)
        {
            now = [.. timers];
        }
        foreach (var timer in now)
        {
            timer.Fire();
        }
    }

    private sealed class Timer(Action callback, List<Timer> timers) : ITimer
    {
        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            lock (timers)
            {
                timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
