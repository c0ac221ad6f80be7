using System.Text.Json.Serialization;

namespace Freshet.Management;

/// <summary>What <c>GET /stats</c> answers with, its members in snake case.</summary>
/// <param name="TotalClients">How many clients are connected.</param>
/// <param name="MaxClients">How many may be.</param>
/// <param name="TotalEventsSent">How many events clients were sent since the start, each counted for each client.</param>
/// <param name="HistorySize">How many events new clients are sent first.</param>
/// <param name="EventsByType">How many events of each type the endpoints published since the start, the highest count first.</param>
/// <param name="Lag">What waits for the sources.</param>
/// <param name="Endpoints">The same, endpoint by endpoint.</param>
/// <param name="ConnectedClients">Those connected, in the order in which they came; null for those who may not see them.</param>
/// <param name="ConnectedClientsNote">Why they may not; null for those who may.</param>
internal sealed record StatsReport(
    int TotalClients,
    long MaxClients,
    long TotalEventsSent,
    long HistorySize,
    IReadOnlyDictionary<string, long> EventsByType,
    StatsReport.SourceLag Lag,
    IReadOnlyList<StatsReport.Endpoint> Endpoints,
    IReadOnlyList<StatsReport.Client>? ConnectedClients,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        string? ConnectedClientsNote
)
{
    /// <param name="Total">How many events wait where sources take them from; null where no source knows.</param>
    /// <param name="Sources">How many wait for each source that depends on something outside; null where it does not know.</param>
    internal sealed record SourceLag(long? Total, IReadOnlyDictionary<string, long?> Sources);

    internal sealed record Endpoint(
        string Path,
        int Clients,
        int MaxClients,
        long EventsSent,
        long HistorySize
    );

    /// <param name="Id">What <c>DisconnectClient</c> takes.</param>
    /// <param name="ConnectedAt">When it came, UTC.</param>
    /// <param name="LastEventAt">When it was last sent an event, UTC; null where it was sent none.</param>
    /// <param name="EventsReceived">How many events it was sent.</param>
    /// <param name="Filter">What it asked for.</param>
    /// <param name="UserAgent">What it calls itself.</param>
    /// <param name="RemoteAddr">Where its connection comes from.</param>
    /// <param name="Endpoint">The path that it listens at.</param>
    /// <param name="Behind">How many events it was not sent yet; its filter may leave out some of them.</param>
    /// <param name="Skipped">How many events were gone before it could be sent them.</param>
    internal sealed record Client(
        string Id,
        DateTime ConnectedAt,
        DateTime? LastEventAt,
        long EventsReceived,
        Filter Filter,
        string UserAgent,
        string RemoteAddr,
        string Endpoint,
        long Behind,
        long Skipped
    );

    /// <summary>The patterns that a client asked for; empty for all.</summary>
    internal sealed record Filter(IReadOnlyList<string> EventTypes, IReadOnlyList<string> Sources);
}
