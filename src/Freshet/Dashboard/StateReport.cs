namespace Freshet.Dashboard;

/// <summary>What runs, and how: the answer of <c>GET /api/v1/dashboard/state</c>. Counts are totals since the start; nothing of a component's options is in it but its path.</summary>
/// <param name="Time">When it was made.</param>
/// <param name="Version">Freshet's.</param>
/// <param name="StartedAt">When the process began.</param>
/// <param name="RootUrl">Where the server is reached from outside.</param>
/// <param name="Health">What <c>GET /health</c> says.</param>
/// <param name="Sources">The sources, as they are configured.</param>
/// <param name="Transformers">The transformers that a source or sink refers to.</param>
/// <param name="Sinks">The sinks.</param>
/// <param name="Journal">What it holds.</param>
/// <param name="Latency">How long events take.</param>
/// <param name="DeadLetters">How many there are that are not done with.</param>
internal sealed record StateReport(
    DateTime Time,
    string Version,
    DateTime StartedAt,
    string RootUrl,
    StateReport.Condition Health,
    IReadOnlyList<StateReport.Source> Sources,
    IReadOnlyList<StateReport.Transformer> Transformers,
    IReadOnlyList<StateReport.Sink> Sinks,
    StateReport.Kept Journal,
    StateReport.Distances Latency,
    long DeadLetters
)
{
    internal sealed record Condition(string Status, IReadOnlyList<string> Problems);

    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Transformers">The names of its transformers.</param>
    /// <param name="Path">Where it answers; null where it is not reached over HTTP.</param>
    /// <param name="Trouble">What hinders it; null where nothing does.</param>
    /// <param name="Lag">How many events wait for it where it takes them from; null where nobody knows.</param>
    /// <param name="Received">Events that it took in.</param>
    /// <param name="Accepted">Those that the journal stored.</param>
    /// <param name="Repeated">Those that the journal held already.</param>
    /// <param name="Rejected">Those that were refused, by the kind of reason.</param>
    /// <param name="DeadLetters">Messages that it put to the dead letters.</param>
    internal sealed record Source(
        string Name,
        string Type,
        IReadOnlyList<string> Transformers,
        string? Path,
        string? Trouble,
        long? Lag,
        long Received,
        long Accepted,
        long Repeated,
        IReadOnlyDictionary<string, long> Rejected,
        long DeadLetters
    );

    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Dropped">Events that it let go, for a source.</param>
    /// <param name="Rejected">Events that it refused, of a source.</param>
    internal sealed record Transformer(string Name, string Type, long Dropped, long Rejected);

    /// <param name="Name">Its name.</param>
    /// <param name="Type">Its type.</param>
    /// <param name="Transformers">The names of its transformers.</param>
    /// <param name="Path">Where it answers; null where it is not reached over HTTP.</param>
    /// <param name="Trouble">What hinders it; null where nothing does.</param>
    /// <param name="Lag">Entries of the journal that it has not dealt with; null for a stream, whose clients each have their own.</param>
    /// <param name="Delivered">Events that it delivered, of a stream each counted for each client.</param>
    /// <param name="Retries">Batches that it tried again.</param>
    /// <param name="DeadLetters">Events that it gave up.</param>
    /// <param name="Missed">Events that were gone from the journal before it could deliver them.</param>
    /// <param name="Clients">How many clients a stream has now.</param>
    /// <param name="Lagged">Events that clients of a stream missed.</param>
    internal sealed record Sink(
        string Name,
        string Type,
        IReadOnlyList<string> Transformers,
        string? Path,
        string? Trouble,
        long? Lag,
        long Delivered,
        long Retries,
        long DeadLetters,
        long Missed,
        int Clients,
        long Lagged
    );

    internal sealed record Kept(
        long Entries,
        long Bytes,
        Place? Oldest,
        Place? Newest,
        string? Fault,
        long Damaged
    );

    internal sealed record Place(long Sequence, DateTime Time);

    internal sealed record Distances(
        Histogram SourceToJournal,
        Histogram JournalToClient,
        Histogram SourceToClient
    );

    /// <param name="Bounds">The upper ends of the buckets, in seconds.</param>
    /// <param name="Counts">How many fell into each, and at the end how many were beyond all.</param>
    internal sealed record Histogram(IReadOnlyList<double> Bounds, IReadOnlyList<long> Counts);
}
