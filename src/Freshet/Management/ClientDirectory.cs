using Freshet.Pipelines;
using Freshet.Sinks.Sse;
using Freshet.Sinks.Sse.Clients;

namespace Freshet.Management;

/// <summary>Some of the clients that are connected.</summary>
/// <param name="Clients">Those that were asked for.</param>
/// <param name="Total">How many are connected.</param>
internal readonly record struct ClientPage(IReadOnlyList<StreamClient> Clients, int Total);

/// <summary>The clients of all SSE endpoints together.</summary>
/// <param name="topology">What runs.</param>
internal sealed class ClientDirectory(Func<Topology> topology)
{
    /// <summary>The most clients of one page: a page is made in memory, and a client may have a few kilobytes of filters.</summary>
    public const int LargestPage = 1000;

    /// <summary>The endpoints that there are now.</summary>
    public IEnumerable<SseSink> Endpoints =>
        topology().Sinks.Select(pair => pair.Sink).OfType<SseSink>();

    /// <summary>How many are connected.</summary>
    public int Count => Endpoints.Sum(endpoint => endpoint.ClientCount);

    /// <summary>How many may be.</summary>
    public long MaxClients => Endpoints.Sum(endpoint => (long)endpoint.MaxClients);

    /// <summary>How many events clients were sent since the start, each counted for each client.</summary>
    public long EventsSent => Endpoints.Sum(endpoint => endpoint.EventsSent);

    /// <summary>How many events new clients are sent first.</summary>
    public long HistorySize => Endpoints.Sum(endpoint => endpoint.HistorySize);

    /// <summary>Clients in the order in which they came, whatever endpoint they are at.</summary>
    /// <param name="offset">How many are left out at the beginning; not negative.</param>
    /// <param name="limit">How many there are at most; not negative, and <see cref="LargestPage"/> where it is larger.</param>
    public ClientPage Page(int offset, int limit)
    {
        var all = Endpoints.SelectMany(endpoint => endpoint.Clients()).ToList();
        // The order of those who came at once to one endpoint is kept.
        var ordered = all.OrderBy(client => client.ConnectedAt);
        return new([.. ordered.Skip(offset).Take(Math.Min(limit, LargestPage))], all.Count);
    }

    /// <summary>How many events of each type the endpoints published since the start, the highest count first.</summary>
    public IReadOnlyDictionary<string, long> EventsByType()
    {
        var counts = Endpoints
            .SelectMany(endpoint => endpoint.EventsByType())
            .GroupBy(
                pair => pair.Key,
                pair => pair.Value,
                (type, each) => (Type: type, Count: each.Sum()),
                StringComparer.Ordinal
            );
        return new OrderedDictionary<string, long>(
            counts
                .OrderByDescending(type => type.Count)
                .Select(type => KeyValuePair.Create(type.Type, type.Count)),
            StringComparer.Ordinal
        );
    }

    /// <summary>Ends a client's stream; false where there is no such client.</summary>
    public bool Disconnect(string clientId) =>
        Endpoints.Any(endpoint => endpoint.Disconnect(clientId));
}
