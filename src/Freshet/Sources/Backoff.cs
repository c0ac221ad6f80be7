namespace Freshet.Sources;

/// <summary>How long to wait before the next try: doubled with each failure, and longer by chance, so that clients that lost one server do not come back at once.</summary>
/// <param name="first">The wait after the first failure.</param>
/// <param name="longest">How far it grows.</param>
/// <param name="chance">A number from 0 to below 1.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, Func<double> chance)
{
    /// <summary>The longest wait that a server may ask for: it may be wrong, and a source must come back some day.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    private TimeSpan first = first;

    /// <summary>Failures in a row.</summary>
    public int Failures { get; private set; }

    public void Reset() => Failures = 0;

    /// <summary>The server's own word for the first wait.</summary>
    public void Ask(TimeSpan wait) => first = wait < LongestAsked ? wait : LongestAsked;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="least">What the server asked to be waited this time; null where it did not.</param>
    public TimeSpan Fail(TimeSpan? least = null)
    {
        Failures++;
        var most = first > longest ? first : longest;
        // Beyond 30 doublings every wait has reached its limit.
        var grown = first.TotalMilliseconds * Math.Pow(2, Math.Min(Failures - 1, 30));
        var wait = TimeSpan.FromMilliseconds(Math.Min(grown, most.TotalMilliseconds));
        var asked = least < LongestAsked ? least.Value : LongestAsked;
        if (least is not null && asked > wait)
        {
            wait = asked;
        }
        return wait * (1 + (chance() / 2));
    }
}
