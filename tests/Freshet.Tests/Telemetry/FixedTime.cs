namespace Freshet.Tests.Telemetry;

/// <summary>It is always 2026-01-02 03:04:05.678 UTC.</summary>
internal sealed class FixedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
}
