namespace Freshet.LoadTest.Points;

/// <summary>What a server is given to do.</summary>
internal sealed record Workload
{
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

    /// <summary>At full speed, how many events there may be that not everyone has.</summary>
    public int Window { get; init; } = 500;

    /// <summary>On how many connections is published.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>How many requests may be under way on each.</summary>
    public int Depth { get; init; } = 8;

    /// <summary>How many events a request has.</summary>
    public int Batch { get; init; } = 1;
}
