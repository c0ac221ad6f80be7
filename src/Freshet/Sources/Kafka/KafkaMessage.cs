using System.Text.Json.Nodes;
using Confluent.Kafka;

namespace Freshet.Sources.Kafka;

/// <summary>A message as the broker gave it.</summary>
/// <param name="Place">Its topic, partition and offset.</param>
/// <param name="Key">Its key; null where it has none.</param>
/// <param name="Value">Its content; null for one that says that its key is gone.</param>
/// <param name="Headers">Its headers; null where it has none.</param>
/// <param name="Time">When it was made, or came to the broker; null where nobody says, or says what is no time.</param>
internal sealed record KafkaMessage(
    TopicPartitionOffset Place,
    byte[]? Key,
    byte[]? Value,
    Headers? Headers,
    DateTimeOffset? Time
)
{
    public static KafkaMessage Of(ConsumeResult<byte[]?, byte[]?> result)
    {
        return new(
            result.TopicPartitionOffset,
            result.Message.Key,
            result.Message.Value,
            result.Message.Headers is { Count: > 0 } headers ? headers : null,
            TimeOf(result.Message.Timestamp)
        );
    }

    /// <summary>Producers set it as they like: -1 says that there is none, and one in microseconds lies beyond all years.</summary>
    private static DateTimeOffset? TimeOf(Timestamp time) =>
        time.Type != TimestampType.NotAvailable
        && time.UnixTimestampMs >= 0
        && time.UnixTimestampMs <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time.UnixTimestampMs)
            : null;

    /// <summary>Where it stands, for who looks for it again.</summary>
    public JsonObject Origin() =>
        new()
        {
            ["topic"] = Place.Topic,
            ["partition"] = Place.Partition.Value,
            ["offset"] = Place.Offset.Value,
        };

    public override string ToString() =>
        $"{Place.Topic} [{Place.Partition.Value}] at offset {Place.Offset.Value}";
}
