namespace Freshet.Tests.Sinks.Sse;

/// <summary>Numbers that one thread announces, waking another with each, which looks at them: a wake-up that is lost leaves one unseen.</summary>
/// <param name="last">The last number; the first is 1.</param>
internal sealed class Announcements(long last)
{
    private long announced;
    private long seen;

    public bool AreAllSeen => Volatile.Read(ref seen) == last;

    /// <summary>Looks; for the thread that is woken.</summary>
    public void See() => Volatile.Write(ref seen, Volatile.Read(ref announced));

    /// <summary>Announces all numbers, in step with the other thread now and then, so that it is met while it falls asleep.</summary>
    public void AnnounceAll(Action wake, CancellationToken watchdog)
    {
        for (var i = 1L; i <= last; i++)
        {
            Volatile.Write(ref announced, i);
            wake();
            if (i % 8 != 0)
            {
                continue;
            }
            var spinner = new SpinWait();
            while (Volatile.Read(ref seen) < i)
            {
                watchdog.ThrowIfCancellationRequested();
                spinner.SpinOnce(sleep1Threshold: -1);
            }
        }
    }
}
