using System.Net;
using Freshet.Chaos.Judging;
using Freshet.Chaos.Running;
using Freshet.Chaos.Sending;

namespace Freshet.Chaos.Faults;

/// <summary>Fills the disk of a server, and looks that nobody is told that all is well until it is.</summary>
internal sealed class FullDisk(
    Node node,
    bool takesRequests,
    Ledger ledger,
    Problems problems,
    RunClock clock
)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Returns once the server has noticed.</summary>
    public async Task BeginAsync(bool andKill, CancellationToken cancellation)
    {
        var before = ledger.Unavailable;
        node.Disk.Fill();
        if (
            takesRequests
            && !await clock.Comes(() => ledger.Unavailable > before, Limit, cancellation)
        )
        {
            Tell("answered no request 503 while its disk was full");
        }
        await SaysAsync(HttpStatusCode.ServiceUnavailable, cancellation);
        if (andKill)
        {
            await node.Service.KillAsync();
        }
    }

    /// <summary>Makes room; returns once the server takes events in again, by itself.</summary>
    public async Task EndAsync(bool wasKilled, CancellationToken cancellation)
    {
        if (wasKilled)
        {
            // It may refuse to start on a full disk, or start and take nothing in; whichever, it has to work once there is room.
            node.Service.MayRefuse = true;
            await node.Service.TryStartAsync(cancellation);
            node.Service.MayRefuse = false;
        }
        node.Disk.Free();
        await node.Service.StartAsync(cancellation);
        var before = ledger.Acknowledged;
        await SaysAsync(HttpStatusCode.OK, cancellation);
        if (
            takesRequests
            && !await clock.Comes(() => ledger.Acknowledged > before, Limit, cancellation)
        )
        {
            Tell("takes nothing in though its disk has room again");
        }
    }

    private async Task SaysAsync(HttpStatusCode wanted, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        HttpStatusCode? said = null;
        for (var end = clock.Elapsed + Limit; clock.Elapsed < end; )
        {
            try
            {
                using var answer = await http.GetAsync(node.Health, cancellation);
                said = answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                said = null;
            }
            if (said == wanted)
            {
                return;
            }
            await clock.Wait(TimeSpan.FromMilliseconds(50), cancellation);
        }
        Tell($"says {(int?)said} at /health, and not {(int)wanted}");
    }

    private void Tell(string what) =>
        problems.Add(
            Promise.FullDisk,
            $"{node.Service.Name} {what} ({clock.Elapsed:mm\\:ss}; see {node.Service.Log})"
        );
}
