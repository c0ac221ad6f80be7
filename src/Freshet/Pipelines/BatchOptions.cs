using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;

namespace Freshet.Pipelines;

/// <summary>Where a sink begins that has never run.</summary>
internal enum SinkStart
{
    /// <summary>With the next event.</summary>
    Now,

    /// <summary>With the oldest event that the journal keeps.</summary>
    Oldest,
}

/// <summary>What the options of every <see cref="BatchSink"/> have in common.</summary>
internal abstract class BatchOptions
{
    /// <summary>
    /// Where the sink begins on its first run: <c>"now"</c>, with the next event, or <c>"oldest"</c>, with the oldest that the journal keeps. Later runs go
    /// on where the last one ended.
    /// </summary>
    public SinkStart Start { get; set; } = SinkStart.Now;

    /// <summary>
    /// An event that could not be delivered for that long goes to the dead letters, and the next has its turn. Half an hour outlasts most restarts and
    /// deployments.
    /// </summary>
    [DurationRange("0s", "365d")]
    public TimeSpan TotalDurationOfRetries { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How many events are delivered together at most. They are tried again together, too.</summary>
    [Range(1, 100_000)]
    public int BatchMaxEvents { get; set; } = 100;

    /// <summary>How much JSON is delivered together at most; an event that is larger goes alone.</summary>
    [ByteRange("1B", "1GiB")]
    public ByteSize BatchMaxBytes { get; set; } = new(1 << 20);

    /// <summary>
    /// How long the first event of a batch waits for others. <c>0s</c>, the default, delivers what is there at once: batches grow by themselves where the
    /// destination is slower than the events.
    /// </summary>
    [DurationRange("0s", "1h")]
    public TimeSpan BatchMaxWait { get; set; } = TimeSpan.Zero;
}
