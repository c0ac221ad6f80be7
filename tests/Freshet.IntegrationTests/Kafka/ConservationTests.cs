using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Journal;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>
/// Every message that the broker acknowledged is an obligation. Two servers read it as one group while everything breaks; afterwards each obligation is looked
/// for in their journals and on their streams.
/// </summary>
public sealed class ConservationTests : IDisposable
{
    private const int Kill = 9;
    private const int Keys = 6;
    private const string Topic = "conserved.things";

    /// <summary>A broker that was killed takes seconds to come back, and a group as long to notice that a member is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Nothing_is_lost_while_brokers_and_members_of_a_group_are_killed()
    {
        await using var broker = await KafkaBroker.StartAsync(
            TestContext.Current.CancellationToken
        );
        using var load = new Load(broker);
        var producing = load.RunAsync();

        var first = await StartAsync(broker, "first");
        await HasMoreAsync("first", load);
        // A second member joins: a rebalance while events flow.
        var second = await StartAsync(broker, "second");
        await HasMoreAsync("second", load);

        await broker.KillAsync();
        await broker.StartAgainAsync(TestContext.Current.CancellationToken);
        await HasMoreAsync("first", load);
        await HasMoreAsync("second", load);
        await first.Complains("things: no broker of ");
        await first.Complains("things: the brokers answer again");

        // A member is gone without a word: its partitions go to the other one, with what was not committed.
        first.Signal(Kill);
        await first.ExitAsync();
        await first.DisposeAsync();
        first = await StartAsync(broker, "first");
        await HasMoreAsync("first", load);

        // One leaves as it should, and comes back.
        second.Signal(FreshetProcess.Terminate);
        (await second.ExitAsync()).ShouldBe(0, second.Errors);
        await second.DisposeAsync();
        await HasMoreAsync("first", load);
        second = await StartAsync(broker, "second");
        await HasMoreAsync("second", load);

        // All at once.
        first.Signal(Kill);
        second.Signal(Kill);
        await broker.KillAsync();
        await first.ExitAsync();
        await second.ExitAsync();
        await first.DisposeAsync();
        await second.DisposeAsync();
        await broker.StartAgainAsync(TestContext.Current.CancellationToken);
        await using var lastFirst = await StartAsync(broker, "first");
        await using var lastSecond = await StartAsync(broker, "second");
        await HasMoreAsync("first", load);

        load.Stop();
        await producing;
        load.Acknowledged.Count.ShouldBeGreaterThan(1000);
        await HoldsAsync(
            () =>
                load.Acknowledged.Keys.Except(Kept("first").Concat(Kept("second"))).Any() is false,
            () =>
                $"missing: {string.Join(' ', load.Acknowledged.Keys.Except(Kept("first").Concat(Kept("second"))).Take(20))}"
        );
        await IsWholeAsync("first", lastFirst, load);
        await IsWholeAsync("second", lastSecond, load);
    }

    /// <summary>Each event once, nothing that nobody sent, each key in the order in which it was sent; and the stream has all of it.</summary>
    private async Task IsWholeAsync(string member, FreshetProcess server, Load load)
    {
        var kept = Kept(member);
        kept.ShouldBeUnique();
        kept.Except(load.Sent).ShouldBeEmpty();
        foreach (var key in kept.GroupBy(id => id.Split('-')[0], StringComparer.Ordinal))
        {
            key.Select(id => int.Parse(id.Split('-')[1], CultureInfo.InvariantCulture))
                .ShouldBeInOrder(SortDirection.Ascending, $"{member}, key {key.Key}");
        }
        using var http = new HttpClient { BaseAddress = server.Address };
        await using var client = await SseClient.OpenAsync(
            http,
            "/sse/events?since=1970-01-01T00:00:00Z"
        );
        var streamed = await client.NextAsync(kept.Count);
        streamed.Select(item => item.EventId!).ShouldBe(kept);
    }

    /// <summary>Returns once the member has an event that was sent after this was called.</summary>
    private async Task HasMoreAsync(string member, Load load)
    {
        var before = load.Sent.ToHashSet(StringComparer.Ordinal);
        await HoldsAsync(
            () => Kept(member).Any(id => !before.Contains(id)),
            () =>
                $"{member} has {Kept(member).Count} events, of {load.Acknowledged.Count} that are acknowledged"
        );
    }

    private List<string> Kept(string member)
    {
        var path = Path.Combine(folder.Path, member);
        var kept = new List<string>();
        using var walk = new JournalWalk(path);
        while (walk.MoveNext())
        {
            if (walk.Current.Entry is { } entry)
            {
                kept.Add(entry.Event.Id);
            }
        }
        return kept;
    }

    private async Task<FreshetProcess> StartAsync(KafkaBroker broker, string member)
    {
        var configuration = Path.Combine(folder.Path, $"{member}.toml");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            [journal]
            path = '{Path.Combine(folder.Path, member)}'
            [dead_letters]
            path = '{Path.Combine(folder.Path, member + "-letters")}'
            [sources.things.extractor]
            type = "kafka"
            brokers = ["{broker.Address}"]
            topics = ["{Topic}"]
            group_id = "conservation"
            properties = {KafkaBroker.Properties}
            [sinks.events]
            type = "sse"
            id = "events"
            """
        );
        return await FreshetProcess.StartAsync(
            "--config",
            configuration,
            "--set",
            "journal.type=file"
        );
    }

    private static async Task HoldsAsync(Func<bool> condition, Func<string> state)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (!condition())
        {
            if (watch.Elapsed > Patience)
            {
                throw new ShouldAssertException(
                    $"This did not come true within {Patience}: {state()}"
                );
            }
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>Sends events of several keys, one after the other, as long as it may.</summary>
    private sealed class Load(KafkaBroker broker) : IDisposable
    {
        private readonly IProducer<byte[]?, byte[]?> producer = KafkaClient.NewProducer(broker);
        private readonly ConcurrentQueue<string> sent = new();
        private readonly CancellationTokenSource stopped = new();

        public IReadOnlyCollection<string> Sent => sent;

        /// <summary>What the broker said it has.</summary>
        public ConcurrentDictionary<string, bool> Acknowledged { get; } =
            new(StringComparer.Ordinal);

        public async Task RunAsync()
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            for (var n = 0; !stopped.IsCancellationRequested; n++)
            {
                for (var key = 0; key < Keys; key++)
                {
                    Send(string.Create(CultureInfo.InvariantCulture, $"k{key}-{n}"), $"k{key}");
                }
                await timer.WaitForNextTickAsync();
            }
            // What is under way is acknowledged, or was never an obligation.
            producer.Flush(TimeSpan.FromSeconds(60)).ShouldBe(0);
        }

        public void Stop() => stopped.Cancel();

        public void Dispose()
        {
            producer.Dispose();
            stopped.Dispose();
        }

        private void Send(string id, string key)
        {
            sent.Enqueue(id);
            var json =
                $$"""{"id":"{{id}}","type":"thing.made","source":"test","timestamp":"2026-01-01T00:00:00Z","data":1}""";
            producer.Produce(
                Topic,
                new() { Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(json) },
                report =>
                {
                    if (report.Error.Code == ErrorCode.NoError)
                    {
                        Acknowledged[id] = true;
                    }
                }
            );
        }
    }
}
