namespace Freshet.Sources.Kafka;

/// <summary>The settings that librdkafka makes a consumer with: the user's, between those that may be changed and those that may not.</summary>
internal static class ConsumerSettings
{
    public static Dictionary<string, string> Of(KafkaSourceOptions options)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["client.id"] = "freshet",
            // What waits in memory for the journal.
            ["queued.max.messages.kbytes"] = "16384",
            ["auto.commit.interval.ms"] = "1000",
            ["statistics.interval.ms"] = "1000",
            // A topic that is made later is found within that time.
            ["topic.metadata.refresh.interval.ms"] = "10000",
            ["reconnect.backoff.max.ms"] = "2000",
        };
        options.Properties.ApplyTo(settings);
        settings["bootstrap.servers"] = options.Brokers.ToString();
        settings["group.id"] = options.GroupId;
        settings["auto.offset.reset"] =
            options.AutoOffsetReset == KafkaOffsetReset.Latest ? "latest" : "earliest";
        settings["enable.auto.commit"] = "true";
        settings["enable.auto.offset.store"] = "false";
        return settings;
    }
}
