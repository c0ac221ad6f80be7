using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Freshet.Configuration;
using Freshet.Kafka;
using Freshet.Pipelines;

namespace Freshet.Sinks.Kafka;

/// <summary>What a message of a kafka sink carries.</summary>
internal enum KafkaContentForm
{
    /// <summary>The event as a CloudEvent in structured mode.</summary>
    [JsonStringEnumMemberName("cloudevents")]
    CloudEvents,

    /// <summary>The event as a CloudEvent in binary mode, attributes in <c>ce_</c> headers.</summary>
    [JsonStringEnumMemberName("cloudevents-binary")]
    CloudEventsBinary,

    /// <summary>The event's JSON as it is.</summary>
    Event,
}

/// <summary>What the key of a message is made of. Messages with one key are in one partition, and so in order.</summary>
internal enum KafkaKey
{
    /// <summary>What the event is about; where it does not say, its source.</summary>
    Subject,

    /// <summary>Who produced the event.</summary>
    Source,

    /// <summary>The event's own id.</summary>
    Id,

    /// <summary>No key: messages are spread over the partitions.</summary>
    None,
}

/// <summary>
/// Writes events to topics of Kafka, each at least once: one that all replicas in sync have is done (<c>acks = all</c>). Events with one key stay in the order of
/// the journal; where one of them had to be sent again, what had come behind it comes behind it again. Until the brokers take an event it is tried
/// again, also where its topic is not there or may not be written to, since somebody can mend that; one that is larger than Kafka takes goes to the dead letters at
/// once. On brokers since 0.11 messages have headers: <c>content-type</c>, and as <c>freshet-event-id</c> the event's name on a stream, the same when it is
/// sent again, for a consumer to know it by. It needs the library librdkafka.
/// </summary>
internal sealed class KafkaSinkOptions : BatchOptions, ICheckOptions
{
    private const string Fallback = "broker.version.fallback";
    private const string Idempotence = "enable.idempotence";
    private const string InFlight = "max.in.flight.requests.per.connection";

    /// <summary>Since when brokers have headers and idempotent producers.</summary>
    private static readonly Version Recent = new(0, 11);

    /// <summary>Properties that are Freshet's own affair, and what to do in their place.</summary>
    private static readonly Dictionary<string, string> Own = new(StringComparer.Ordinal)
    {
        ["bootstrap.servers"] = "name the brokers in brokers",
        ["metadata.broker.list"] = "name the brokers in brokers",
        ["acks"] = Acks,
        ["request.required.acks"] = Acks,
        ["message.timeout.ms"] = "set delivery_timeout",
        ["delivery.timeout.ms"] = "set delivery_timeout",
        ["delivery.report.only.error"] = "every delivery is waited for",
        ["transactional.id"] = "events are written without transactions",
    };

    private const string Acks =
        "an event is delivered once all replicas in sync have it; how many there must be is min.insync.replicas of the topic";

    /// <summary>
    /// The brokers to begin with, which tell of the others: <c>["kafka-1:9092", "kafka-2:9092"]</c> or <c>"kafka-1:9092,kafka-2:9092"</c>.
    /// </summary>
    [Required(ErrorMessage = "give the brokers to begin with: [\"localhost:9092\"]")]
    public KafkaBrokers Brokers { get; set; } = KafkaBrokers.None;

    /// <summary>
    /// The topic, or a template of it: <c>{type}</c> and <c>{source}</c> stand for the event's own, with <c>_</c> for each character that topics do not allow, as in
    /// <c>"events.{type}"</c>. Who may send events then decides which topics there are. An event whose topic would have more than 249 characters, or is named
    /// after a source that it does not have, goes to the dead letters.
    /// </summary>
    [Required(ErrorMessage = "give the topic that events are written to")]
    public TopicTemplate Topic { get; set; } = TopicTemplate.None;

    /// <summary>
    /// The key of a message, which decides on its partition; within one there is order. <c>"subject"</c>, the default, keeps in order what happens to one thing: the
    /// <c>subject</c> of a CloudEvent, the id of a CDEvent's subject, and the source of an event that has none. <c>"source"</c> keeps all of a producer in order,
    /// <c>"id"</c> and <c>"none"</c> keep nothing in order across partitions. Where an event has no source either it has no key.
    /// </summary>
    public KafkaKey Key { get; set; } = KafkaKey.Subject;

    /// <summary>
    /// What a message carries. <c>"cloudevents"</c>, the default since the id is in the message itself: a CloudEvent in structured mode; an event of another format is
    /// wrapped whole, as <c>data</c>. <c>"cloudevents-binary"</c>: its attributes as <c>ce_</c> headers and its data as the value, no value where it has no data, and
    /// the structured mode where headers cannot hold it. <c>"event"</c>: the event's JSON.
    /// </summary>
    public KafkaContentForm Content { get; set; } = KafkaContentForm.CloudEvents;

