using System.Net;
using Freshet.Chaos.Judging;
using Freshet.Chaos.Running;
using Freshet.Chaos.Sending;

namespace Freshet.Chaos.Faults;

/// <summary>
/// Draws faults by a seed: every kind comes once before any comes again, in an order, of a length and with details that are the same for the same seed.
/// </summary>
internal sealed class FaultDeck(
    Random random,
    World world,
    Ledger ledger,
    Problems problems,
    RunClock clock
)
{
    private static readonly TimeSpan DiskLimit = TimeSpan.FromSeconds(15);

    private readonly List<Fault> deck = [];

    /// <summary>The next fault, and at times another one of other parts with it.</summary>
    public IReadOnlyList<Fault> Draw()
    {
        if (deck.Count == 0)
        {
            deck.AddRange(Kinds());
            var order = deck.ToArray();
            random.Shuffle(order);
            deck.Clear();
            deck.AddRange(order);
        }
        var first = deck[0];
        deck.RemoveAt(0);
        if (
            random.Next(3) == 0
            && deck.Find(other => (other.Touches & first.Touches) == Part.None) is { } second
        )
        {
            deck.Remove(second);
            return [first, second];
        }
        return [first];
    }

    private List<Fault> Kinds()
    {
        List<Fault> kinds =
        [
            Kill(world.Origin, Part.Origin),
            Kill(world.Follower, Part.Follower),
            Kill(world.Receiver, Part.Receiver),
            Kill(world.Client, Part.Client),
            Stop(world.Origin, Part.Origin),
            Stop(world.Follower, Part.Follower),
            Freeze(world.Origin, Part.Origin, 4000),
            Freeze(world.Client, Part.Client, 8000),
            Cut(world.OriginProxy, "in front of A", Part.OriginProxy),
            Cut(world.ReceiverProxy, "in front of the receiver", Part.ReceiverProxy),
            Delay(),
            Refuse(),
        ];
        if (world.Disk.Shortcoming is null)
        {
            kinds.Add(FullDisk(andKill: false));
            kinds.Add(FullDisk(andKill: true));
        }
        return kinds;
    }

    private TimeSpan Span(int from, int to) => TimeSpan.FromMilliseconds(random.Next(from, to));

    private Fault Kill(Service service, Part part) =>
        new(
            $"kill -9 of {service.Name}",
            "",
            part,
            Span(1, 1500),
            _ => service.KillAsync(),
            service.StartAsync
        );

    private Fault Stop(Service service, Part part) =>
        new(
            $"SIGTERM to {service.Name}",
            "",
            part,
            Span(1, 1000),
            _ => service.StopAsync(),
            service.StartAsync
        );

    private Fault Freeze(Service service, Part part, int longest) =>
        new(
            $"SIGSTOP of {service.Name}",
            "",
            part,
            Span(500, longest),
            _ => Now(service.Freeze),
            _ => Now(service.Thaw)
        );

    private Fault Cut(TcpProxy proxy, string where, Part part)
    {
        var bytes = random.Next(20_000);
        var isHard = random.Next(3) == 0;
        return new(
            $"connections cut {where}",
            isHard ? "at once" : $"after {bytes} bytes",
            part,
            Span(100, 1500),
            _ => Now(isHard ? proxy.Cut : () => proxy.CutAfter(bytes)),
            _ => Task.CompletedTask
        );
    }

    private Fault Delay()
    {
        var delay = Span(20, 300);
        return new(
            "connections delayed",
            $"by {delay.TotalMilliseconds} ms",
            Part.OriginProxy | Part.ReceiverProxy,
            Span(1000, 4000),
            _ => Now(() => world.OriginProxy.Delay = world.ReceiverProxy.Delay = delay),
            _ => Now(() => world.OriginProxy.Delay = world.ReceiverProxy.Delay = TimeSpan.Zero)
        );
    }

    private Fault Refuse()
    {
        var (proxy, part) =
            random.Next(2) == 0
                ? (world.OriginProxy, Part.OriginProxy)
                : (world.ReceiverProxy, Part.ReceiverProxy);
        return new(
            "connections refused",
            $"in front of {(part == Part.OriginProxy ? "A" : "the receiver")}",
            part,
            Span(500, 3000),
            _ =>
                Now(() =>
                {
                    proxy.IsRefusing = true;
                    proxy.Cut();
                }),
            _ => Now(() => proxy.IsRefusing = false)
        );
    }

    private Fault FullDisk(bool andKill) =>
        new(
            andKill ? "full disk of A, and kill -9" : "full disk of A",
            "",
            Part.Origin,
            Span(500, 2500),
            async cancellation =>
            {
                await FillAsync(cancellation);
                if (andKill)
                {
                    await world.Origin.KillAsync();
                }
            },
            async cancellation =>
            {
                if (andKill)
                {
                    await StartOnFullDiskAsync(cancellation);
                }
                world.Disk.Free();
                await world.Origin.StartAsync(cancellation);
                await ResumesAsync(cancellation);
            }
        );

    /// <summary>Fills the disk, and looks that nobody is told that all is well.</summary>
    private async Task FillAsync(CancellationToken cancellation)
    {
        var before = ledger.Unavailable;
        world.Disk.Fill();
        if (!await clock.Comes(() => ledger.Unavailable > before, DiskLimit, cancellation))
        {
            problems.Add(Promise.FullDisk, "no request was answered 503 while the disk was full");
        }
        using var http = new HttpClient();
        HttpStatusCode status = default;
        for (var end = clock.Elapsed + DiskLimit; clock.Elapsed < end; )
        {
            try
            {
                using var answer = await http.GetAsync(world.Health, cancellation);
                status = answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                status = default;
            }
            if (status == HttpStatusCode.ServiceUnavailable)
            {
                return;
            }
            await clock.Wait(TimeSpan.FromMilliseconds(50), cancellation);
        }
        problems.Add(Promise.FullDisk, $"/health says {(int)status} while the disk is full");
    }

    /// <summary>It may refuse to start on a full disk, or start and take nothing in; whichever, it has to work once there is room.</summary>
    private async Task StartOnFullDiskAsync(CancellationToken cancellation)
    {
        world.Origin.MayRefuse = true;
        await world.Origin.TryStartAsync(cancellation);
        world.Origin.MayRefuse = false;
    }

    private async Task ResumesAsync(CancellationToken cancellation)
    {
        var before = ledger.Acknowledged;
        if (!await clock.Comes(() => ledger.Acknowledged > before, DiskLimit, cancellation))
        {
            problems.Add(Promise.FullDisk, "nothing is taken in though the disk has room again");
        }
    }

    private static Task Now(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
