using System.Text;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

/// <summary>What brokers, groups and producers may do to a source that is rare on a broker and easy on librdkafka's own.</summary>
public sealed class TroubleTests : IDisposable
{
    private const string Topic = "orders.placed";
    private const string Group = "shop";

    private readonly MockKafka kafka = MockKafka.Start((Topic, 2));

    public void Dispose() => kafka.Dispose();

    [Fact]
    public async Task Messages_that_were_deleted_before_they_were_read_are_told_of()
    {
        await SendAsync("1", partition: 0);
        using (var consumer = NewConsumer())
        {
            consumer.Commit([new TopicPartitionOffset(Topic, 0, 1000)]);
        }

        await using var server = await StartAsync();

        var line = await server.Log.Shows("messages may be missing", Topic);
        line.ShouldStartWith("Warning ");
        await using var client = await server.ListenAsync("/sse/events?since=1970-01-01T00:00:00Z");
        NumberOf((await client.NextAsync()).Data).ShouldBe(1);
    }

    [Fact]
    public async Task A_group_that_begins_is_told_of_no_missing_messages()
    {
        await SendAsync("1", partition: 0);

        await using var server = await StartAsync();
        await using var client = await server.ListenAsync("/sse/events?since=1970-01-01T00:00:00Z");
        await client.NextAsync();

        server.Log.Text.ShouldNotContain("messages may be missing");
    }

    [Fact]
    public async Task A_time_that_is_none_is_left_out_and_the_rest_goes_on()
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync("/sse/events?since=1970-01-01T00:00:00Z");

        await SendAsync("1", partition: 0, timestamp: 1_736_164_800_123_000);
        await SendAsync("2", partition: 0);

        (await client.NextAsync(2)).Select(item => NumberOf(item.Data)).ShouldBe([1, 2]);
        server.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public async Task A_topic_that_is_made_later_is_found()
    {
        kafka.FailTopic(Topic, ErrorCode.UnknownTopicOrPart);
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync();
        await server.Log.Shows("Warning", "Unknown topic or partition");

        kafka.FailTopic(Topic, ErrorCode.NoError);
        await SendAsync("1", partition: 0);

        NumberOf((await client.NextAsync()).Data).ShouldBe(1);
        await Eventually.Holds(() => server.Sources.Single().Trouble is null);
    }

    private static int NumberOf(string data) =>
        JsonNode.Parse(data)!["data"]!["n"]!.GetValue<int>();

    private IConsumer<byte[]?, byte[]?> NewConsumer() => new ConsumerBuilder<byte[]?, byte[]?>(
            new ConsumerConfig
            {
                BootstrapServers = kafka.Address,
                GroupId = Group,
                EnableAutoCommit = false,
            }
        ).SetLogHandler((_, _) => { }).Build();

    private async Task SendAsync(string number, int partition, long? timestamp = null)
    {
        using var producer = KafkaClient.NewProducer(kafka);
        var message = new Message<byte[]?, byte[]?>
        {
            Value = Encoding.UTF8.GetBytes($$"""{"n":{{number}}}"""),
        };
        if (timestamp is { } milliseconds)
        {
            message.Timestamp = new Timestamp(milliseconds, TimestampType.CreateTime);
        }
        await Eventually.Comes(
            producer.ProduceAsync(new TopicPartition(Topic, partition), message)
        );
    }

    private Task<FreshetServer> StartAsync() =>
        FreshetServer.StartAsync(
            $"""
            [sources.kafka.extractor]
            type = "kafka"
            brokers = ["{kafka.Address}"]
            topics = ["{Topic}"]
            group_id = "{Group}"

            [sinks.events]
            type = "sse"
            id = "events"
            """
        );
}
