using Confluent.Kafka;
using Freshet.Sources.Kafka;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Kafka;

public sealed class KafkaMessageTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.0000000+00:00")]
    [InlineData(1_736_164_800_123, "2025-01-06T12:00:00.1230000+00:00")]
    [InlineData(253_402_300_799_999, "9999-12-31T23:59:59.9990000+00:00")]
    [InlineData(253_402_300_800_000, null)]
    [InlineData(1_736_164_800_123_000, null)]
    [InlineData(long.MaxValue, null)]
    [InlineData(-1, null)]
    [InlineData(long.MinValue, null)]
    public void Any_time_that_a_producer_may_set_is_borne(long milliseconds, string? time) =>
        Of(new Timestamp(milliseconds, TimestampType.CreateTime))
            .Time?.ToString("O")
            .ShouldBe(time);

    [Fact]
    public void A_broker_from_before_times_gives_none() =>
        Of(new Timestamp(0, TimestampType.NotAvailable)).Time.ShouldBeNull();

    [Fact]
    public void It_says_where_it_stands()
    {
        var message = Of(Timestamp.Default);

        message.Origin().ToJsonString().ShouldBe("""{"topic":"t","partition":2,"offset":7}""");
        message.ToString().ShouldBe("t [2] at offset 7");
    }

    private static KafkaMessage Of(Timestamp time) =>
        KafkaMessage.Of(
            new ConsumeResult<byte[]?, byte[]?>
            {
                TopicPartitionOffset = new("t", 2, 7),
                Message = new() { Timestamp = time },
            }
        );
}
