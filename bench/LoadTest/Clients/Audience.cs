using System.Net;
using Freshet.LoadTest.Drift;
using Freshet.LoadTest.Measuring;
using Freshet.LoadTest.Publishing;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Clients;

/// <summary>Clients that ask for the same and are counted together.</summary>
/// <param name="requests">What they send: each takes the next, and the first again after the last.</param>
/// <param name="isAwaited">Whether an event counts as delivered only when all of them have it.</param>
/// <param name="interests">What the filter of each request lets pass; null where everything passes.</param>
/// <param name="alerts">The alerts that are posted; null where events are.</param>
internal sealed class Audience(
    EventLoop loop,
    Publication publication,
    int port,
    IReadOnlyList<ReadOnlyMemory<byte>> requests,
    bool isAwaited,
    IReadOnlyList<Interest>? interests = null,
    AlertMix? alerts = null
) : IActivity
{
    // Below what any server's backlog takes.
    private const int Underway = 256;
    private const int PortsOfAnAddress = 20_000;

    private static readonly long Patience = EventLoop.Ticks(TimeSpan.FromMilliseconds(50));

    private readonly List<StreamClient> clients = [];
    private int wanted;
    private int answeredBefore;
    private int openedBefore;
    private long movedAt;
    private int[]? from;

    public EventLoop Loop => loop;

    public Publication Publication => publication;

    public bool IsAwaited => isAwaited;

    /// <summary>Latencies, from the start of the POST, or the time when the event was due, to the end of the receive that brought the event.</summary>
    public Histogram Latencies { get; } = new();

    /// <summary>Those of the drift that came of alerts, from when the alert was due.</summary>
    public Histogram DriftLatencies { get; } = new();

    /// <summary>How many events arrived, duplicates included, since the last <see cref="Reset"/>.</summary>
    public long Deliveries { get; set; }

    /// <summary>Bytes received, with everything around events.</summary>
    public long Bytes { get; set; }

    public int Connected { get; set; }

    public int Answered { get; set; }

    /// <summary>How many know which event they have to see next.</summary>
    public int Begun { get; set; }

    public int Disconnected { get; set; }

    /// <summary>How many were answered something else than a stream.</summary>
    public int Refused { get; set; }

    public int LastRefusal { get; set; }

    /// <summary>How many times a server said that it left something out.</summary>
    public long Notices { get; set; }

    /// <summary>How many events came that the client's filter leaves out.</summary>
    public long Unwanted { get; set; }

    /// <summary>How many events make a client one that has caught up; 0 where that does not matter.</summary>
    public long CatchUp { get; set; }

    public int CaughtUp { get; set; }

    public int Size => clients.Count;

    /// <summary>How many clients there still are.</summary>
    public int Present => clients.Count - Disconnected - Refused;

    public long Duplicates => clients.Sum(client => client.Ledger.Duplicates);

    public long Disordered => clients.Sum(client => client.Ledger.Disordered);

    public long Lost => clients.Sum(client => client.Lost);

    /// <summary>How many events should have reached somebody by now, since clients began.</summary>
    public long Expected => clients.Sum(client => client.Ledger.Seen + client.Lost);

    /// <summary>How many clients have not seen every event, once.</summary>
    public int Incomplete =>
        clients.Count(client =>
            !client.Ledger.HasBegun || client.Lost > 0 || client.Ledger.Duplicates > 0
        );

    /// <summary>Begins to connect so many more, as fast as the server answers them.</summary>
    /// <param name="expected">What each has to see from: indices of lanes; null for everything after the first event that it gets.</param>
    public void Connect(int count, int[]? expected = null)
    {
        from = expected;
        wanted += count;
        movedAt = EventLoop.Now;
        loop.Begin(this);
    }

    public long Turn(long now)
    {
        if (clients.Count == wanted)
        {
            loop.End(this);
            return long.MaxValue;
        }
        if (Answered + Refused + Disconnected > answeredBefore || Connected > openedBefore)
        {
            answeredBefore = Answered + Refused + Disconnected;
            openedBefore = Connected;
            movedAt = now;
        }
        // A server may hold its head back until the first event; then it is enough that connections are made.
        var settled = now - movedAt < Patience ? answeredBefore : Connected + Disconnected;
        while (clients.Count < wanted && clients.Count - settled < Underway)
        {
            var address = new IPAddress([
                127,
                0,
                0,
                (byte)(1 + (clients.Count / PortsOfAnAddress)),
            ]);
            var which = clients.Count % requests.Count;
            clients.Add(
                new StreamClient(this, requests[which], address, port, from, interests?[which])
            );
        }
        return now + Patience;
    }

    /// <summary>What finds events in what a client gets.</summary>
    public IFinder NewFinder(IStreamListener client) =>
        alerts is null ? new EventFinder(client) : new FrameFinder(alerts, client);

    /// <summary>Where the latency of an event is counted.</summary>
    public Histogram LatenciesOf(long number) =>
        alerts is not null && AlertMix.IsDrift(number) ? DriftLatencies : Latencies;

    /// <summary>Begins to count anew; what clients have seen stays known.</summary>
    public void Reset()
    {
        Latencies.Clear();
        DriftLatencies.Clear();
        Deliveries = 0;
        Bytes = 0;
    }

    /// <summary>Everyone leaves, and is forgotten.</summary>
    public void Leave()
    {
        loop.End(this);
        foreach (var client in clients)
        {
            client.Leave();
        }
    }
}
