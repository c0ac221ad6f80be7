namespace Freshet.LoadTest.Points;

/// <summary>What a server is given to do.</summary>
internal sealed record Workload
{
    private const int MostWindow = 500;
    private const long MostUnderWay = 256 << 20;

    // What surrounds an event on the wire, more or less.
    private const int FrameBytes = 64;

    /// <summary>Where the server runs; null where there is one processor only.</summary>
    public int? ServerProcessor { get; init; }

    public int Clients { get; init; } = 1000;

    /// <summary>How many different filters they have.</summary>
    public int Filters { get; init; } = 1;

    /// <summary>The size of an event's JSON, in bytes.</summary>
    public int Payload { get; init; } = 200;

    /// <summary>How many events are published; null where time decides.</summary>
    public long? Events { get; init; }

    /// <summary>How long is measured, where events do not decide.</summary>
    public TimeSpan Span { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Events a second, where a pace is kept.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>What was asked for as <see cref="Window"/>; null for what fits.</summary>
    public int? AskedWindow { get; init; }

    /// <summary>
    /// At full speed, how many events there may be that not everyone has. 500 unless asked otherwise, and fewer where they would fill the kernel's
    /// memory for TCP, beyond which it holds connections up for seconds whatever the server does.
    /// </summary>
    public int Window =>
        AskedWindow
        ?? (int)Math.Clamp(MostUnderWay / ((long)Clients * (Payload + FrameBytes)), 1, MostWindow);

    /// <summary>On how many connections is published.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>How many requests may be under way on each.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>How many events a request has.</summary>
    public int Batch { get; init; } = 1;
}
