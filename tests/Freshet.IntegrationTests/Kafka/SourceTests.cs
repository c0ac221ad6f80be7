using System.Globalization;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Freshet.Tests.Journal;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

public sealed class SourceTests(SharedKafka kafka)
{
    private readonly string group = SharedKafka.NewName("group");

    [Fact]
    public async Task An_envelope_is_the_event_as_it_is()
    {
        const string envelope =
            """{"id":"e-1","type":"blog.post.created","source":"blog-service","timestamp":"2025-01-06T12:00:00Z","data":{"post_id":"123"}}""";

        var item = await ReceiveAsync("blog.posts", envelope);

        (item.EventType, item.EventId, item.Data).ShouldBe(("blog.post.created", "e-1", envelope));
    }

    [Fact]
    public async Task A_CloudEvent_and_a_CDEvent_are_the_events_as_they_are()
    {
        const string cloudEvent =
            """{"specversion":"1.0","id":"c-1","type":"com.example.done","source":"/ci","time":"2025-01-06T12:00:00Z"}""";
        const string cdEvent =
            """{"context":{"version":"0.4.1","id":"d-1","type":"dev.cdevents.build.started.0.2.0","source":"/ci","timestamp":"2025-01-06T12:00:00Z"},"subject":{"id":"b","content":{}}}""";

        (await ReceiveAsync("ci", cloudEvent)).Data.ShouldBe(cloudEvent);
        (await ReceiveAsync("ci", cdEvent)).Data.ShouldBe(cdEvent);
    }

