using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

public sealed class SinkTests(SharedKafka kafka) : IDisposable
{
    private const string OldBroker = "properties = " + KafkaBroker.Properties;

    private readonly TemporaryFolder letters = new();
    private readonly string topic = SharedKafka.NewName("events");

    [Fact]
    public async Task Events_arrive_byte_for_byte_and_those_of_one_subject_in_order()
    {
        var broker = await kafka.BrokerAsync();
        await using var server = await StartAsync(
            broker.Address,
            $"content = \"event\"\n{OldBroker}"
        );
        var sent = new List<string>();
        for (var n = 1; n <= 60; n++)
        {
            sent.Add(
                $$$"""{"context":{"version":"0.4.1","id":"{{{n}}}","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-02T03:04:05Z"},"subject":{"content":{"ü":1.0e1},"id":"build-{{{n % 6}}}"}}"""
            );
        }
        await server.PostAsync($"[{string.Join(',', sent)}]", mediaType: Batch);

        var read = await KafkaClient.ReadAsync(broker, topic, sent.Count);

        read.Select(TextOf).ShouldBe(sent, ignoreOrder: true);
        read.Select(message => message.Partition.Value).Distinct().Count().ShouldBeGreaterThan(1);
        foreach (var (key, messages) in read.GroupBy(KeyOf).ToDictionary(group => group.Key!))
        {
            messages
                .Select(TextOf)
                .ShouldBe(
                    sent.Where(text => text.Contains($"\"{key}\"", StringComparison.Ordinal))
                );
        }
    }

    [Fact]
    public async Task Without_headers_an_event_is_a_CloudEvent_in_structured_mode()
    {
        var broker = await kafka.BrokerAsync();
        await using var server = await StartAsync(broker.Address, OldBroker);
        var id = (await server.PostAsync("""{"a":1.0}""")).Ids.ShouldHaveSingleItem();

        var message = (await KafkaClient.ReadAsync(broker, topic, 1)).ShouldHaveSingleItem();

        var json = JsonNode.Parse(TextOf(message))!;
        json["specversion"]!.GetValue<string>().ShouldBe("1.0");
        json["id"]!.GetValue<string>().ShouldBe(id);
        json["data"]!.ToJsonString().ShouldBe("""{"a":1.0}""");
    }

    [Fact]
    public async Task Where_the_broker_has_headers_they_say_what_a_message_is()
    {
        using var broker = MockKafka.Start((topic, 1));
        await using var server = await StartAsync(broker.Address);
        await server.PostAsync(Envelope("7"));

        var message = (await KafkaClient.ReadAsync(broker, topic, 1)).ShouldHaveSingleItem();

        HeadersOf(message)
            .ShouldBe([
                "content-type: application/cloudevents+json; charset=UTF-8",
                "freshet-event-id: 7",
            ]);
        JsonNode.Parse(TextOf(message))!["data"]!.ToJsonString().ShouldBe(Envelope("7"));
        KeyOf(message).ShouldBe("shop");
    }

    [Fact]
    public async Task In_binary_mode_the_attributes_are_headers_and_the_data_is_the_value()
    {
        const string cloudEvent =
            """{"specversion":"1.0","id":"7","source":"/s","type":"t","time":"2026-01-02T03:04:05Z","subject":"zwölf 12","datacontenttype":"text/plain","data":"yes"}""";
        using var broker = MockKafka.Start((topic, 1));
        await using var server = await StartAsync(
            broker.Address,
            "content = \"cloudevents-binary\""
        );
        await server.PostAsync(cloudEvent);

        var message = (await KafkaClient.ReadAsync(broker, topic, 1)).ShouldHaveSingleItem();

        TextOf(message).ShouldBe("yes");
        KeyOf(message).ShouldBe("zwölf 12");
        HeadersOf(message)
            .ShouldBe([
                "content-type: text/plain",
                "ce_specversion: 1.0",
                "ce_id: 7",
                "ce_source: /s",
                "ce_type: t",
                "ce_time: 2026-01-02T03:04:05Z",
                "ce_subject: zwölf 12",
                "freshet-event-id: 7",
            ]);
    }

    [Fact]
    public async Task Each_type_has_a_topic_of_its_own_where_the_topic_says_so()
    {
        var broker = await kafka.BrokerAsync();
        await using var server = await StartAsync(broker.Address, OldBroker, to: topic + ".{type}");
        await server.PostAsync(Envelope("1", "order/made"));
        await server.PostAsync(Envelope("2", "order.sent"));

        (await ReadIdsAsync(broker, topic + ".order_made", 1)).ShouldBe(["1"]);
        (await ReadIdsAsync(broker, topic + ".order.sent", 1)).ShouldBe(["2"]);
    }

