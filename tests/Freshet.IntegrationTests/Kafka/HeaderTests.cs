using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>What the headers of messages do, on librdkafka's own cluster, since the real broker of these tests is from before headers.</summary>
public sealed class HeaderTests : IDisposable
{
    private const string Topic = "blog.posts";

    private readonly MockKafka kafka = MockKafka.Start((Topic, 1));
    private readonly TemporaryFolder letters = new();

    public void Dispose()
    {
        kafka.Dispose();
        letters.Dispose();
    }

    [Fact]
    public async Task A_CloudEvent_in_binary_mode_is_the_event()
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync();

        await SendAsync(
            """{"n":1}""",
            ("ce_specversion", "1.0"),
            ("ce_id", "100% new"),
            ("ce_type", "com.example.done"),
            ("ce_source", "/ci"),
            ("ce_time", "2026-01-01T00:00:00Z"),
            ("content-type", "application/json")
        );

        (await client.NextAsync()).Data.ShouldBe(
            """{"specversion":"1.0","id":"100% new","type":"com.example.done","source":"/ci","time":"2026-01-01T00:00:00Z","datacontenttype":"application/json","data":{"n":1}}"""
        );
    }

    [Fact]
    public async Task A_message_whose_headers_break_a_rule_goes_to_the_dead_letters()
    {
        await using var server = await StartAsync(
            """headers = { "x-team" = { type = "equals", value = "blue" } }"""
        );
        await using var client = await server.ListenAsync();

        await SendAsync("""{"n":1}""");
        await SendAsync("""{"n":2}""", ("X-Team", "red"));
        await SendAsync("""{"n":3}""", ("X-Team", "blue"));

        JsonNode.Parse((await client.NextAsync()).Data)!["data"]!["n"]!.GetValue<int>().ShouldBe(3);
        var kept = await File.ReadAllTextAsync(
            Directory.GetFiles(letters.Path, "*.log").Single(),
            TestContext.Current.CancellationToken
        );
        kept.ShouldContain("\"partition\":0,\"offset\":0}");
        kept.ShouldContain("\"partition\":0,\"offset\":1}");
        kept.ShouldContain("the header x-team does not hold to its rule of type equals");
        kept.ShouldNotContain("red");
    }

    [Fact]
    public async Task Transformers_see_the_headers_that_are_kept_and_the_place()
    {
        await using var server = await StartAsync(
            """headers_to_keep = ["X-Trace"]""",
            """
            [transformers.show]
            type = "vrl"
            template = '''
              .body.data = { "trace": .headers."x-trace", "other": .headers.other, "kafka": .metadata.kafka }
              [.]
            '''
            [sources.kafka]
            transformer_refs = ["show"]
            """
        );
        await using var client = await server.ListenAsync();

        await SendAsync("{}", ("x-trace", "abc"), ("other", "secret"));

        var data = JsonNode.Parse((await client.NextAsync()).Data)!["data"]!.AsObject();
        data["trace"]!.GetValue<string>().ShouldBe("abc");
        data["other"].ShouldBeNull();
        var place = data["kafka"]!.AsObject();
        place["topic"]!.GetValue<string>().ShouldBe(Topic);
        place["partition"]!.GetValue<int>().ShouldBe(0);
        place["offset"]!.GetValue<int>().ShouldBe(0);
        place["key"]!.GetValue<string>().ShouldBe("key");
        place["timestamp"]!.GetValue<string>().ShouldEndWith("Z");
    }

    private async Task SendAsync(string value, params (string Name, string Value)[] headers)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig { BootstrapServers = kafka.Address }
        )
            .SetLogHandler((_, _) => { })
            .Build();
        var message = new Message<byte[], byte[]>
        {
            Key = "key"u8.ToArray(),
            Value = Encoding.UTF8.GetBytes(value),
            Headers = [],
        };
        foreach (var (name, text) in headers)
        {
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        }
        await Eventually.Comes(producer.ProduceAsync(Topic, message));
    }

    private Task<FreshetServer> StartAsync(string options = "", string more = "") =>
        FreshetServer.StartAsync(
            $"""
            {more}
            [sources.kafka.extractor]
            type = "kafka"
            brokers = ["{kafka.Address}"]
            topics = ["{Topic}"]
            {options}

            [sinks.events]
            type = "sse"
            id = "events"

            [dead_letters]
            path = '{letters.Path}'
            """
        );
}
