using Confluent.Kafka;
using Freshet.Configuration;
using Freshet.Pipelines;

namespace Freshet.Sinks.Kafka;

/// <summary>What an error of librdkafka or of a broker means for the message that was sent.</summary>
internal static class KafkaAnswer
{
    /// <summary>Whether it is tried again, and why it did not arrive.</summary>
    /// <param name="fault">What became of the message.</param>
    /// <param name="complaint">What went wrong last with the brokers; null where nothing did.</param>
    /// <param name="sent">The message.</param>
    /// <param name="options">The sink's.</param>
    public static Delivery Judge(
        Error fault,
        Error? complaint,
        TopicMessage sent,
        KafkaSinkOptions options
    )
    {
        var topic = sent.Topic;
        return fault.Code switch
        {
            ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge => Delivery.Refused(
                $"with {sent.Message.Value?.Length ?? 0} bytes it is larger than Kafka takes: the property message.max.bytes, "
                    + $"1000000 by default, and max.message.bytes of the topic {topic} are the limits"
            ),
            ErrorCode.TopicException => Delivery.Refused(
                $"the topic {topic} may not be written to by this name: {fault.Reason}"
            ),
            ErrorCode.InvalidRecord or ErrorCode.UnsupportedForMessageFormat => Delivery.Refused(
                $"the topic {topic} does not take such messages: {fault.Reason}"
            ),
            ErrorCode.UnknownTopicOrPart
            or ErrorCode.Local_UnknownTopic
            or ErrorCode.Local_UnknownPartition => Delivery.Again(
                $"the topic {topic} is not there, and the brokers do not make it: {fault.Reason}"
            ),
            ErrorCode.TopicAuthorizationFailed => Delivery.Again(
                $"the brokers do not let this client write to the topic {topic}: {fault.Reason}"
            ),
            ErrorCode.Local_MsgTimedOut => Delivery.Again(
                $"not acknowledged within {Duration.Format(options.DeliveryTimeout)}{Cause(complaint)}"
            ),
            ErrorCode.Local_QueueFull => Delivery.Again(
                "it is larger than librdkafka's queue: the property queue.buffering.max.kbytes is the limit"
            ),
            _ => Delivery.Again($"{fault.Reason}{Advice(fault)}"),
        };
    }

    private static string Cause(Error? complaint) =>
        complaint is null ? "" : $": {complaint.Reason}{Advice(complaint)}";

    /// <summary>What an operator can do about errors that say too little.</summary>
    private static string Advice(Error fault) =>
        fault.Code switch
        {
            ErrorCode.Local_UnsupportedFeature =>
                "; for such brokers set enable.idempotence = false in properties",
            ErrorCode.ClusterAuthorizationFailed =>
                "; allow the client IdempotentWrite, or set enable.idempotence = false in properties",
            _ => "",
        };
}
