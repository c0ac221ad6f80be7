using Freshet.Chaos.Judging;
using Freshet.Chaos.Reading;

namespace Freshet.Chaos.Running;

/// <summary>
/// Everything that runs: two servers, the second behind the first; what the first delivers to; clients of both; two proxies, one in front of the first server and
/// one in front of the receiver.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    /// <summary>A run brings about 50 MB a minute into each journal.</summary>
    private const long DiskBytesPerMinute = 128L << 20;

    /// <summary>Everything since the journal began.</summary>
    private const string FromTheBeginning = "?since=1970-01-01T00:00:00Z";

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> clients = [];
    private readonly int originPort;
    private readonly int followerPort;

    public World(
        string folder,
        double minutes,
        int seed,
        Problems problems,
        RunClock clock,
        TimeProvider time
    )
    {
        this.folder = folder;
        this.time = time;
        var ports = new Ports();
        originPort = ports.Next();
        followerPort = ports.Next();
        var receiverPort = ports.Next();
        Disk = SmallDisk.Create(
            Path.Combine(folder, "small-disk"),
            (long)((minutes + 1) * DiskBytesPerMinute)
        );
        OriginProxy = new(originPort, time);
        ReceiverProxy = new(receiverPort, time);
        Origin = Freshet(
            "A",
            originPort,
            Configurations.Origin(
                originPort,
                Path.Combine(Disk.Folder, "journal"),
                ReceiverProxy.Port
            )
        );
        Follower = Freshet(
            "B",
            followerPort,
            Configurations.Follower(followerPort, In("b-journal"), OriginProxy.Port)
        );
        Received = new("the receiver", In("receiver.diary"));
        Receiver = Child(
            "the receiver",
            receiverPort,
            "receive",
            $"{receiverPort}",
            Received.Path,
            $"{seed}"
        );
        ChildDiary = new("A's client in a process of its own", In("a-child.diary"));
        Client = Child(
            "the client",
            null,
            "listen",
            StreamOf(originPort).AbsoluteUri,
            ChildDiary.Path
        );
        OriginDiaries = [Diary("a-direct"), Diary("a-proxied"), ChildDiary];
        FollowerDiaries = [Diary("b-first"), Diary("b-second")];

        Diary Diary(string name) => new(name, In(name + ".diary"));

        Service Freshet(string name, int port, string toml)
        {
            var configuration = In($"{name}.toml");
            File.WriteAllText(configuration, toml);
            return Run(
                name,
                port,
                Path.Combine(AppContext.BaseDirectory, "freshet.dll"),
                "connect",
                "--config",
                configuration
            );
        }

        Service Child(string name, int? port, params string[] arguments) =>
            Run(name, port, [typeof(World).Assembly.Location, .. arguments]);

        Service Run(string name, int? port, params string[] arguments) =>
            new(
                name,
                In(name.Replace(' ', '-')),
                [Environment.ProcessPath!, .. arguments],
                port,
                problems,
                clock
            );
    }

    /// <summary>The server that takes events in.</summary>
    public Service Origin { get; }

    /// <summary>The server that follows the first.</summary>
    public Service Follower { get; }

    /// <summary>What the first server's HTTP sink delivers to.</summary>
    public Service Receiver { get; }

    /// <summary>A client of the first server, in a process of its own.</summary>
    public Service Client { get; }

    public TcpProxy OriginProxy { get; }

    public TcpProxy ReceiverProxy { get; }

    /// <summary>Where the first server's journal is.</summary>
    public SmallDisk Disk { get; }

    public IReadOnlyList<Diary> OriginDiaries { get; }

    public IReadOnlyList<Diary> FollowerDiaries { get; }

    public Diary Received { get; }

    private Diary ChildDiary { get; }

    /// <summary>All processes, those first that others need.</summary>
    public IReadOnlyList<Service> Services => [Receiver, Origin, Follower, Client];

    /// <summary>Where events are sent to, directly or through the proxy.</summary>
    public Uri Webhook(bool isProxied) =>
        new($"http://127.0.0.1:{(isProxied ? OriginProxy.Port : originPort)}/webhook/in");

    public Uri Health => new($"http://127.0.0.1:{originPort}/health");

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var service in Services)
        {
            await service.StartAsync(cancellation);
        }
        Listen(OriginDiaries[0], originPort, byQuery: false);
        Listen(OriginDiaries[1], OriginProxy.Port, byQuery: true);
        Listen(FollowerDiaries[0], followerPort, byQuery: false);
        Listen(FollowerDiaries[1], followerPort, byQuery: true);
    }

    /// <summary>A client that comes when all is over and reads everything: what the first server's journal has, in its order, and the second's.</summary>
    public (Diary Origin, Diary Follower) ReadHistories()
    {
        var origin = new Diary("A's history", In("a-history.diary"));
        var follower = new Diary("B's history", In("b-history.diary"));
        Listen(origin, originPort, byQuery: false);
        Listen(follower, followerPort, byQuery: false);
        return (origin, follower);
    }

    /// <summary>Ends everything as an operator would: clients first.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(clients);
        foreach (var service in Services.Reverse())
        {
            await service.StopAsync();
        }
    }

    /// <summary>Ends what still runs, whatever happened.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        foreach (var service in Services)
        {
            await service.DisposeAsync();
        }
        await OriginProxy.DisposeAsync();
        await ReceiverProxy.DisposeAsync();
        await Task.WhenAll(clients);
        Disk.Dispose();
        stopping.Dispose();
    }

    private string In(string name) => Path.Combine(folder, name);

    private static Uri StreamOf(int port) =>
        new($"http://127.0.0.1:{port}/sse/out{FromTheBeginning}");

    private void Listen(Diary diary, int port, bool byQuery) =>
        clients.Add(
            new StreamClient(StreamOf(port), byQuery, diary.Path, time).RunAsync(stopping.Token)
        );
}
