namespace Freshet.IntegrationTests.Running;

/// <summary>The real clock, whose time of day a test puts forward.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long shift;

    public override DateTimeOffset GetUtcNow() =>
        base.GetUtcNow().AddTicks(Volatile.Read(ref shift));

    public void PutForward(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}
