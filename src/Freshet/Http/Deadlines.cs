namespace Freshet.Http;

/// <summary>
/// Tokens that are cancelled once requests have taken too long. Those that begin within an eighth of that time share one, so that a timer starts
/// a few times in its span, and not with each request: it comes due after the whole of the time, and at most an eighth later.
/// </summary>
/// <param name="after">How long a request may take; <see cref="Timeout.InfiniteTimeSpan"/> for as long as it likes.</param>
/// <param name="time">The clock.</param>
internal sealed class Deadlines(TimeSpan after, TimeProvider time)
{
    private const int Shares = 8;

    private Deadline? latest;

    /// <summary>The token for a request that begins now.</summary>
    public CancellationToken Next()
    {
        if (after == Timeout.InfiniteTimeSpan)
        {
            return CancellationToken.None;
        }
        var known = Volatile.Read(ref latest);
        if (known is not null && time.GetElapsedTime(known.Began) < after / Shares)
        {
            return known.Token;
        }
        // Where several come here at once each makes one, and the last is kept; every one ends by its own timer.
        var source = new CancellationTokenSource(after + (after / Shares), time);
        Volatile.Write(ref latest, known = new(time.GetTimestamp(), source.Token));
        return known.Token;
    }

    private sealed record Deadline(long Began, CancellationToken Token);
}
