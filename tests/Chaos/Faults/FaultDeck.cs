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
            Kill(world.Origin.Service, Part.Origin),
            Kill(world.Follower.Service, Part.Follower),
            Kill(world.Receiver, Part.Receiver),
            Kill(world.Client, Part.Client),
            KillAsItStarts(world.Origin.Service, Part.Origin),
            KillAsItStarts(world.Follower.Service, Part.Follower),
            Stop(world.Origin.Service, Part.Origin),
            Stop(world.Follower.Service, Part.Follower),
            Freeze(world.Origin.Service, Part.Origin, 500, 4000),
            // Longer than it takes a silent stream for a broken one.
            Freeze(world.Follower.Service, Part.Follower, 3000, 7000),
            Freeze(world.Client, Part.Client, 4000, 9000),
            Cut(world.OriginProxy, "in front of A", Part.OriginProxy),
            Cut(world.ReceiverProxy, "in front of the receiver", Part.ReceiverProxy),
            Flap(world.OriginProxy, "in front of A", Part.OriginProxy),
            Flap(world.ReceiverProxy, "in front of the receiver", Part.ReceiverProxy),
            Delay(),
            Refuse(),
        ];
        if (world.Shortcoming is null)
        {
            const Part link = Part.Origin | Part.OriginProxy | Part.Follower;
            kinds.Add(Fill(world.Origin, Part.Origin, andKill: false));
            kinds.Add(Fill(world.Origin, Part.Origin, andKill: true));
            kinds.Add(Fill(world.Follower, link, andKill: false));
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

    /// <summary>Killed, and killed again in the midst of recovering, a few times.</summary>
    private Fault KillAsItStarts(Service service, Part part)
    {
        List<TimeSpan> lives = [.. Enumerable.Range(0, 3).Select(_ => Span(50, 900))];
        return new(
            $"kill -9 of {service.Name} as it starts",
            $"after {string.Join(", ", lives.Select(life => $"{life.TotalMilliseconds}"))} ms",
            part,
            TimeSpan.Zero,
            async cancellation =>
            {
                foreach (var life in lives)
                {
                    await service.KillAsync();
                    service.Launch();
                    await clock.Wait(life, cancellation);
                }
                await service.KillAsync();
            },
            service.StartAsync
        );
    }

    private Fault Stop(Service service, Part part) =>
        new(
            $"SIGTERM to {service.Name}",
            "",
            part,
            Span(1, 1000),
            _ => service.StopAsync(),
            service.StartAsync
        );

    private Fault Freeze(Service service, Part part, int shortest, int longest) =>
        new(
            $"SIGSTOP of {service.Name}",
            "",
            part,
            Span(shortest, longest),
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

    /// <summary>Cut again and again, so that who connects again has hardly begun to catch up.</summary>
    private Fault Flap(TcpProxy proxy, string where, Part part)
    {
        List<int> cuts = [.. Enumerable.Range(0, 8).Select(_ => random.Next(50_000))];
        return new(
            $"connections cut again and again {where}",
            $"after {string.Join(", ", cuts)} bytes",
            part,
            TimeSpan.Zero,
            async cancellation =>
            {
                foreach (var bytes in cuts)
                {
                    proxy.CutAfter(bytes);
                    await clock.Wait(TimeSpan.FromMilliseconds(250), cancellation);
                }
            },
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

    /// <summary>Whatever could keep events from the server is left alone meanwhile, since only what comes shows that there is no room for it.</summary>
    private Fault Fill(Node node, Part parts, bool andKill)
    {
        var disk = new FullDisk(node, node == world.Origin, ledger, problems, clock);
        var name = $"full disk of {node.Service.Name}";
        return new(
            andKill ? $"{name}, and kill -9" : name,
            "",
            parts,
            Span(500, 2500),
            cancellation => disk.BeginAsync(andKill, cancellation),
            cancellation => disk.EndAsync(andKill, cancellation)
        );
    }

    private static Task Now(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
