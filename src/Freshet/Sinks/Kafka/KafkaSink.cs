using Freshet.Kafka;
using Freshet.Pipelines;
using Microsoft.Extensions.Logging;

namespace Freshet.Sinks.Kafka;

/// <summary>Writes events to Kafka, a batch at a time: the next begins when all of the last are acknowledged.</summary>
internal sealed partial class KafkaSink(KafkaSinkOptions options, SinkContext context)
    : BatchSink(options, context),
        IReporting,
        IDisposable
{
    private readonly string name = context.Name;
    private readonly ILogger logger = context.Loggers.CreateLogger<KafkaSink>();

    /// <summary>The first of a batch that arrived, where others behind them did not: they need not be sent again.</summary>
    private readonly HashSet<Outgoing> arrived = new(ReferenceEqualityComparer.Instance);
    private KafkaProducer? producer;
    private volatile string? trouble;

    public string? Trouble => trouble;

    public long? Lag => null;

    public void Dispose() => producer?.Dispose();

    protected override async ValueTask<Delivery> DeliverAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        var delivery = await SendAsync(batch, cancellation);
        // What is refused is the event's fault, and the next may arrive.
        trouble = delivery is { IsDone: false, IsRefused: false } ? delivery.Reason : null;
        return delivery;
    }

    private async ValueTask<Delivery> SendAsync(
        IReadOnlyList<Outgoing> batch,
        CancellationToken cancellation
    )
    {
        var rest = batch.SkipWhile(arrived.Contains).ToList();
        if (rest.Count == batch.Count)
        {
            arrived.Clear();
        }
        var refused = Delivery.Done;
        var messages = new List<TopicMessage>(rest.Count);
        foreach (var item in rest)
        {
            var (topic, fault) = options.Topic.Of(item.Event);
            if (fault is not null)
            {
                refused = Delivery.Refused(fault);
                break;
            }
            messages.Add(new(topic, KafkaMessageForm.Of(item, options)));
        }
        if (messages.Count == 0)
        {
            return refused;
        }
        var sender = Producer();
        var (count, error) = await sender.SendAsync(messages, cancellation);
        arrived.UnionWith(rest.Take(count));
        return error is null
            ? refused
            : KafkaAnswer.Judge(error, sender.Complaint, messages[count], options);
    }

    /// <summary>The producer; a new one where the last has ended, as one that is idempotent does when it cannot keep its promise.</summary>
    private KafkaProducer Producer()
    {
        if (producer is { End: { } end })
        {
            Ended(logger, name, end.Reason);
            producer.Dispose();
            producer = null;
        }
        return producer ??= new(options.Settings, message => KafkaLog.Tell(logger, name, message));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Sink}: librdkafka's producer has ended: {Reason}; another takes its place"
    )]
    private static partial void Ended(ILogger logger, string sink, string reason);
}
