using Confluent.Kafka;

namespace Freshet.Sinks.Kafka;

/// <summary>librdkafka's producer, for messages that are sent together. Used by one caller at a time.</summary>
internal sealed class KafkaProducer : IDisposable
{
    private readonly IProducer<byte[]?, byte[]?> producer;
    private volatile Error? complaint;
    private volatile Error? end;

    /// <param name="settings">All that librdkafka is told.</param>
    /// <param name="log">Told what it says.</param>
    public KafkaProducer(IReadOnlyDictionary<string, string> settings, Action<LogMessage> log) =>
        producer = new ProducerBuilder<byte[]?, byte[]?>(settings)
            .SetLogHandler((_, message) => log(message))
            .SetErrorHandler((_, error) => Hear(error))
            .Build();

    /// <summary>It will send nothing any more, and another must be made; null while it works.</summary>
    public Error? End => end;

    /// <summary>What went wrong last between it and the brokers, since a message last arrived; null where nothing did.</summary>
    public Error? Complaint => complaint;

    /// <summary>Why librdkafka makes no producer with these settings; null where it does. Connects to nobody.</summary>
    public static string? Refuses(IReadOnlyDictionary<string, string> settings)
    {
        var trial = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            // It would ask for a ticket at once.
            ["sasl.kerberos.min.time.before.relogin"] = "0",
        };
        trial.Remove("bootstrap.servers");
        try
        {
            new KafkaProducer(trial, _ => { }).Dispose();
            return null;
        }
        catch (InvalidOperationException fault)
        {
            return fault.Message;
        }
    }

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
            await reports.AllAsync().WaitAsync(cancellation);
            arrived += reports.Arrived;
            if (
                reports.Fault is null
                && refusal?.Code == ErrorCode.Local_QueueFull
                && reports.Count > 0
            )
            {
                // Those that arrived have made room for others.
                continue;
            }
            var fault = reports.Fault ?? refusal;
            if (fault is null)
            {
                complaint = null;
            }
            else if (fault.IsFatal)
            {
                end = fault;
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
        }
        else if (error.Code != ErrorCode.Local_AllBrokersDown || complaint is null)
        {
            // That all brokers are down says less than why the last one is.
            complaint = error;
        }
    }
}
