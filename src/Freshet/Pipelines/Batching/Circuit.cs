namespace Freshet.Pipelines.Batching;

/// <summary>
/// Says when a destination may be tried again. After each failure in a row the pause doubles, from one second up to half a minute, and up to a half of it
/// is left out at random, so that many who failed together do not come back together. After five the circuit is open: one try every half
/// minute, a probe, is all that the destination gets, whichever event it is for, until one succeeds.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="random">Gives numbers from 0 up to 1.</param>
internal sealed class Circuit(TimeProvider time, Func<double> random)
{
    /// <summary>So many failures in a row open it.</summary>
    public const int Threshold = 5;

    /// <summary>The longest pause that a destination may ask for: one that says more is looked at all the same.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private long pausedAt;
    private TimeSpan pause;

    /// <summary>How many tries failed since the last that did not.</summary>
    public int Failures { get; private set; }

    public bool IsOpen => Failures >= Threshold;

    /// <summary>How long to wait before the next try.</summary>
    public TimeSpan Remaining
    {
        get
        {
            var remaining = pause - time.GetElapsedTime(pausedAt);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>A try failed.</summary>
    /// <param name="after">How long the destination asked to be left alone; it gets that and up to a tenth more.</param>
    public void Fail(TimeSpan? after)
    {
        Failures++;
        var doubled = Failures <= Threshold ? Shortest * (1 << (Failures - 1)) : Longest;
        pause = doubled * (1 - (random() / 2));
        if (after is { } given)
        {
            var asked = TimeSpan.FromTicks(Math.Clamp(given.Ticks, 0, LongestAsked.Ticks));
            asked *= 1 + (random() / 10);
            pause = asked > pause ? asked : pause;
        }
        pausedAt = time.GetTimestamp();
    }

    /// <summary>The destination answered.</summary>
    public void Succeed()
    {
        Failures = 0;
        pause = TimeSpan.Zero;
    }
}