    [Fact]
    public async Task What_is_larger_than_messages_may_be_is_a_dead_letter_and_the_rest_arrives_once()
    {
        var broker = await kafka.BrokerAsync();
        await using var server = await StartAsync(broker.Address, $"key = \"source\"\n{OldBroker}");
        await PostAllAsync(server, "1", "2", "large", "3", "4");

        (await ReadIdsAsync(broker, topic, 4)).ShouldBe(["1", "2", "3", "4"]);
        var letter = await LetterAsync();
        letter.Item.Id.ShouldBe("large");
        letter.Attempts.ShouldBe(1);
        letter.Reason.ShouldContain("larger than Kafka takes: the property message.max.bytes");
    }

    [Fact]
    public async Task What_is_larger_than_its_topic_takes_is_a_dead_letter_and_the_rest_arrives_in_order()
    {
        var broker = await kafka.BrokerAsync();
        var properties = KafkaBroker.Properties.Replace("{", "{ \"message.max.bytes\" = 5000000, ");
        await using var server = await StartAsync(
            broker.Address,
            $"key = \"source\"\nproperties = {properties}"
        );
        await PostAllAsync(server, "1", "2", "large", "3", "4");

        var letter = await LetterAsync();
        letter.Item.Id.ShouldBe("large");
        letter.Reason.ShouldContain($"max.message.bytes of the topic {topic}");
        // What came behind it may have arrived before that was known; it comes again.
        await server.PostAsync(Envelope("5"));
        var ids = new List<string>();
        for (var count = 5; !ids.Contains("5"); count++)
        {
            ids = [.. await ReadIdsAsync(broker, topic, count)];
        }
        ids.AsEnumerable().Reverse().Distinct().Reverse().ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task An_event_that_can_have_no_topic_is_a_dead_letter_and_the_rest_arrives_once()
    {
        var broker = await kafka.BrokerAsync();
        await using var server = await StartAsync(broker.Address, OldBroker, to: topic + "{type}");
        var long240 = Envelope("long", new string('t', 240));
        await server.PostAsync($"[{Envelope("1")},{long240},{Envelope("2")}]", mediaType: Batch);

        (await ReadIdsAsync(broker, topic + "t", 2)).ShouldBe(["1", "2"]);
        var letter = await LetterAsync();
        letter.Item.Id.ShouldBe("long");
        letter.Reason.ShouldContain("more than 249 characters");
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_sink_was_and_doubles_nothing()
    {
        using var journal = new TemporaryFolder();
        var broker = await kafka.BrokerAsync();
        var persistent = $"[journal]\ntype = \"file\"\npath = '{journal.Path}'\n";
        for (var run = 0; run < 3; run++)
        {
            await using var server = await StartAsync(
                broker.Address,
                $"key = \"source\"\n{OldBroker}",
                more: persistent
            );
            for (var n = 0; n < 10; n++)
            {
                await server.PostAsync(Envelope(Text(run * 10 + n)));
            }
            (await ReadIdsAsync(broker, topic, (run + 1) * 10)).ShouldBe(
                Enumerable.Range(0, (run + 1) * 10).Select(Text)
            );
        }
    }

    [Fact]
    public async Task A_queue_that_is_full_holds_the_sink_back_and_loses_nothing()
    {
        var broker = await kafka.BrokerAsync();
        var properties = KafkaBroker.Properties.Replace(
            "{",
            "{ \"queue.buffering.max.messages\" = 3, "
        );
        await using var server = await StartAsync(
            broker.Address,
            $"key = \"source\"\nproperties = {properties}"
        );
        var ids = Enumerable.Range(0, 50).Select(Text).ToList();
        await PostAllAsync(server, [.. ids]);

        (await ReadIdsAsync(broker, topic, 50)).ShouldBe(ids);
        server.Log.Text.ShouldNotContain("could not deliver");
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_waited_for_and_the_reason_told()
    {
        using var broker = MockKafka.Start((topic, 1));
        broker.FailTopic(topic, ErrorCode.UnknownTopicOrPart);
        await using var server = await StartAsync(
            broker.Address,
            "properties = { \"topic.metadata.propagation.max.ms\" = 100, \"topic.metadata.refresh.interval.ms\" = 100 }"
        );
        await server.PostAsync(Envelope("1"));
        await server.Log.Shows($"the topic {topic} is not there");
        server.Sinks.Single().Trouble.ShouldNotBeNull().ShouldContain("is not there");

        broker.FailTopic(topic, ErrorCode.NoError);

        (await KafkaClient.ReadAsync(broker, topic, 1)).Count.ShouldBe(1);
        await Eventually.Holds(() => server.Sinks.Single().Trouble is null);
    }

    [Fact]
    public async Task What_may_not_be_written_is_tried_again_in_order_and_the_reason_told()
    {
        using var broker = MockKafka.Start((topic, 1));
        broker.Fail(MockKafka.Request.Produce, ErrorCode.TopicAuthorizationFailed);
        await using var server = await StartAsync(broker.Address);
        await PostAllAsync(server, "0", "1", "2", "3", "4");

        var read = await KafkaClient.ReadAsync(broker, topic, 5);

        read.Select(IdOf).ShouldBe(Enumerable.Range(0, 5).Select(Text));
        await server.Log.Shows($"do not let this client write to the topic {topic}");
    }

    [Fact]
    public async Task A_producer_that_has_ended_is_replaced()
    {
        using var broker = MockKafka.Start((topic, 1));
        broker.Fail(MockKafka.Request.InitProducerId, ErrorCode.ClusterAuthorizationFailed);
        await using var server = await StartAsync(broker.Address);
        await server.PostAsync(Envelope("1"));

        await server.Log.Shows("allow the client IdempotentWrite");

        (await KafkaClient.ReadAsync(broker, topic, 1)).Select(IdOf).ShouldBe(["1"]);
        await server.Log.Shows("another takes its place");
    }

    [Fact]
    public async Task A_broker_that_is_away_is_waited_for_and_a_stop_does_not_wait()
    {
        await using var server = await StartAsync("127.0.0.1:1", "delivery_timeout = \"1s\"");
        await server.PostAsync(Envelope("1"));

        await server.Log.Shows("not acknowledged within 1s", "127.0.0.1:1", "Connection refused");

        await server.StopAsync();
    }

    public void Dispose() => letters.Dispose();

    private const string Batch = "application/cloudevents-batch+json";

    private Task<FreshetServer> StartAsync(
        string address,
        string options = "",
        string? to = null,
        string more = ""
    ) =>
        FreshetServer.StartAsync(
            $"""
            [dead_letters]
            path = '{letters.Path}'

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"

            [sinks.out]
            type = "kafka"
            brokers = ["{address}"]
            topic = "{to ?? topic}"
            {options}
            {more}
            """
        );

    private static string Envelope(string id, string type = "t", string data = "1") =>
        $$"""{"id":"{{id}}","type":"{{type}}","source":"shop","timestamp":"2026-01-02T03:04:05Z","data":{{data}}}""";

    /// <summary>Posts events of these ids together; the one that is called large has 1,020,000 bytes.</summary>
    private static Task<Answer> PostAllAsync(FreshetServer server, params string[] ids)
    {
        var large = $"\"{new string('x', 1_020_000)}\"";
        var events = ids.Select(id => Envelope(id, data: id == "large" ? large : "1"));
        return server.PostAsync($"[{string.Join(',', events)}]", mediaType: Batch);
    }

    /// <summary>The one dead letter, once it is there.</summary>
    private async Task<DeadLetter> LetterAsync()
    {
        await Eventually.Holds(() => new DeadLetterFolder(letters.Path).Open().Any());
        return new DeadLetterFolder(letters.Path)
            .Open()
            .ShouldHaveSingleItem()
            .ShouldBeOfType<KeptEvent>()
            .Letter;
    }

    private static async Task<IEnumerable<string>> ReadIdsAsync(
        KafkaBroker broker,
        string topic,
        int count
    ) => (await KafkaClient.ReadAsync(broker, topic, count)).Select(IdOf);

    private static string IdOf(ConsumeResult<byte[]?, byte[]?> message) =>
        JsonNode.Parse(TextOf(message))!["id"]!.GetValue<string>();

    private static string TextOf(ConsumeResult<byte[]?, byte[]?> message) =>
        Encoding.UTF8.GetString(message.Message.Value!);

    private static string? KeyOf(ConsumeResult<byte[]?, byte[]?> message) =>
        message.Message.Key is { } key ? Encoding.UTF8.GetString(key) : null;

    private static IEnumerable<string> HeadersOf(ConsumeResult<byte[]?, byte[]?> message) =>
        message.Message.Headers.Select(header =>
            $"{header.Key}: {Encoding.UTF8.GetString(header.GetValueBytes())}"
        );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