    /// <summary>
    /// Whether messages have headers. By default they do, unless <c>properties</c> speak of brokers before 0.11, which have none:
    /// <c>{ "api.version.request" = false, "broker.version.fallback" = "0.9.0.1" }</c>.
    /// </summary>
    public bool? Headers { get; set; }

    /// <summary>
    /// How long the brokers may take to acknowledge an event before that counts as a failure, and is told. 30 s outlasts the election of a new leader.
    /// </summary>
    [DurationRange("1s", "10m")]
    public TimeSpan DeliveryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Any other setting of librdkafka by its own name, such as <c>{ "security.protocol" = "ssl", "compression.type" = "zstd" }</c>. Where it is not said here,
    /// <c>client.id</c> is <c>freshet</c>; <c>linger.ms</c> is 1, since a batch is handed over at once; <c>partitioner</c> is <c>murmur2_random</c>, as in Java's client, so
    /// that a key has one partition whoever writes; <c>topic.metadata.propagation.max.ms</c> is 10000, so that a missing topic is told soon; and <c>enable.idempotence</c> is on, unless
    /// the brokers are from before 0.11. Without it <c>max.in.flight</c> is 1, since order would not hold otherwise.
    /// </summary>
    public KafkaProperties Properties { get; set; } = KafkaProperties.None;

    /// <summary>Whether messages have headers.</summary>
    internal bool HasHeaders { get; private set; } = true;

    /// <summary>All that librdkafka is told.</summary>
    internal IReadOnlyDictionary<string, string> Settings { get; private set; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    public void Check(OptionsScope scope)
    {
        if (!KafkaLibrary.Check(scope))
        {
            return;
        }
        var areTaken = Properties.Check(scope, Own);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = "freshet",
            ["linger.ms"] = "1",
            ["partitioner"] = "murmur2_random",
            ["topic.metadata.propagation.max.ms"] = "10000",
        };
        Properties.ApplyTo(settings);
        var isRecent = IsRecent(settings);
        settings.TryAdd(Idempotence, isRecent ? "true" : "false");
        settings["bootstrap.servers"] = Brokers.ToString();
        settings["acks"] = "all";
        settings["message.timeout.ms"] = $"{(long)DeliveryTimeout.TotalMilliseconds}";
        HasHeaders = Headers ?? isRecent;
        Settings = settings;
        CheckHeaders(scope, isRecent);
        CheckOrder(scope, isRecent);
        if (areTaken)
        {
            Properties.CheckTogether(scope, KafkaClientType.Producer, Settings);
        }
    }

    /// <summary>Whether the settings leave it to the brokers what they can do, or say that they are of 0.11 or later.</summary>
    private static bool IsRecent(Dictionary<string, string> settings) =>
        IsOn(settings.GetValueOrDefault("api.version.request", "true"))
        || !Version.TryParse(settings.GetValueOrDefault(Fallback, "0.10.0"), out var version)
        || version >= Recent;

    /// <summary>As librdkafka reads it.</summary>
    private static bool IsOn(string value) =>
        value.Equals("true", StringComparison.OrdinalIgnoreCase) || value is "t" or "1";

    private void CheckHeaders(OptionsScope scope, bool isRecent)
    {
        if (Headers == true && !isRecent)
        {
            scope.Error(
                "headers",
                "by the properties the brokers are from before 0.11, which have no headers",
                $"leave headers out, or mend {Fallback}"
            );
        }
        else if (Content == KafkaContentForm.CloudEventsBinary && !HasHeaders)
        {
            scope.Error(
                "content",
                "the binary mode puts a CloudEvent's attributes into headers, and messages have none here",
                "set content = \"cloudevents\""
            );
        }
        else if (
            Content == KafkaContentForm.CloudEventsBinary
            && Headers is null
            && !IsOn(Settings[Idempotence])
        )
        {
            // librdkafka leaves headers out in silence where the broker has none; an idempotent producer needs a broker that has them.
            scope.Error(
                "content",
                $"the binary mode needs headers, and without {Idempotence} nobody notices a broker that has none",
                "say headers = true where all brokers are of 0.11 or later"
            );
        }
    }

    private void CheckOrder(OptionsScope scope, bool isRecent)
    {
        if (IsOn(Settings[Idempotence]))
        {
            if (!isRecent)
            {
                scope.Error(
                    "properties",
                    "by the properties the brokers are from before 0.11, which know no idempotent producers",
                    $"leave {Idempotence} out, or mend {Fallback}"
                );
            }
            return;
        }
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal);
        if (!settings.ContainsKey("max.in.flight"))
        {
            settings.TryAdd(InFlight, "1");
        }
        if (
            settings.GetValueOrDefault(InFlight, settings.GetValueOrDefault("max.in.flight", "1"))
            != "1"
        )
        {
            scope.Error(
                "properties",
                $"without {Idempotence} order holds only with one request at a time",
                "leave max.in.flight out, or set it to 1"
            );
        }
        Settings = settings;
    }
}
