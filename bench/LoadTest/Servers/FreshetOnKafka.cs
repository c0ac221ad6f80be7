using Confluent.Kafka;

namespace Freshet.LoadTest.Servers;

/// <summary>Freshet as the service that streams topics of Kafka: a journal on the disk, a sync before an offset is committed, CORS and filters.</summary>
/// <param name="settings">Settings to change, as <c>freshet connect --set</c> takes them.</param>
internal sealed class FreshetOnKafka(Broker broker, IReadOnlyList<string> settings) : IContender
{
    public string Name => "freshet";

    public Broker Broker => broker;

    /// <summary>The partitions that the server started last reads.</summary>
    public IReadOnlyList<TopicPartition> Partitions { get; private set; } = [];

    public Recipe Prepare(string folder, int port)
    {
        Partitions = broker.MakeTopics();
        var file = Path.Combine(folder, "freshet.toml");
        File.WriteAllText(file, Configuration(folder, port));
        return new Recipe(
            FreshetServer.Command(["--config", file], settings),
            "",
            "",
            "/events",
            "",
            "Origin: https://page.example\r\n"
        );
    }

    private string Configuration(string folder, int port)
    {
        var topics = Partitions.Select(partition => partition.Topic).Distinct();
        return $$"""
            [http]
            host = "127.0.0.1"
            port = {{port}}

            [journal]
            type = "file"
            path = "{{folder}}/journal"
            fsync = "always"

            [dead_letters]
            path = "{{folder}}/dead-letters"

            [sources.kafka.extractor]
            type = "kafka"
            brokers = ["{{broker.Address}}"]
            topics = [{{string.Join(", ", topics.Select(topic => $"\"{topic}\""))}}]
            group_id = "{{Partitions[0].Topic}}"
            properties = {{Broker.Properties}}

            [sinks.load]
            type = "sse"
            path = "/events"
            event_name = "type"
            buffer = 100
            replay = 100
            filters = true

            [sinks.load.cors]
            allowed_origins = ["https://page.example"]

            """;
    }
}
