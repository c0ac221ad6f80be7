using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Freshet.Http.Detaching;

/// <summary>What Kestrel and its middleware ask of a connection.</summary>
internal sealed partial class SocketConnection
    : IConnectionIdFeature,
        IConnectionItemsFeature,
        IConnectionTransportFeature,
        IConnectionLifetimeFeature,
        IConnectionEndPointFeature,
        IConnectionSocketFeature,
        IMemoryPoolFeature,
        IReachabilityFeature,
        IDetachFeature
{
    private static long lastId;
    private IDictionary<object, object?>? items;

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; }

    /// <summary>The pipes, or what stands in front of them, such as TLS.</summary>
    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public override IDictionary<object, object?> Items
    {
        get => items ??= new ConnectionItems();
        set => items = value;
    }

    MemoryPool<byte> IMemoryPoolFeature.MemoryPool => settings.Pool;

    Socket IConnectionSocketFeature.Socket => socket;

    Departure IReachabilityFeature.Departure => (Departure)Volatile.Read(ref departure);

    void IReachabilityFeature.LimitSilence(TimeSpan patience) =>
        Reachability.Limit(socket, patience);

    void IDetachFeature.Detach(Action<DetachedSocket?> then)
    {
        if (!ReferenceEquals(Transport, wire))
        {
            throw new InvalidOperationException(
                "what is written to this connection is not what goes to its socket"
            );
        }
        if (Interlocked.CompareExchange(ref detached, then, null) is not null)
        {
            throw new InvalidOperationException("the socket of this connection is taken");
        }
    }

    /// <summary>Unique in this process, and short, since it stands before each of Kestrel's own log entries.</summary>
    private static string NextId() => Interlocked.Increment(ref lastId).ToString();

    private FeatureCollection OwnFeatures()
    {
        // Kestrel adds five of its own.
        var features = new FeatureCollection(initialCapacity: 14);
        features.Set<IConnectionIdFeature>(this);
        features.Set<IConnectionItemsFeature>(this);
        features.Set<IConnectionTransportFeature>(this);
        features.Set<IConnectionLifetimeFeature>(this);
        features.Set<IConnectionEndPointFeature>(this);
        features.Set<IConnectionSocketFeature>(this);
        features.Set<IMemoryPoolFeature>(this);
        features.Set<IReachabilityFeature>(this);
        return features;
    }
}
