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

    private readonly string folder;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> clients = [];

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
        var originPort = ports.Next();
        var followerPort = ports.Next();
        var receiverPort = ports.Next();
        OriginProxy = new(originPort, time);
        ReceiverProxy = new(receiverPort, time);
        var size = (long)((minutes + 1) * DiskBytesPerMinute);
        Origin = Freshet(
            "A",
            originPort,
            size,
            journal => Configurations.Origin(originPort, journal, ReceiverProxy.Port)
        );
        Follower = Freshet(
            "B",
            followerPort,
            size,
            journal => Configurations.Follower(followerPort, journal, OriginProxy.Port)
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
        Client = Child("the client", null, "listen", Origin.Stream.AbsoluteUri, ChildDiary.Path);
        OriginDiaries = [Diary("a-direct"), Diary("a-proxied"), ChildDiary];
        FollowerDiaries = [Diary("b-first"), Diary("b-second")];

        Diary Diary(string name) => new(name, In(name + ".diary"));

        Node Freshet(string name, int port, long bytes, Func<string, string> toml)
        {
            var disk = SmallDisk.Create(In($"{name}-disk"), bytes);
            var configuration = In($"{name}.toml");
            File.WriteAllText(configuration, toml(Path.Combine(disk.Folder, "journal")));
            var service = Run(
                name,
                port,
                Path.Combine(AppContext.BaseDirectory, "freshet.dll"),
                "connect",
                "--config",
                configuration
            );
            return new(service, disk, port);
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
    public Node Origin { get; }

    /// <summary>The server that follows the first.</summary>
    public Node Follower { get; }

    /// <summary>What the first server's HTTP sink delivers to.</summary>
    public Service Receiver { get; }

    /// <summary>A client of the first server, in a process of its own.</summary>
    public Service Client { get; }

    public TcpProxy OriginProxy { get; }

    public TcpProxy ReceiverProxy { get; }

    /// <summary>Why no disk can be filled; null where it can.</summary>
    public string? Shortcoming => Origin.Disk.Shortcoming ?? Follower.Disk.Shortcoming;

    public IReadOnlyList<Diary> OriginDiaries { get; }

    public IReadOnlyList<Diary> FollowerDiaries { get; }

    public Diary Received { get; }

    private Diary ChildDiary { get; }

    /// <summary>All processes, those first that others need.</summary>
    public IReadOnlyList<Service> Services => [Receiver, Origin.Service, Follower.Service, Client];

    /// <summary>Where events are sent to, directly or through the proxy.</summary>
    public Uri Webhook(bool isProxied) =>
        new($"http://127.0.0.1:{(isProxied ? OriginProxy.Port : Origin.Port)}/webhook/in");

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var service in Services)
        {
            await service.StartAsync(cancellation);
        }
        Listen(OriginDiaries[0], Origin.Stream);
        Listen(OriginDiaries[1], Node.StreamAt(OriginProxy.Port), byQuery: true);
        Listen(FollowerDiaries[0], Follower.Stream);
        Listen(FollowerDiaries[1], Follower.Stream, byQuery: true);
    }

    /// <summary>A client that comes when all is over and reads everything: what the first server's journal has, in its order, and the second's.</summary>
    public (Diary Origin, Diary Follower) ReadHistories()
    {
        var origin = new Diary("A's history", In("a-history.diary"));
        var follower = new Diary("B's history", In("b-history.diary"));
        Listen(origin, Origin.Stream);
        Listen(follower, Follower.Stream);
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

    /// <summary>Keeps what is on the disks that go with this program, for whoever looks for a fault.</summary>
    public void KeepDisks()
    {
        foreach (var node in (Node[])[Origin, Follower])
        {
            node.Disk.CopyTo(In($"{node.Service.Name}-disk-as-it-was"));
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
        Origin.Disk.Dispose();
        Follower.Disk.Dispose();
        stopping.Dispose();
    }

    private string In(string name) => Path.Combine(folder, name);

    private void Listen(Diary diary, Uri stream, bool byQuery = false) =>
        clients.Add(new StreamClient(stream, byQuery, diary.Path, time).RunAsync(stopping.Token));
}
