using Freshet.Chaos.Faults;
using Freshet.Chaos.Judging;
using Freshet.Chaos.Reading;
using Freshet.Chaos.Running;
using Freshet.Chaos.Sending;

namespace Freshet.Chaos;

/// <summary>One run: everything is started, things go wrong for a while, are healed, and every debt is asked for.</summary>
internal sealed class Run(Arguments arguments, TextWriter output, TimeProvider time)
{
    private const int Producers = 4;

    /// <summary>How long it may take until what is under way has arrived everywhere.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(60);

    private readonly RunClock clock = new(time);
    private readonly DateTimeOffset began = time.GetUtcNow();
    private readonly Ledger ledger = new();
    private readonly Problems problems = new();
    private readonly SortedDictionary<string, int> faults = new(StringComparer.Ordinal);

    /// <summary>Whether every promise was kept.</summary>
    public async Task<bool> ExecuteAsync(CancellationToken cancellation)
    {
        Say(
            $"seed {arguments.Seed}: ./do chaos --minutes {arguments.Minutes} --seed {arguments.Seed}"
        );
        var folder = Directory.CreateTempSubdirectory("freshet-chaos-");
        var isKept = false;
        try
        {
            var world = new World(
                folder.FullName,
                arguments.Minutes,
                arguments.Seed,
                problems,
                clock,
                time
            );
            await using (world)
            {
                if (world.Shortcoming is { } shortcoming)
                {
                    Say($"WITHOUT A FULL DISK: {shortcoming}");
                }
                try
                {
                    await LiveAsync(world, cancellation);
                }
                catch (TimeoutException fault)
                {
                    problems.Add(Promise.Alive, fault.Message);
                }
                isKept = new Report(problems, output).Write(isDiskTried: world.Shortcoming is null);
                if (!isKept)
                {
                    world.KeepDisks();
                }
            }
        }
        finally
        {
            if (isKept || cancellation.IsCancellationRequested)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                Say($"seed {arguments.Seed}; everything is kept in {folder.FullName}");
            }
        }
        return isKept;
    }

    private async Task LiveAsync(World world, CancellationToken cancellation)
    {
        await world.StartAsync(cancellation);
        using var ending = new CancellationTokenSource();
        using var abandoning = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var producers = Enumerable.Range(0, Producers).Select(Producer).ToList();
        var sending = Task.WhenAll(
            producers.Select(producer => producer.RunAsync(ending.Token, abandoning.Token))
        );
        try
        {
            await HurtAsync(world, cancellation);
        }
        catch
        {
            await abandoning.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
        await ending.CancelAsync();
        await sending;
        Say("nothing goes wrong any more; what is under way may arrive");
        var histories = await DrainAsync(world, producers[0], cancellation);
        await world.StopAsync();
        Judge(world, histories);
        Count(world, histories.Origin);

        Producer Producer(int number) =>
            new(
                $"p{number}",
                arguments.Seed + (number * 1000),
                // One of them by way of the proxy, which breaks its requests off.
                world.Webhook(isProxied: number == 1),
                ledger,
                problems,
                clock
            );
    }

    /// <summary>Faults one after the other, each healed before the next.</summary>
    private async Task HurtAsync(World world, CancellationToken cancellation)
    {
        var random = new Random(arguments.Seed);
        var deck = new FaultDeck(random, world, ledger, problems, clock);
        var end = clock.Elapsed + TimeSpan.FromMinutes(arguments.Minutes);
        while (clock.Elapsed < end)
        {
            var pause = TimeSpan.FromMilliseconds(random.Next(200, 1200));
            await clock.Wait(pause, cancellation);
            var drawn = deck.Draw();
            foreach (var fault in drawn)
            {
                Say($"{fault.Name} {fault.Detail} for {fault.Lasts.TotalMilliseconds} ms");
                faults[fault.Name] = faults.GetValueOrDefault(fault.Name) + 1;
            }
            await Task.WhenAll(drawn.Select(fault => SufferAsync(fault, cancellation)));
            foreach (var service in world.Services)
            {
                await service.ReviveAsync(cancellation);
            }
        }
    }

    private async Task SufferAsync(Fault fault, CancellationToken cancellation)
    {
        await fault.Begin(cancellation);
        await clock.Wait(fault.Lasts, cancellation);
        await fault.End(cancellation);
    }

    /// <summary>Sends a last event; once it has come everywhere, so has everything before it.</summary>
    private async Task<(Diary Origin, Diary Follower)> DrainAsync(
        World world,
        Producer producer,
        CancellationToken cancellation
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(DrainLimit);
        var last = await producer.SendOneAsync(limit.Token);
        var histories = world.ReadHistories();
        foreach (
            var diary in (Diary[])
                [
                    .. world.OriginDiaries,
                    .. world.FollowerDiaries,
                    world.Received,
                    histories.Origin,
                    histories.Follower,
                ]
        )
        {
            // What does not come to one is not waited for at length with the next.
            var left = problems.Of(Promise.Flowing).Count == 0 ? DrainLimit : TimeSpan.Zero;
            if (!await clock.Comes(() => diary.Has(last), left, cancellation))
            {
                problems.Add(
                    Promise.Flowing,
                    $"the last event has not come to {diary.Name} by {clock.Elapsed:mm\\:ss}"
                );
            }
        }
        return histories;
    }

    private void Judge(World world, (Diary Origin, Diary Follower) histories)
    {
        Diary[] streams =
        [
            histories.Origin,
            .. world.OriginDiaries,
            histories.Follower,
            .. world.FollowerDiaries,
        ];
        foreach (var diary in streams.Append(world.Received))
        {
            diary.Refresh();
        }
        var judge = new Judge(ledger, problems, [.. streams, world.Received], began);
        judge.CheckJournal(histories.Origin);
        foreach (var reader in world.OriginDiaries)
        {
            judge.CheckReader(Promise.Streamed, reader, histories.Origin, sameNames: true);
        }
        judge.CheckReceiver(world.Received, histories.Origin);
        judge.CheckReader(Promise.Linked, histories.Follower, histories.Origin, sameNames: false);
        foreach (var reader in world.FollowerDiaries)
        {
            judge.CheckReader(Promise.Linked, reader, histories.Origin, sameNames: false);
        }
        judge.CheckErrors();
    }

    private void Count(World world, Diary history)
    {
        var events = history.Events.Count();
        var acknowledged = ledger.Sent.Values.Count(each => each.Request.IsAcknowledged);
        Say(
            $"{acknowledged} events acknowledged, {events} in the journal, {ledger.Sent.Count} sent; "
                + $"{ledger.Unavailable} answers of 503, {ledger.Failures} requests without an answer"
        );
        var connections = world
            .OriginDiaries.Concat(world.FollowerDiaries)
            .Sum(diary => diary.Of(SightingKind.Connected).Count() - 1);
        var deliveries = world.Received.Events.Count();
        var redeliveries =
            deliveries - world.Received.Events.DistinctBy(each => each.Digest).Count();
        Say(
            $"{connections} reconnections of clients; {deliveries} deliveries, {redeliveries} of them again; "
                + $"{world.OriginProxy.Cuts + world.ReceiverProxy.Cuts} connections cut"
        );
        Say($"faults: {string.Join(", ", faults.Select(fault => $"{fault.Value} {fault.Key}"))}");
    }

    private void Say(string text) => output.WriteLine($"{clock.Elapsed:mm\\:ss\\.f} {text}");
}
