namespace Freshet.Sources.HttpPolling;

/// <summary>Lets requests begin one after the other, with a pause between them, and none while a server asks to be left alone.</summary>
internal sealed class Pacer(TimeSpan interval, TimeProvider time)
{
    private readonly Lock mutex = new();
    private readonly long origin = time.GetTimestamp();

    /// <summary>When the next may begin, since <see cref="origin"/>.</summary>
    private TimeSpan next;

    /// <summary>Returns once a request may begin.</summary>
    public async Task EnterAsync(CancellationToken cancellation)
    {
        while (WaitBefore() is { } wait)
        {
            await Task.Delay(wait, time, cancellation);
        }
    }

    /// <summary>No request begins before that time is over.</summary>
    public void Pause(TimeSpan wait)
    {
        lock (mutex)
        {
            var until = time.GetElapsedTime(origin) + wait;
            next = until > next ? until : next;
        }
    }

    /// <summary>How long to wait; null where the turn is the caller's.</summary>
    private TimeSpan? WaitBefore()
    {
        lock (mutex)
        {
            var now = time.GetElapsedTime(origin);
            if (next > now)
            {
                return next - now;
            }
            next = now + interval;
            return null;
        }
    }
}
