using System.Text.Json.Nodes;
using Confluent.Kafka;

namespace Freshet.Sources.Kafka;

/// <summary>A message as the broker gave it.</summary>
/// <param name="Place">Its topic, partition and offset.</param>
/// <param name="Key">Its key; null where it has none.</param>
/// <param name="Value">Its content; null for one that says that its key is gone.</param>
/// <param name="Headers">Its headers; null where it has none.</param>
/// <param name="Time">When it was made, or came to the broker; null where the broker keeps no time.</param>
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
        var time = result.Message.Timestamp;
        return new(
            result.TopicPartitionOffset,
            result.Message.Key,
            result.Message.Value,
            result.Message.Headers is { Count: > 0 } headers ? headers : null,
            time.Type == TimestampType.NotAvailable
                ? null
                : DateTimeOffset.FromUnixTimeMilliseconds(time.UnixTimestampMs)
        );
    }

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
