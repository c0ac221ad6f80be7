namespace Freshet.Tests;

/// <summary>A clock that stands still until a test moves it. It has no timers: what waits for one is driven by hand.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private long elapsed;
    private Action? interruption;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(Volatile.Read(ref elapsed));

    public override long GetTimestamp()
    {
        if (Interlocked.Exchange(ref interruption, null) is { } action)
        {
            action();
        }
        return Volatile.Read(ref elapsed);
    }

    /// <summary>Runs something in the midst of the next look at the clock: what another thread might do just then.</summary>
    public void Interrupt(Action action) => interruption = action;

    public void Advance(TimeSpan by) => Interlocked.Add(ref elapsed, by.Ticks);
}
