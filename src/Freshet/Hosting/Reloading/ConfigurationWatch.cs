using Freshet.Configuration;
using Freshet.Sources;

namespace Freshet.Hosting.Reloading;

/// <summary>
/// Follows the files that a configuration was read from, and tells when their content is another and nobody writes to them any more. What counts is the content, wherever a path leads by then: so
/// editors that put a new file in the place of the old one are followed, and links that are turned over, as those of a ConfigMap are.
/// </summary>
/// <param name="files">The files of the configuration that was read last.</param>
/// <param name="changed">Told.</param>
/// <param name="time">The clock.</param>
internal sealed class ConfigurationWatch(Func<ReadFiles> files, Action changed, TimeProvider time)
{
    /// <summary>Between two looks where the system says nothing. The files are small, and few.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>What stays the same for that long is written.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    /// <summary>What is never at rest is taken as it is after so many looks: ten seconds.</summary>
    private const int MostLooks = 100;

    /// <summary>Follows them until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            var read = files();
            Fingerprint? told = null;
            using var notices = new FileNotices(read.Folders, "*", isRecursive: false, time);
            // What changed since they were read, and before anybody listened, is seen at once.
            while (ReferenceEquals(read, files()))
            {
                var now = read.Now();
                if (now != read.AsRead && now != told)
                {
                    now = await SettledAsync(read, now, stopping);
                }
                if (now != read.AsRead && now != told)
                {
                    told = now;
                    changed();
                }
                await notices.WaitAsync(Interval, stopping);
            }
        }
    }

    private async Task<Fingerprint> SettledAsync(
        ReadFiles read,
        Fingerprint now,
        CancellationToken stopping
    )
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            await Task.Delay(Settling, time, stopping);
            var next = read.Now();
            if (next == now)
            {
                break;
            }
            now = next;
        }
        return now;
    }
}
