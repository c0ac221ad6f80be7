using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Measuring;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Publishing;

/// <summary>Publishes to partitions of Kafka, each a lane, at a pace: an event is counted from the time that it was due, however late it leaves.</summary>
internal sealed class KafkaPublisher : IActivity, IDisposable
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(10);
    private static readonly long FullPause = EventLoop.Ticks(TimeSpan.FromMilliseconds(1));

    private readonly EventLoop loop;
    private readonly Publication publication;
    private readonly IReadOnlyList<TopicPartition> partitions;
    private readonly IReadOnlyList<Interest> interests;
    private readonly IProducer<byte[], byte[]> producer;
    private readonly int payload;
    private readonly byte[][] keys;
    private readonly DateTime begun = TimeProvider.System.GetUtcNow().UtcDateTime;
    private readonly long begunAt = EventLoop.Now;
    private long left;
    private long due;
    private long period;
    private long acknowledged;
    private long failures;

    /// <param name="producer">Is this publisher's from here on.</param>
    /// <param name="payload">The size of an event's JSON in bytes, where that is enough for all that an envelope has.</param>
    public KafkaPublisher(
        EventLoop loop,
        Publication publication,
        IReadOnlyList<TopicPartition> partitions,
        IReadOnlyList<Interest> interests,
        IProducer<byte[], byte[]> producer,
        int payload
    )
    {
        (this.loop, this.publication, this.partitions) = (loop, publication, partitions);
        (this.interests, this.producer, this.payload) = (interests, producer, payload);
        keys = [.. partitions.Select((_, lane) => Encoding.ASCII.GetBytes($"key-{lane}"))];
        loop.Begin(this);
    }

    /// <summary>Whether all that was asked for has left and is acknowledged, or has failed.</summary>
    public bool IsIdle => left == 0 && Underway == 0;

    /// <summary>Messages that the broker did not take.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>
    /// How long it took until the broker had the events, from when they were due: the part of a latency that no reader can help. The producer's thread writes
    /// it, so it is to be read when all is acknowledged.
    /// </summary>
    public Histogram Acknowledgements { get; } = new();

    /// <summary>The longest that an event left after it was due, in nanoseconds.</summary>
    public long Lateness { get; private set; }

    /// <summary>Messages of which it is not known whether the broker has them.</summary>
    public long Underway => publication.Total - Interlocked.Read(ref acknowledged) - Failures;

    /// <summary>So many events a second from now on.</summary>
    public void Pace(double perSecond, long events)
    {
        period = (long)(Stopwatch.Frequency / perSecond);
        due = EventLoop.Now;
        left = events;
        Lateness = 0;
        Acknowledgements.Clear();
    }

    public long Turn(long now)
    {
        while (left > 0 && due <= now)
        {
            if (!TryPublish())
            {
                return now + FullPause;
            }
            Lateness = Math.Max(Lateness, now - due);
            due += period;
            left--;
        }
        return left > 0 ? due : long.MaxValue;
    }

    public void Dispose()
    {
        loop.End(this);
        producer.Flush(FlushLimit);
        producer.Dispose();
    }

    /// <summary>Hands the next event over; false where the producer has no room for it.</summary>
    private bool TryPublish()
    {
        var serial = publication.Total;
        var lane = (int)(serial % partitions.Count);
        var kind = Kind.IndexOf(serial);
        var number = Lanes.Number(lane, publication.Published[lane]);
        var message = new Message<byte[], byte[]>
        {
            Key = keys[lane],
            Value = Envelope(number, Kind.At(kind)),
        };
        var since = due;
        try
        {
            producer.Produce(partitions[lane], message, report => Reported(report, since));
        }
        catch (ProduceException<byte[], byte[]> fault)
            when (fault.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        var audience = 0;
        foreach (var interest in interests)
        {
            audience += interest.Publish(lane, kind);
        }
        publication.Publish(lane, due, audience);
        return true;
    }

    private byte[] Envelope(long number, Kind kind)
    {
        var sent = begun + Stopwatch.GetElapsedTime(begunAt, due);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":"load-{{number}}","type":"{{kind.Type}}","source":"{{kind.Source}}","timestamp":"{{sent:O}}","data":{"n":"@{{number:D12}}","pad":"""
        );
        var padding = new string('x', Math.Max(0, payload - text.Length - 4));
        return Encoding.ASCII.GetBytes($"{text}\"{padding}\"}}}}");
    }

    /// <summary>Comes from the producer's own thread.</summary>
    private void Reported(DeliveryReport<byte[], byte[]> report, long since)
    {
        Acknowledgements.Record(EventLoop.Now - since);
        Interlocked.Increment(ref report.Error.IsError ? ref failures : ref acknowledged);
    }
}
