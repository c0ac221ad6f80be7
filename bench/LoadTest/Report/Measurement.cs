namespace Freshet.LoadTest.Report;

/// <summary>What one run of one system came to. Figures that a point does not have are null.</summary>
internal sealed record Measurement
{
    public required string Point { get; init; }

    public required string System { get; init; }

    public required int Clients { get; init; }

    /// <summary>The size of an event's JSON, in bytes.</summary>
    public required int Payload { get; init; }

    /// <summary>How many different filters the clients have.</summary>
    public int Filters { get; init; } = 1;

    /// <summary>How many events a second were published, where a pace was kept.</summary>
    public double? Rate { get; init; }

    public double? Seconds { get; init; }

    public long? Events { get; init; }

    /// <summary>Events that reached a client, a second.</summary>
    public double? DeliveriesPerSecond { get; init; }

    /// <summary>Processor seconds of the server, user and system, for a million of them.</summary>
    public double? CpuPerMillion { get; init; }

    /// <summary>Events taken in for each second of the server's processor.</summary>
    public double? EventsPerCpuSecond { get; init; }

    /// <summary>How much of its processor the server took, from 0 to 1.</summary>
    public double? ServerPart { get; init; }

    public double? P50Milliseconds { get; init; }

    public double? P99Milliseconds { get; init; }

    public double? MaxMilliseconds { get; init; }

    /// <summary>How soon a drift came, from when its alert was due.</summary>
    public double? DriftP50Milliseconds { get; init; }

    public double? DriftP99Milliseconds { get; init; }

    public double? DriftMaxMilliseconds { get; init; }

    /// <summary>Pairs of client and event that never met.</summary>
    public long Lost { get; init; }

    /// <summary>Pairs of client and event that met again.</summary>
    public long Duplicates { get; init; }

    /// <summary>Pairs of client and event that met though the client's filter leaves the event out, or that should not be an event at all.</summary>
    public long Unwanted { get; init; }

    /// <summary>Pairs of client and event that had to meet, since clients began; where it is not simply every event.</summary>
    public long? Expected { get; init; }

    /// <summary>Events that came after one that was published later on the same connection, or in the same partition.</summary>
    public long Disordered { get; init; }

    /// <summary>Notices of the server that it left something out.</summary>
    public long Notices { get; init; }

    /// <summary>Clients that the server let go, or refused.</summary>
    public long Disconnected { get; init; }

    /// <summary>Publishing requests, or messages to Kafka, that were answered with an error, or never.</summary>
    public long FailedPosts { get; init; }

    /// <summary>Bytes of the process for each client: all that is resident.</summary>
    public double? ResidentPerClient { get; init; }

    /// <summary>Bytes of the process for each client, without files that are mapped.</summary>
    public double? AnonymousPerClient { get; init; }

    /// <summary>The same once events have passed.</summary>
    public double? AnonymousPerClientAfterEvents { get; init; }

    /// <summary>Bytes of managed memory for each client, what is not yet collected too.</summary>
    public double? ManagedPerClient { get; init; }

    /// <summary>Bytes of the process, all that is resident, before it had a state of Terraform.</summary>
    public double? ResidentAtStart { get; init; }

    /// <summary>The same once it had read the state.</summary>
    public double? ResidentWithState { get; init; }

    /// <summary>The same right after the last event.</summary>
    public double? ResidentAtEnd { get; init; }

    /// <summary>How long all took who had to catch up.</summary>
    public double? StormSeconds { get; init; }

    /// <summary>Of them, those that did not get everything, once.</summary>
    public long? Incomplete { get; init; }

    /// <summary>How much of a processor Kafka and its ZooKeeper took, from 0 to 1.</summary>
    public double? BrokerPart { get; init; }

    /// <summary>How much of its processor the load took, from 0 to 1.</summary>
    public double LoadPart { get; init; }

    /// <summary>What a reader has to know beside the figures.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
