using Confluent.Kafka;

namespace Freshet.Sinks.Kafka;

/// <summary>librdkafka's producer, for messages that are sent together. Used by one caller at a time.</summary>
internal sealed class KafkaProducer : IDisposable
{
    /// <summary>Why it ended is told apart from what became of messages, and may come later than that.</summary>
    private static readonly TimeSpan EndComesWithin = TimeSpan.FromSeconds(1);

    /// <summary>What a producer that has ended has to report it reports at once.</summary>
    private static readonly TimeSpan ReportsComeWithin = TimeSpan.FromSeconds(1);

    private readonly IProducer<byte[]?, byte[]?> producer;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource ended = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private volatile Error? complaint;
    private volatile Error? end;

    /// <param name="settings">All that librdkafka is told.</param>
    /// <param name="log">Told what it says.</param>
    /// <param name="time">The clock.</param>
    public KafkaProducer(
        IReadOnlyDictionary<string, string> settings,
        Action<LogMessage> log,
        TimeProvider time
    )
    {
        this.time = time;
        producer = new ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetLogHandler((_, message) => log(message))
            .SetErrorHandler((_, error) => Hear(error))
            .Build();
    }

    /// <summary>It will send nothing any more, and another must be made; null while it works.</summary>
    public Error? End => end;

    /// <summary>What went wrong last between it and the brokers, since a message last arrived; null where nothing did.</summary>
    public Error? Complaint => complaint;

    /// <summary>Sends messages in order, and waits until each arrived or did not.</summary>
    /// <param name="messages">The messages and their topics.</param>
    /// <param name="cancellation">Waits no longer; what was sent may arrive yet.</param>
    /// <returns>How many arrived before the first that did not, and what became of that; no error where all did.</returns>
    public async ValueTask<(int Arrived, Error? Fault)> SendAsync(
        IReadOnlyList<TopicMessage> messages,
        CancellationToken cancellation
    )
    {
        var arrived = 0;
        while (true)
        {
            var reports = new DeliveryReports(messages.Count - arrived);
            Error? refusal = null;
            while (refusal is null && arrived + reports.Count < messages.Count)
            {
                refusal = reports.Add(producer, messages[arrived + reports.Count]);
            }
            await WaitAsync(reports.AllAsync(), cancellation);
            var (reported, failure) = reports.Read(unheard: end);
            arrived += reported;
            if (failure is null && refusal?.Code == ErrorCode.Local_QueueFull && reports.Count > 0)
            {
                // Those that arrived have made room for others.
                continue;
            }
            var fault = failure ?? refusal;
            if (fault is null)
            {
                complaint = null;
            }
            else if (IsEnd(fault))
            {
                fault = await EndAsync(fault, cancellation);
            }
            return (arrived, fault);
        }
    }

    public void Dispose() => producer.Dispose();

    private void Hear(Error error)
    {
        if (error.IsFatal)
        {
            end = error;
            ended.TrySetResult();
        }
        else if (error.Code != ErrorCode.Local_AllBrokersDown || complaint is null)
        {
            // That all brokers are down says less than why the last one is.
            complaint = error;
        }
    }

    /// <summary>Whether the message was given up because the producer ended.</summary>
    private static bool IsEnd(Error fault) =>
        fault.IsFatal
        || fault.Code
            is ErrorCode.Local_PurgeQueue
                or ErrorCode.Local_PurgeInflight
                or ErrorCode.Local_Fatal;

    /// <summary>
    /// Returns once all are reported, or the producer has ended and reports nothing more: what it is given just as it ends it reports when the time for its delivery is over, half a minute
    /// later.
    /// </summary>
    private async ValueTask WaitAsync(Task reports, CancellationToken cancellation)
    {
        await Task.WhenAny(reports, ended.Task).WaitAsync(cancellation);
        try
        {
            await reports.WaitAsync(ReportsComeWithin, time, cancellation);
        }
        catch (TimeoutException)
        {
            // They are taken for not arrived.
        }
    }

    private async ValueTask<Error> EndAsync(Error fault, CancellationToken cancellation)
    {
        await Task.WhenAny(ended.Task, Task.Delay(EndComesWithin, time, cancellation));
        return end ??= fault;
    }
}