    [Fact]
    public async Task Any_other_object_becomes_the_data_of_an_event_of_its_topic()
    {
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("link.clicks");
        await using var server = await StartAsync(broker, topic);
        await using var client = await server.ListenAsync();

        var place = await KafkaClient.SendAsync(
            broker,
            topic,
            """{"url":"/x","created_at":"2025-01-06T13:00:00+01:00"}""",
            "k"
        );

        var item = await client.NextAsync();
        item.EventType.ShouldBe(topic);
        var data = JsonNode.Parse(item.Data)!.AsObject();
        data.Select(member => member.Key).ShouldBe(["id", "type", "source", "timestamp", "data"]);
        data["type"]!.GetValue<string>().ShouldBe(topic);
        data["source"]!.GetValue<string>().ShouldBe("link-service");
        data["timestamp"]!.GetValue<string>().ShouldBe("2025-01-06T12:00:00.000Z");
        DataOf(item).ShouldBe("""{"url":"/x","created_at":"2025-01-06T13:00:00+01:00"}""");
        data["id"]!.GetValue<string>().ShouldBe(item.EventId);
        item.EventId!.ShouldStartWith(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{topic}:{place.Partition.Value}:{place.Offset.Value}:"
            )
        );
    }

    [Theory]
    [InlineData("""[1,2]""", """[1,2]""")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData(null, "null")]
    public async Task What_is_no_object_becomes_data_too(string? value, string data)
    {
        var item = await ReceiveAsync("plain.things", value);

        DataOf(item).ShouldBe(data);
    }

    [Fact]
    public async Task Text_becomes_data_where_the_parser_is_text()
    {
        var item = await ReceiveAsync("logs.app", "not JSON: \"\u00e4\"", "parser = \"text\"");

        JsonNode.Parse(item.Data)!["data"]!.GetValue<string>().ShouldBe("not JSON: \"\u00e4\"");
    }

    [Fact]
    public async Task What_is_no_JSON_goes_to_the_dead_letters_and_the_rest_goes_on()
    {
        using var letters = new TemporaryFolder();
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        await using var server = await StartAsync(broker, topic, letters: letters.Path);
        await using var client = await server.ListenAsync();

        var place = await KafkaClient.SendAsync(broker, topic, "{\"a\":", "same");
        await KafkaClient.SendAsync(broker, topic, """{"b":2}""", "same");

        DataOf(await client.NextAsync()).ShouldBe("""{"b":2}""");
        var kept = await File.ReadAllBytesAsync(
            Directory.GetFiles(letters.Path, "*.log").Single(),
            TestContext.Current.CancellationToken
        );
        var text = Encoding.UTF8.GetString(kept);
        text.ShouldContain(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                "origin":{"topic":"{{topic}}","partition":{{place.Partition.Value}},"offset":{{place.Offset.Value}}}
                """
            )
        );
        text.ShouldContain(
            """
            "content":"{\"a\":"
            """
        );
    }

    [Fact]
    public async Task What_a_transformer_refuses_goes_to_the_dead_letters_and_the_rest_goes_on()
    {
        using var letters = new TemporaryFolder();
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        await using var server = await StartAsync(
            broker,
            topic,
            letters: letters.Path,
            more: """
            [transformers.check]
            type = "vrl"
            template = "assert!(is_integer(.body.data.b)); [.]"
            [sources.kafka]
            transformer_refs = ["check"]
            """
        );
        await using var client = await server.ListenAsync();

        await KafkaClient.SendAsync(broker, topic, """{"b":"x"}""", "same");
        await KafkaClient.SendAsync(broker, topic, """{"b":2}""", "same");

        DataOf(await client.NextAsync()).ShouldBe("""{"b":2}""");
        await server.Log.Shows("was put to the dead letters: transformer check");
    }

    [Fact]
    public async Task What_a_transformer_makes_of_one_message_is_told_apart_and_named_after_it()
    {
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        await using var server = await StartAsync(
            broker,
            topic,
            more: """
            [transformers.each]
            type = "vrl"
            template = ".body.data = .id; [., ., .]"
            [sources.kafka]
            transformer_refs = ["each"]
            """
        );
        await using var client = await server.ListenAsync();

        await KafkaClient.SendAsync(broker, topic, """{"a":1}""", "same");

        var items = new[]
        {
            await client.NextAsync(),
            await client.NextAsync(),
            await client.NextAsync(),
        };
        var name = JsonNode.Parse(DataOf(items[0]))!.GetValue<string>();
        name.ShouldStartWith($"{topic}:");
        items.Select(item => item.EventId).ShouldBe([$"{name}~1", $"{name}~2", $"{name}~3"]);
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_group_was_and_doubles_nothing()
    {
        using var journal = new TemporaryFolder();
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        var persistent = $"[journal]\ntype = \"file\"\npath = '{journal.Path}'\n";
        await using (var first = await StartAsync(broker, topic, more: persistent))
        {
            await using var client = await first.ListenAsync();
            await KafkaClient.SendAsync(broker, topic, """{"n":1}""", "same");
            await client.NextAsync();
        }
        await KafkaClient.SendAsync(broker, topic, """{"n":2}""", "same");

        await using var second = await StartAsync(broker, topic, more: persistent);
        await using var later = await second.ListenAsync("/sse/events?since=1970-01-01T00:00:00Z");
        await KafkaClient.SendAsync(broker, topic, """{"n":3}""", "same");

        var numbers = (await later.NextAsync(3)).Select(item =>
            JsonNode.Parse(DataOf(item))!["n"]!.GetValue<int>()
        );
        numbers.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_full_journal_holds_the_topic_back_and_loses_nothing()
    {
        using var disk = new SmallDisk("4m");
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        await using var server = await StartAsync(
            broker,
            topic,
            more: $"[journal]\ntype = \"file\"\npath = '{disk.Path}'\n"
        );
        await using var client = await server.ListenAsync();
        await KafkaClient.SendAsync(broker, topic, """{"n":0}""", "same");
        await client.NextAsync();
        disk.Fill();

        for (var i = 1; i <= 20; i++)
        {
            await KafkaClient.SendAsync(broker, topic, $$"""{"n":{{i}}}""", "same");
        }
        await server.Log.Shows("cannot be kept now, and waits");
        disk.Free();

        var numbers = (await client.NextAsync(20)).Select(item =>
            JsonNode.Parse(DataOf(item))!["n"]!.GetValue<int>()
        );
        numbers.ShouldBe(Enumerable.Range(1, 20));
    }

    [Fact]
    public async Task A_partition_that_another_member_had_while_the_journal_was_full_is_read_when_it_comes_back()
    {
        using var disk = new SmallDisk("4m");
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        await using var server = await StartAsync(
            broker,
            topic,
            more: $"[journal]\ntype = \"file\"\npath = '{disk.Path}'\n"
        );
        await using var client = await server.ListenAsync();
        await SendToAllAsync(1);
        await client.NextAsync(3);
        disk.Fill();
        await SendToAllAsync(2);
        await server.Log.Shows("cannot be kept now, and waits");

        using (var other = KafkaClient.NewMember(broker, group))
        {
            other.Subscribe(topic);
            await Eventually.Holds(() =>
                other.Consume(TimeSpan.Zero) is not null || other.Assignment.Count > 0
            );
            await server.Log.Shows("gave 3 partitions back");
            disk.Free();
            await server.Log.Shows("what waited is kept now");
            // It commits nothing of what it read.
            other.Close();
        }
        await SendToAllAsync(3);

        var seen = new List<int>();
        while (seen.Count(number => number == 3) < 3)
        {
            seen.Add(JsonNode.Parse(DataOf(await client.NextAsync()))!["n"]!.GetValue<int>());
        }
        seen.Count(number => number == 2).ShouldBe(3);

        async Task SendToAllAsync(int number)
        {
            using var producer = KafkaClient.NewProducer(broker);
            for (var partition = 0; partition < 3; partition++)
            {
                var message = new Message<byte[]?, byte[]?>
                {
                    // Too large for what is left of a page when the disk is full.
                    Value = Encoding.UTF8.GetBytes(
                        $$"""{"n":{{number}},"more":"{{new string('-', 10_000)}}"}"""
                    ),
                };
                await Eventually.Comes(
                    producer.ProduceAsync(new TopicPartition(topic, partition), message)
                );
            }
        }
    }

    [Fact]
    public async Task A_source_says_why_it_cannot_read_and_how_far_it_is_behind()
    {
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("blog.posts");
        await KafkaClient.SendAsync(broker, topic, "{}");
        await using var server = await StartAsync(broker, topic);

        await Eventually.Holds(() => server.Sources.Single().Trouble is null);
        await Eventually.Holds(() => server.Sources.Single().Lag == 0);

        await using var lost = await StartAsync("127.0.0.1:1", "topic");
        await Eventually.Holds(() =>
            lost.Sources.Single().Trouble is { } trouble
            && trouble.StartsWith("no broker of 127.0.0.1:1 answers: ", StringComparison.Ordinal)
        );
        await lost.Log.Shows("Warning", "kafka: no broker of 127.0.0.1:1 answers");
    }

    /// <summary>The data of an event, as it stands in its JSON.</summary>
    private static string DataOf(SseItem<string> item)
    {
        using var document = JsonDocument.Parse(item.Data);
        return document.RootElement.GetProperty("data").GetRawText();
    }

    /// <summary>What a client gets of one message.</summary>
    private async Task<SseItem<string>> ReceiveAsync(
        string topicPrefix,
        string? value,
        string options = ""
    )
    {
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName(topicPrefix);
        await KafkaClient.SendAsync(broker, topic, value, "key");
        await using var server = await StartAsync(broker, topic, options);
        await using var client = await server.ListenAsync("/sse/events?since=1970-01-01T00:00:00Z");
        return await client.NextAsync();
    }

    private Task<FreshetServer> StartAsync(
        KafkaBroker broker,
        string topic,
        string options = "",
        string? letters = null,
        string more = ""
    ) => StartAsync(broker.Address, topic, options, letters, more);

    private Task<FreshetServer> StartAsync(
        string address,
        string topic,
        string options = "",
        string? letters = null,
        string more = ""
    ) =>
        FreshetServer.StartAsync(
            $"""
            {more}
            [sources.kafka.extractor]
            type = "kafka"
            brokers = ["{address}"]
            topics = ["{topic}"]
            group_id = "{group}"
            properties = {KafkaBroker.Properties}
            {options}

            [sinks.events]
            type = "sse"
            id = "events"
            event_name = "type"

            {(letters is null ? "" : $"[dead_letters]\npath = '{letters}'")}
            """
        );
}
