using Confluent.Kafka;
using Freshet.Kafka;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sources.Kafka;

/// <summary>One member of the consumer group, from its joining to its leaving. All calls come from the <see cref="ConsumerThread"/>.</summary>
internal sealed partial class GroupMember : IDisposable
{
    /// <summary>How long a call waits for a message: what a stop may have to wait for.</summary>
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(100);

    /// <summary>How much is read together: enough that a sync of the journal costs little, and no burden on the memory.</summary>
    private const long MostBytes = 4 << 20;

    private readonly SourceContext context;
    private readonly ClusterState state;
    private readonly ILogger logger;
    private readonly IConsumer<byte[]?, byte[]?> consumer;
    private string? told;
    private bool isHeld;

    /// <summary>Whether it was told that no broker answers, and not yet that one does again.</summary>
    private bool isCutOff;

    /// <exception cref="InvalidOperationException">librdkafka makes no consumer with these settings.</exception>
    /// <exception cref="KafkaException">It does not subscribe to these topics.</exception>
    public GroupMember(
        KafkaSourceOptions options,
        SourceContext context,
        ClusterState state,
        ILogger logger
    )
    {
        (this.context, this.state, this.logger) = (context, state, logger);
        consumer = new ConsumerBuilder<byte[]?, byte[]?>(ConsumerSettings.Of(options))
            .SetLogHandler((_, message) => KafkaLog.Tell(logger, context.Name, message))
            .SetErrorHandler((_, error) => Told(error))
            .SetStatisticsHandler((_, statistics) => Read(statistics))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build();
        try
        {
            consumer.Subscribe(options.Topics.Names);
        }
        catch
        {
            consumer.Dispose();
            throw;
        }
    }

    /// <summary>Why this member cannot go on and a new one must be made; null while it can.</summary>
    public string? Fatal { get; private set; }

    /// <summary>What has come by now; where nothing has, what comes within a moment, perhaps nothing.</summary>
    /// <param name="into">Where it is added.</param>
    public bool Take(List<KafkaMessage> into)
    {
        var bytes = 0L;
        var wait = PollTime;
        while (into.Count < context.MaxBatch && bytes < MostBytes)
        {
            if (TakeOne(wait) is not { } message)
            {
                return into.Count > 0;
            }
            into.Add(message);
            bytes += message.Value?.Length ?? 0;
            wait = TimeSpan.Zero;
        }
        return true;
    }

    /// <summary>
    /// Stays a member while what was read cannot be kept: fetches nothing, but answers the group. What comes all the same, of partitions that were assigned in
    /// this moment, is added.
    /// </summary>
    public bool Hold(List<KafkaMessage> into)
    {
        isHeld = true;
        Try(() => consumer.Pause(consumer.Assignment));
        if (TakeOne(PollTime) is { } message)
        {
            into.Add(message);
        }
        return true;
    }

    /// <summary>Goes on fetching.</summary>
    public bool Release()
    {
        isHeld = false;
        Try(() => consumer.Resume(consumer.Assignment));
        return true;
    }

