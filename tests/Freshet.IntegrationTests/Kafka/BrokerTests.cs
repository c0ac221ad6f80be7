using System.Text;
using Confluent.Kafka;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

public sealed class BrokerTests(SharedKafka kafka)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_broker_of_these_tests_keeps_what_it_is_sent()
    {
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("topic");

        var written = await KafkaClient.SendAsync(broker, topic, "{}", "key");

        var read = (await KafkaClient.ReadAsync(broker, topic, 1)).ShouldHaveSingleItem();
        read.TopicPartitionOffset.ShouldBe(written);
        Encoding.UTF8.GetString(read.Message.Value!).ShouldBe("{}");
    }

    [Fact]
    public async Task The_broker_that_has_headers_keeps_them()
    {
        using var mock = MockKafka.Start(("topic", 1));
        using var producer = KafkaClient.NewProducer(mock);
        var message = new Message<byte[]?, byte[]?>
        {
            Value = "{}"u8.ToArray(),
            Headers = new Headers { { "ce_id", "7"u8.ToArray() } },
        };
        await Eventually.Comes(producer.ProduceAsync("topic", message, Cancellation));

        var read = await KafkaClient.ReadAsync(mock, "topic", 1);

        var header = read.ShouldHaveSingleItem().Message.Headers.ShouldHaveSingleItem();
        header.Key.ShouldBe("ce_id");
        header.GetValueBytes().ShouldBe("7"u8.ToArray());
    }

    [Fact]
    public async Task A_broker_from_before_0_11_keeps_the_message_and_loses_its_headers_in_silence()
    {
        var broker = await kafka.BrokerAsync();
        var topic = SharedKafka.NewName("topic");
        using var producer = KafkaClient.NewProducer(broker);
        var message = new Message<byte[]?, byte[]?>
        {
            Value = "{}"u8.ToArray(),
            Headers = new Headers { { "ce_id", "7"u8.ToArray() } },
        };
        await Eventually.Comes(producer.ProduceAsync(topic, message, Cancellation));

        var read = (await KafkaClient.ReadAsync(broker, topic, 1)).ShouldHaveSingleItem();

        read.Message.Headers.ShouldBeEmpty();
    }
}
