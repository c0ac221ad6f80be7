namespace Freshet.Tests;

/// <summary>A clock that stands still until a test moves it. It has no timers: what waits for one is driven by hand.</summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Beginning = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private long elapsed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(Volatile.Read(ref elapsed));

    public override long GetTimestamp() => Volatile.Read(ref elapsed);

    public void Advance(TimeSpan by) => Interlocked.Add(ref elapsed, by.Ticks);
}
