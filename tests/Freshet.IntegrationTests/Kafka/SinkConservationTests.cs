using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>Every event that the webhook acknowledged is an obligation. The broker is killed while a sink writes to it; afterwards each is looked for on the topic.</summary>
public sealed class SinkConservationTests
{
    private const int Kill = 9;
    private const int Keys = 6;
    private const string Topic = "conserved.events";

    /// <summary>A broker that was killed takes seconds to come back, and a sink that failed often waits half a minute.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Nothing_is_lost_and_order_holds_while_the_broker_and_the_server_are_killed()
    {
        using var folder = new TemporaryFolder();
        await using var broker = await KafkaBroker.StartAsync(
            TestContext.Current.CancellationToken
        );
        var acknowledged = new List<string>();
        var server = await StartAsync(broker, folder);
        await PostAsync(server, acknowledged, 300);
        await ArrivesAsync(broker, acknowledged[^1]);

        for (var round = 0; round < 2; round++)
        {
            // In the midst of deliveries, and long enough for some to be given up and tried again.
            var posting = PostAsync(server, acknowledged, 600);
            await broker.KillAsync();
            await posting;
            await broker.StartAgainAsync(TestContext.Current.CancellationToken);
            await PostAsync(server, acknowledged, 300);
        }
        server.Signal(Kill);
        await server.ExitAsync();
        await server.DisposeAsync();
        server = await StartAsync(broker, folder);
        await PostAsync(server, acknowledged, 300);
        await ArrivesAsync(broker, acknowledged[^1]);
        server.Signal(FreshetProcess.Terminate);
        (await server.ExitAsync()).ShouldBe(0, server.Errors);
        await server.DisposeAsync();

        var read = await ReadAllAsync(broker);
        acknowledged.Count.ShouldBe(2400);
        read.Select(message => message.Id).Distinct().ShouldBe(acknowledged, ignoreOrder: true);
        foreach (var key in read.GroupBy(message => message.Key, StringComparer.Ordinal))
        {
            key.Select(message => message.Partition).Distinct().ShouldHaveSingleItem();
            key.Select(message => NumberOf(message.Id))
                .Reverse()
                .Distinct()
                .ShouldBeInOrder(SortDirection.Descending, $"the last of each of key {key.Key}");
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{read.Count - acknowledged.Count} of {acknowledged.Count} came more than once"
        );
    }

    private static async Task<FreshetProcess> StartAsync(KafkaBroker broker, TemporaryFolder folder)
    {
        var configuration = Path.Combine(folder.Path, "freshet.toml");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            [journal]
            path = '{Path.Combine(folder.Path, "journal")}'
            [dead_letters]
            path = '{Path.Combine(folder.Path, "letters")}'
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            [sinks.out]
            type = "kafka"
            brokers = ["{broker.Address}"]
            topic = "{Topic}"
            content = "event"
            key = "source"
            delivery_timeout = "1s"
            properties = {KafkaBroker.Properties}
            """
        );
        return await FreshetProcess.StartAsync(
            "--config",
            configuration,
            "--set",
            "journal.type=file"
        );
    }

    /// <summary>Posts so many events of all keys, one after the other.</summary>
    private static async Task PostAsync(FreshetProcess server, List<string> acknowledged, int count)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        for (var i = 0; i < count; i++)
        {
            var n = acknowledged.Count;
            var id = string.Create(CultureInfo.InvariantCulture, $"e-{n}");
            var json =
                $$"""{"id":"{{id}}","type":"t","source":"k{{n % Keys}}","timestamp":"2026-01-02T03:04:05Z","data":1}""";
            using var body = new StringContent(json, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(
                "/webhook/hook",
                body,
                TestContext.Current.CancellationToken
            );
            answer.IsSuccessStatusCode.ShouldBeTrue();
            acknowledged.Add(id);
        }
    }

    /// <summary>Returns once the topic has that event.</summary>
    private static async Task ArrivesAsync(KafkaBroker broker, string id)
    {
        var watch = Stopwatch.StartNew();
        while ((await ReadAllAsync(broker)).All(message => message.Id != id))
        {
            watch.Elapsed.ShouldBeLessThan(Patience, $"{id} did not arrive");
        }
    }

    private static async Task<List<Arrived>> ReadAllAsync(KafkaBroker broker) =>
        [
            .. (await KafkaClient.ReadAllAsync(broker, Topic, KafkaBroker.Partitions)).Select(
                message => new Arrived(
                    message.Partition.Value,
                    Encoding.UTF8.GetString(message.Message.Key!),
                    JsonNode.Parse(message.Message.Value!)!["id"]!.GetValue<string>()
                )
            ),
        ];

    private static int NumberOf(string id) => int.Parse(id[2..], CultureInfo.InvariantCulture);

    private sealed record Arrived(int Partition, string Key, string Id);
}
