using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Frames;
using Freshet.Sinks.Sse.Pumping;

namespace Freshet.Sinks.Sse;

/// <summary>What those see of an endpoint who run the server, and do to its clients; from any thread.</summary>
internal sealed partial class SseSink
{
    /// <summary>The path where it answers.</summary>
    public string Route => options.Route;

    /// <summary>How many clients there are.</summary>
    public int ClientCount => subscribers.Count;

    /// <summary>How many there may be.</summary>
    public int MaxClients => options.MaxClients;

    /// <summary>How many frames of events clients were sent since the start, those included who have left.</summary>
    public long EventsSent => Pumps?.Delivered ?? 0;

    /// <summary>How many events a client is sent first that comes now and does not say where it is; 0 before the sink runs.</summary>
    public long HistorySize =>
        Volatile.Read(ref running) is { } shared
            ? Math.Min(options.Replay, shared.Endpoint.Journal.Size.Entries)
            : 0;

    /// <summary>The clients that are there now, in the order in which they came.</summary>
    public IReadOnlyList<StreamClient> Clients() =>
        Array.ConvertAll(subscribers.Snapshot(), Describe);

    /// <summary>Ends the stream of a client in good order; false where there is none with that id, or none any more but on its way out.</summary>
    public bool Disconnect(string clientId) =>
        Guid.TryParseExact(clientId, "D", out var id)
        && subscribers.TryFind(id, out var subscriber)
        && subscriber.Disconnect();

    /// <summary>
    /// How many events of each type the endpoint published since the start, the highest count first. Types beyond the first thousand are counted
    /// together, as <see cref="TypeCounts.Others"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, long>> EventsByType() => types.Read();

    private StreamClient Describe(Subscriber subscriber) =>
        new(
            subscriber.Arrival.Id.ToString(),
            options.Route,
            subscriber.Arrival.At,
            subscriber.LastEventAt,
            subscriber.Delivered,
            subscriber.Skipped,
            subscriber.Cursor.Behind,
            subscriber.Filter.EventTypes,
            subscriber.Filter.Sources,
            subscriber.Arrival.UserAgent,
            subscriber.Arrival.Peer is { Port: 0 } peer
                ? peer.Address.ToString()
                : subscriber.Arrival.Peer.ToString()
        );
}
