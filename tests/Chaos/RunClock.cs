namespace Freshet.Chaos;

/// <summary>The time of a run, from its beginning.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private readonly long start = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(start);

    public Task Wait(TimeSpan span, CancellationToken cancellation) =>
        Task.Delay(span, time, cancellation);

    /// <summary>Whether the condition came true in time.</summary>
    public async Task<bool> Comes(
        Func<bool> condition,
        TimeSpan limit,
        CancellationToken cancellation
    )
    {
        for (var end = Elapsed + limit; !condition(); )
        {
            if (Elapsed > end)
            {
                return false;
            }
            await Wait(TimeSpan.FromMilliseconds(50), cancellation);
        }
        return true;
    }
}
