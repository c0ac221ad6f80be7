using System.Diagnostics;
using Confluent.Kafka;
using Freshet.IntegrationTests.Running;
using Freshet.Kafka;
using Freshet.LoadTest.Measuring;

namespace Freshet.LoadTest.Servers;

/// <summary>
/// A broker of Kafka and its ZooKeeper, on the processor of the load. They end with this program, however that ends.
/// </summary>
internal sealed class Broker : IAsyncDisposable
{
    private static readonly string[] Names = ["shop", "content", "people"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private KafkaBroker? kafka;
    private int sets;

    /// <summary>What a client of so old a broker must be told.</summary>
    public static string Properties => KafkaBroker.Properties;

    public string Address => Running.Address;

    private KafkaBroker Running =>
        kafka ?? throw new InvalidOperationException("the broker has not been started");

    /// <exception cref="InvalidOperationException">It does not start, or nothing can talk to it.</exception>
    public async Task StartAsync(CancellationToken stopping)
    {
        if (!KafkaLibrary.IsThere)
        {
            throw new InvalidOperationException("librdkafka is not installed: run ./do load");
        }
        kafka = await KafkaBroker.StartAsync(stopping);
    }

    /// <summary>Processor time of the broker and of ZooKeeper.</summary>
    public TimeSpan Cpu() =>
        Running.Processes.Aggregate(
            TimeSpan.Zero,
            (sum, process) => sum + new ProcessTree(process).Cpu()
        );

    /// <summary>Makes three topics that nobody wrote to yet, and gives their partitions.</summary>
    /// <exception cref="InvalidOperationException">The broker does not make them.</exception>
    public IReadOnlyList<TopicPartition> MakeTopics()
    {
        sets++;
        using var admin = new AdminClientBuilder(Settings(new AdminClientConfig())).Build();
        try
        {
            return [.. Names.SelectMany(name => Make(admin, $"{name}-{sets}"))];
        }
        catch (KafkaException fault)
        {
            throw new InvalidOperationException(
                $"the broker does not answer: {fault.Message}",
                fault
            );
        }
    }

    public IProducer<byte[], byte[]> NewProducer() =>
        new ProducerBuilder<byte[], byte[]>(
            Settings(
                new ProducerConfig
                {
                    Acks = Acks.All,
                    LingerMs = 5,
                    // One after the other: what is sent again does not overtake, which an idempotent producer does better, but not with this broker.
                    MaxInFlight = 1,
                }
            )
        ).Build();

    public async ValueTask DisposeAsync()
    {
        if (kafka is not null)
        {
            await kafka.DisposeAsync();
        }
    }

    /// <summary>A topic is made when its metadata is asked for; until it has leaders it is asked for again.</summary>
    private static IEnumerable<TopicPartition> Make(IAdminClient admin, string topic)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; )
        {
            var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions;
            if (partitions.Count > 0 && partitions.TrueForAll(one => one.Leader >= 0))
            {
                return partitions.Select(one => new TopicPartition(topic, one.PartitionId));
            }
        }
        throw new InvalidOperationException($"the broker does not make the topic {topic}");
    }

    private T Settings<T>(T settings)
        where T : ClientConfig
    {
        settings.BootstrapServers = Address;
        settings.ApiVersionRequest = false;
        settings.BrokerVersionFallback = "0.9.0.1";
        return settings;
    }
}
