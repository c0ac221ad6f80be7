using System.Text;
using Confluent.Kafka;
using Freshet.IntegrationTests.Running;
using Freshet.Kafka;
using Shouldly;

namespace Freshet.IntegrationTests.Clients;

/// <summary>Whoever else writes to the broker of the tests, and reads from it.</summary>
internal static class KafkaClient
{
    /// <summary>A producer that says when a message is kept.</summary>
    public static IProducer<byte[]?, byte[]?> NewProducer(KafkaBroker broker) =>
        NewProducer(Settings(broker));

    /// <inheritdoc cref="NewProducer(KafkaBroker)"/>
    public static IProducer<byte[]?, byte[]?> NewProducer(MockKafka broker) =>
        NewProducer(Settings(broker));

    private static IProducer<byte[]?, byte[]?> NewProducer(Dictionary<string, string> settings) =>
        new ProducerBuilder<byte[]?, byte[]?>(
            new ProducerConfig(settings)
            {
                Acks = Acks.All,
                LingerMs = 1,
                // One after the other, so that what is sent again does not come behind what was sent later.
                MaxInFlight = 1,
            }
        ).SetLogHandler((_, _) => { }).Build();

    /// <summary>Writes one message, and returns where it is kept.</summary>
    public static async Task<TopicPartitionOffset> SendAsync(
        KafkaBroker broker,
        string topic,
        string? value,
        string? key = null
    )
    {
        using var producer = NewProducer(broker);
        var message = new Message<byte[]?, byte[]?>
        {
            Key = key is null ? null : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null : Encoding.UTF8.GetBytes(value),
        };
        var written = await Eventually.Comes(producer.ProduceAsync(topic, message));
        written.Status.ShouldBe(PersistenceStatus.Persisted);
        return written.TopicPartitionOffset;
    }

    /// <summary>Another member of a group, which commits nothing.</summary>
    public static IConsumer<byte[]?, byte[]?> NewMember(KafkaBroker broker, string group) =>
        new ConsumerBuilder<byte[]?, byte[]?>(
            new ConsumerConfig(Settings(broker)) { GroupId = group, EnableAutoCommit = false }
        )
            .SetLogHandler((_, _) => { })
            .Build();

    /// <summary>Reads a topic from its beginning until there are that many messages.</summary>
    public static Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> ReadAsync(
        KafkaBroker broker,
        string topic,
        int count
    ) => ReadAsync(Settings(broker), topic, count);

    /// <inheritdoc cref="ReadAsync(KafkaBroker, string, int)"/>
    public static Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> ReadAsync(
        MockKafka broker,
        string topic,
        int count
    ) => ReadAsync(Settings(broker), topic, count);

    private static async Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> ReadAsync(
        Dictionary<string, string> settings,
        string topic,
        int count
    )
    {
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(
            new ConsumerConfig(settings)
            {
                GroupId = SharedKafka.NewName("reader"),
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        var read = new List<ConsumeResult<byte[]?, byte[]?>>();
        await Eventually.Comes(
            Task.Run(() =>
            {
                using var patience = new CancellationTokenSource(Eventually.Limit);
                while (read.Count < count)
                {
                    read.Add(consumer.Consume(patience.Token));
                }
            })
        );
        consumer.Close();
        return read;
    }

    private static Dictionary<string, string> Settings(KafkaBroker broker)
    {
        var settings = Settings(broker.Address);
        settings["api.version.request"] = "false";
        settings["broker.version.fallback"] = "0.9.0.1";
        return settings;
    }

    private static Dictionary<string, string> Settings(MockKafka broker) =>
        Settings(broker.Address);

    private static Dictionary<string, string> Settings(string address)
    {
        KafkaLibrary.IsThere.ShouldBeTrue(
            "librdkafka is not installed: apt-get install librdkafka1"
        );
        return new(StringComparer.Ordinal) { ["bootstrap.servers"] = address };
    }
}
