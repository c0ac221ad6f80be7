using Confluent.Kafka;

namespace Freshet.Sinks.Kafka;

/// <summary>What becomes of messages that are sent together: librdkafka reports each, in any order, from a thread of its own.</summary>
/// <param name="most">How many there are at most.</param>
internal sealed class DeliveryReports(int most)
{
    private readonly Error?[] faults = new Error?[most];
    private readonly TaskCompletionSource all = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Reports that are not here yet, and one for who is still sending.</summary>
    private int missing = 1;

    /// <summary>How many messages were sent.</summary>
    public int Count { get; private set; }

    /// <summary>Once all are reported: how many arrived before the first that did not.</summary>
    public int Arrived =>
        Array.FindIndex(faults, 0, Count, fault => fault is not null) is >= 0 and var failed
            ? failed
            : Count;

    /// <summary>Once all are reported: what became of the first that did not arrive; null where all did.</summary>
    public Error? Fault => Array.Find(faults, fault => fault is not null);

    /// <summary>Sends one more; never waits.</summary>
    /// <returns>Why it was not sent; null where it was.</returns>
    public Error? Add(IProducer<byte[]?, byte[]?> producer, TopicMessage message)
    {
        var index = Count;
        Interlocked.Increment(ref missing);
        try
        {
            producer.Produce(message.Topic, message.Message, report => Take(index, report));
        }
        catch (KafkaException fault)
        {
            Interlocked.Decrement(ref missing);
            return fault.Error;
        }
        Count++;
        return null;
    }

    /// <summary>Returns once all that were sent are reported; called once, after the last was.</summary>
    public Task AllAsync()
    {
        Release();
        return all.Task;
    }

    private void Take(int index, DeliveryReport<byte[]?, byte[]?> report)
    {
        faults[index] = report.Error.IsError ? report.Error : null;
        Release();
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref missing) == 0)
        {
            all.SetResult();
        }
    }
}