    /// <summary>What is before these places is kept, and need not come again: the offsets are committed with the next commit.</summary>
    public bool Store(IEnumerable<KafkaMessage> kept)
    {
        var next = new Dictionary<TopicPartition, Offset>();
        foreach (var message in kept)
        {
            next[message.Place.TopicPartition] = message.Place.Offset + 1;
        }
        foreach (var (partition, offset) in next)
        {
            try
            {
                consumer.StoreOffset(new TopicPartitionOffset(partition, offset));
            }
            catch (KafkaException fault)
                when (fault.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
            {
                // It is another member's by now, which gets these messages again, and knows them by their ids.
                NotOurs(logger, context.Name, partition.Topic, partition.Partition.Value);
            }
            catch (KafkaException fault)
            {
                // Not stored, so that it comes again.
                End(fault.Error);
            }
        }
        return true;
    }

    /// <summary>Commits what is stored and leaves the group, so that the others need not wait for this member.</summary>
    public bool Leave()
    {
        consumer.Close();
        return true;
    }

    public void Dispose() => consumer.Dispose();

    private KafkaMessage? TakeOne(TimeSpan wait)
    {
        try
        {
            if (consumer.Consume(wait) is not { } result)
            {
                return null;
            }
            state.Answered();
            told = null;
            return KafkaMessage.Of(result);
        }
        catch (ConsumeException fault)
        {
            Tell(fault);
        }
        catch (KafkaException fault)
        {
            // Of a rebalance that failed: a message that came with it is gone, and only a new member gets it again.
            End(fault.Error);
        }
        return null;
    }

    private void Tell(ConsumeException fault)
    {
        if (fault.Error.IsFatal)
        {
            End(fault.Error);
            return;
        }
        // A topic that is not there hinders none of the others, and may come.
        if (fault.Error.Code != ErrorCode.UnknownTopicOrPart)
        {
            state.Failed(fault.Error.Reason);
        }
        if (fault.Error.Reason != told)
        {
            told = fault.Error.Reason;
            Trouble(logger, context.Name, fault.Error.Reason);
        }
    }

    private void Told(Error error)
    {
        state.Told(error);
        if (error.IsFatal)
        {
            End(error);
        }
        else if (error.Code == ErrorCode.Local_AllBrokersDown && !isCutOff)
        {
            // It is told with each try; once is enough.
            isCutOff = true;
            Trouble(logger, context.Name, state.Trouble ?? error.Reason);
        }
    }

    private void Read(string statistics)
    {
        state.Read(statistics);
        if (isCutOff && state.Trouble is null)
        {
            isCutOff = false;
            AnswerAgain(logger, context.Name);
        }
    }

    private void Try(Action call)
    {
        try
        {
            call();
        }
        catch (KafkaException fault)
        {
            End(fault.Error);
        }
    }

    private void End(Error error)
    {
        state.Failed(error.Reason);
        Fatal ??= error.Reason;
    }

    private void Assigned(List<TopicPartition> partitions)
    {
        state.Answered();
        told = null;
        Joined(logger, context.Name, partitions.Count, Named(partitions));
    }

    private void Revoked(List<TopicPartitionOffset> places)
    {
        var partitions = LetGo(places);
        GaveBack(logger, context.Name, partitions.Count, Named(partitions));
    }

    private void Lost(List<TopicPartitionOffset> places)
    {
        var partitions = LetGo(places);
        LostThem(logger, context.Name, partitions.Count, Named(partitions));
    }

    private List<TopicPartition> LetGo(List<TopicPartitionOffset> places)
    {
        var partitions = places.ConvertAll(place => place.TopicPartition);
        if (isHeld)
        {
            // A partition that is paused when it goes is still paused when it comes back, and nobody would know.
            Try(() => consumer.Resume(partitions));
        }
        return partitions;
    }

    /// <summary>The partitions, as many as fit a line.</summary>
    private static string Named(IEnumerable<TopicPartition> partitions)
    {
        const int most = 20;
        var names = partitions
            .Take(most + 1)
            .Select(partition => $"{partition.Topic} [{partition.Partition.Value}]")
            .ToList();
        return string.Join(", ", names.Take(most)) + (names.Count > most ? ", …" : "");
    }

    [LoggerMessage(LogLevel.Information, "{Source}: reads {Count} partitions: {Partitions}")]
    private static partial void Joined(ILogger logger, string source, int count, string partitions);

    [LoggerMessage(LogLevel.Information, "{Source}: gave {Count} partitions back: {Partitions}")]
    private static partial void GaveBack(
        ILogger logger,
        string source,
        int count,
        string partitions
    );

    [LoggerMessage(
        LogLevel.Warning,
        "{Source}: lost {Count} partitions to others, since it was not heard of for too long: {Partitions}"
    )]
    private static partial void LostThem(
        ILogger logger,
        string source,
        int count,
        string partitions
    );

    [LoggerMessage(LogLevel.Information, "{Source}: the brokers answer again")]
    private static partial void AnswerAgain(ILogger logger, string source);

    [LoggerMessage(LogLevel.Warning, "{Source}: {Reason}; only a change is told from here on")]
    private static partial void Trouble(ILogger logger, string source, string reason);

    [LoggerMessage(
        LogLevel.Debug,
        "{Source}: {Topic} [{Partition}] is another's by now, which gets its last messages again"
    )]
    private static partial void NotOurs(ILogger logger, string source, string topic, int partition);
}
