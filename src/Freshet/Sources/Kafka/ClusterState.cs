using System.Text.Json;
using Confluent.Kafka;

namespace Freshet.Sources.Kafka;

/// <summary>What is known of the cluster: whether a broker answers, what goes wrong, how far the source is behind. Written by the consumer's thread, read by any.</summary>
/// <param name="brokers">The configured brokers, for messages.</param>
internal sealed class ClusterState(string brokers)
{
    private const long Unknown = -1;

    private string? lastError;
    private string? failure;
    private bool isConnected;
    private long lag = Unknown;

    /// <summary>Why nothing can be read now; null while it can.</summary>
    public string? Trouble =>
        Volatile.Read(ref failure) is { } failed ? failed
        : Volatile.Read(ref isConnected) ? null
        : $"no broker of {brokers} answers{(Volatile.Read(ref lastError) is { } error ? $": {error}" : " yet")}";

    /// <summary>Messages that wait at the brokers in the partitions that are this source's; null until that is known.</summary>
    public long? Lag => Volatile.Read(ref lag) is >= 0 and var known ? known : null;

    /// <summary>Something came from a broker.</summary>
    public void Answered()
    {
        Volatile.Write(ref isConnected, true);
        Volatile.Write(ref failure, null);
    }

    /// <summary>The group or a topic cannot be read, though brokers answer.</summary>
    public void Failed(string reason) => Volatile.Write(ref failure, reason);

    /// <summary>What librdkafka tells of its connections.</summary>
    public void Told(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            Volatile.Write(ref isConnected, false);
            Volatile.Write(ref lag, Unknown);
        }
        else
        {
            Volatile.Write(ref lastError, error.Reason);
        }
    }

    /// <summary>Reads the statistics that librdkafka gives from time to time (its STATISTICS.md).</summary>
    public void Read(string statistics)
    {
        using var document = JsonDocument.Parse(statistics);
        var root = document.RootElement;
        var isUp =
            root.TryGetProperty("brokers", out var states)
            && states
                .EnumerateObject()
                .Any(broker =>
                    broker.Value.TryGetProperty("state", out var state) && state.ValueEquals("UP")
                );
        Volatile.Write(ref isConnected, isUp);
        if (!isUp || !root.TryGetProperty("topics", out var topics))
        {
            Volatile.Write(ref lag, Unknown);
            return;
        }
        var known = topics
            .EnumerateObject()
            .Where(topic => topic.Value.TryGetProperty("partitions", out _))
            .SelectMany(topic => topic.Value.GetProperty("partitions").EnumerateObject())
            .Where(partition =>
                partition.Value.TryGetProperty("fetch_state", out var state)
                && state.ValueEquals("active")
            )
            .Select(partition =>
                partition.Value.TryGetProperty("consumer_lag_stored", out var behind)
                    ? behind.GetInt64()
                    : Unknown
            )
            .Where(behind => behind >= 0)
            .ToList();
        Volatile.Write(ref lag, known.Count > 0 ? known.Sum() : Unknown);
    }
}
