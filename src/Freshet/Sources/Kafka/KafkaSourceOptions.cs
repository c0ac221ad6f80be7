using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Http.Headers;
using Freshet.Kafka;

namespace Freshet.Sources.Kafka;

/// <summary>What the messages of a topic are.</summary>
internal enum KafkaParser
{
    /// <summary>JSON. What is none goes to the dead letters.</summary>
    Json,

    /// <summary>Text in UTF-8, which becomes the <c>data</c> of an event as a JSON string. What is none goes to the dead letters.</summary>
    Text,
}

/// <summary>Where a group begins in a partition that it has no offset of.</summary>
internal enum KafkaOffsetReset
{
    /// <summary>With the oldest message that is kept.</summary>
    Earliest,

    /// <summary>With the next message.</summary>
    Latest,
}

/// <summary>
/// Reads topics of Kafka as a member of a consumer group. An offset is committed once its message is in the journal, or in the dead letters where no event
/// can be made of it; so after a crash, a rebalance or the loss of a broker messages come again, and are known by their ids. A message that is a CDEvent, a
/// CloudEvent (in structured mode, or in binary mode by its <c>ce_</c> headers) or an envelope (<c>id</c>, <c>type</c>, <c>source</c>, <c>timestamp</c>, <c>data</c>)
/// is that event. Any other becomes the <c>data</c> of an envelope: its <c>type</c> is the topic; its <c>source</c> the topic up to the first dot and <c>-service</c>;
/// its <c>timestamp</c> the first of <c>created_at</c>, <c>updated_at</c>, <c>timestamp</c>, <c>occurred_at</c> and <c>event_time</c> that is a time, in RFC 3339 or in
/// seconds or milliseconds since 1970, else the message's own; its <c>id</c> names topic, partition, offset and content. The metadata gets
/// <c>kafka</c>, with <c>topic</c>, <c>partition</c>, <c>offset</c>, <c>key</c> and <c>timestamp</c>. Needs librdkafka (Debian: <c>librdkafka1</c>).
/// </summary>
internal sealed class KafkaSourceOptions : ICheckOptions
{
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = "use brokers",
        ["metadata.broker.list"] = "use brokers",
        ["group.id"] = "use group_id",
        ["auto.offset.reset"] = "use auto_offset_reset",
        ["enable.auto.offset.store"] = "an offset is stored once its message is in the journal",
        ["enable.auto.commit"] = "what is stored is committed every auto.commit.interval.ms",
        ["enable.partition.eof"] = "leave it out",
        ["offset.store.method"] = "the brokers keep the offsets",
    };

    /// <summary>Where the cluster is reached at first, as <c>host:port</c>; it tells of its other brokers itself.</summary>
    [Required(ErrorMessage = "add brokers = [\"localhost:9092\"]")]
    public KafkaBrokers Brokers { get; set; } = KafkaBrokers.None;

    /// <summary>
    /// The topics, by their exact names. One that begins with <c>^</c> is an extended regular expression of POSIX
    /// (<c>[0-9]</c>, not <c>\d</c>), and takes in topics that are made later, too. Within one text, commas part names; a regular expression with a comma needs an array.
    /// </summary>
    [Required(ErrorMessage = "add topics = [\"blog.posts\"]")]
    public KafkaTopics Topics { get; set; } = KafkaTopics.None;

    /// <summary>The consumer group: its members share the partitions, and its offsets are where it goes on after a restart. <c>freshet</c> by default.</summary>
    [MinLength(1), MaxLength(249)]
    public string GroupId { get; set; } = "freshet";

    /// <summary>
    /// Where the group begins in a partition that it has no offset of: <c>earliest</c>, with the oldest message kept, or <c>latest</c>, with the next. It also decides
    /// when a partition is found that is new, or when messages were deleted before they were read; <c>latest</c> leaves messages out then, as it does
    /// where the process ends by force before anything was committed; therefore <c>earliest</c> is the default.
    /// </summary>
    public KafkaOffsetReset AutoOffsetReset { get; set; } = KafkaOffsetReset.Earliest;

    /// <summary>What messages are: <c>json</c>, or <c>text</c>, which becomes the <c>data</c> of an event.</summary>
    public KafkaParser Parser { get; set; } = KafkaParser.Json;

    /// <summary>What the headers of a message must be for it to be taken; others go to the dead letters. None by default: whoever may write to the topic may send.</summary>
    public HeaderRules Headers { get; set; } = HeaderRules.None;

    /// <summary>Names of message headers that go with the events; transformers see them. None by default, since headers may hold secrets.</summary>
    public List<string> HeadersToKeep { get; set; } = [];

    /// <summary>
    /// Goes into the metadata of each event. <c>context.source</c> in it is the source of events that name none, in place of the one that is made of the topic.
    /// </summary>
    public JsonObject Metadata { get; set; } = [];

    /// <summary>
    /// How large a message may be. Of a larger one the first 64 KiB go to the dead letters. 1 MiB is what a broker takes in unless it is told otherwise.
    /// </summary>
    [ByteRange("1B", "256MiB")]
    public ByteSize MaxEventBytes { get; set; } = new(1 << 20);

    /// <summary>
    /// Any other settings, by the names that librdkafka has for them: security, timeouts, <c>client.id</c>. For brokers before 0.10 set
    /// <c>"api.version.request" = false</c> and <c>"broker.version.fallback" = "0.9.0.1"</c>.
    /// </summary>
    public KafkaProperties Properties { get; set; } = KafkaProperties.None;

    public void Check(OptionsScope scope)
    {
        if (!KafkaLibrary.Check(scope))
        {
            return;
        }
        Topics.Check(scope);
        if (Properties.Check(scope, Own))
        {
            Properties.CheckTogether(scope, KafkaClientType.Consumer, ConsumerSettings.Of(this));
        }
    }
}
