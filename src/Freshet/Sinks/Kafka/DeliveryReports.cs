using Confluent.Kafka;

namespace Freshet.Sinks.Kafka;

/// <summary>What becomes of messages that are sent together: librdkafka reports each, in any order, from a thread of its own.</summary>
/// <param name="most">How many there are at most.</param>
internal sealed class DeliveryReports(int most)
{
    private readonly Error?[] faults = new Error?[most];
    private readonly bool[] isHere = new bool[most];
    private readonly TaskCompletionSource all = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Reports that are not here yet, and one for who is still sending.</summary>
    private int missing = 1;

    /// <summary>How many messages were sent.</summary>
    public int Count { get; private set; }

    /// <summary>Once nobody waits any more: how many arrived before the first that did not, and what became of that; no error where all did.</summary>
    /// <param name="unheard">What became of one without a report.</param>
    public (int Arrived, Error? Fault) Read(Error? unheard = null)
    {
        for (var i = 0; i < Count; i++)
        {
            // A report may come now that was given up: the message is sent again then.
            var isReported = Volatile.Read(ref isHere[i]);
            if (!isReported || faults[i] is not null)
            {
                return (i, isReported ? faults[i] : unheard);
            }
        }
        return (Count, null);
    }

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
        Volatile.Write(ref isHere[index], true);
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
