using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Kafka;

public sealed class BrokerTests(SharedKafka kafka)
{
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
}
