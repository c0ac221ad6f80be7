using System.Text;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Drift;
using Freshet.LoadTest.Measuring;
using Freshet.LoadTest.Publishing;
using Freshet.LoadTest.Report;
using Freshet.LoadTest.Servers;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Points;

/// <summary>One server, started for one measurement, and what all measurements do with it.</summary>
internal sealed class Trial : IDisposable
{
    // A load that takes more than this of its processor may be what limits.
    private const double BusyLoad = 0.9;

    private const int MostSlices = 40;
    private const int SteadySlices = 3;

    private static readonly TimeSpan HeadLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstEventLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LeastCpu = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EnoughCpu = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<Audience> audiences = [];
    private readonly List<string> notes = [];
    private readonly IContender contender;

    public Trial(IContender contender, Workload workload, CancellationToken stopping)
    {
        this.contender = contender;
        Workload = workload;
        Loop = new EventLoop(stopping);
        try
        {
            Server = new ServerProcess(contender, workload.ServerProcessor);
        }
        catch
        {
            Loop.Dispose();
            throw;
        }
        Clock = new Stopclock(Server.Tree);
        Publisher = NewPublisher(Server.Recipe.PublishPath);
    }

    public Workload Workload { get; }

    public EventLoop Loop { get; }

    public ServerProcess Server { get; }

    public Stopclock Clock { get; }

    public Publication Publication { get; } = new();

    public Publisher Publisher { get; }

    /// <summary>Something that a reader has to know.</summary>
    public void Note(string note)
    {
        if (!notes.Contains(note))
        {
            notes.Add(note);
        }
    }

    /// <summary>Connects clients, and returns once each has seen an event: from there on, every event is expected.</summary>
    /// <param name="isAwaited">Whether events are delivered only when these have them.</param>
    public Audience Invite(int clients, bool isAwaited = true)
    {
        var audience = Connect(clients, isAwaited);
        Prime(audience);
        return audience;
    }

    /// <summary>Connects clients, and returns once they have the head of the answer, or nothing more comes.</summary>
    public Audience Connect(int clients, bool isAwaited)
    {
        var audience = NewAudience(Requests(), isAwaited);
        audience.Connect(clients);
        return AwaitHeads(audience, clients);
    }

    /// <summary>Connects clients to a stream that had no event yet, each with the next of these filters, and expects every event of theirs.</summary>
    public Audience Connect(int clients, IReadOnlyList<Interest> interests)
    {
        var audience = NewAudience(
            [.. interests.Select(one => Server.Recipe.RequestWith(one.Query))],
            isAwaited: true,
            interests
        );
        audience.Connect(clients, new int[Lanes.Count]);
        return AwaitHeads(audience, clients);
    }

    /// <summary>Connects clients to a stream that had no event yet, and expects all that has to come of these alerts.</summary>
    public Audience Connect(int clients, AlertMix alerts)
    {
        var audience = NewAudience(Requests(), isAwaited: true, alerts: alerts);
        audience.Connect(clients, new int[Lanes.Count]);
        return AwaitHeads(audience, clients);
    }

    /// <summary>Clients that send these requests; none of them is connected yet.</summary>
    /// <param name="interests">What passes the filter in each of the requests; null where everything does.</param>
    /// <param name="alerts">The alerts that are posted; null where events are.</param>
    public Audience NewAudience(
        IReadOnlyList<string> requests,
        bool isAwaited,
        IReadOnlyList<Interest>? interests = null,
        AlertMix? alerts = null
    )
    {
        var audience = new Audience(
            Loop,
            Publication,
            Server.Port,
            [.. requests.Select(text => new ReadOnlyMemory<byte>(Encoding.ASCII.GetBytes(text)))],
            isAwaited,
            interests,
            alerts
        );
        audiences.Add(audience);
        return audience;
    }

    /// <summary>Publishes one event after the other until every client has seen one.</summary>
    public void Prime(Audience audience)
    {
        var end = EventLoop.Now + EventLoop.Ticks(FirstEventLimit);
        while (audience.Begun < audience.Present && EventLoop.Now < end)
        {
            if (Publisher.Underway == 0)
            {
                Publisher.Single();
            }
            Loop.RunUntil(() => audience.Begun >= audience.Present, Slice);
        }
        Settle();
        if (audience.Begun < audience.Present)
        {
            Note($"{audience.Present - audience.Begun} clients saw no event at all");
        }
        if (audience.IsAwaited)
        {
            Publisher.Audience = audience;
        }
    }

    /// <summary>
    /// Publishes at full speed until the rate no longer grows, so that all is compiled that will be. On a machine that is busy with other things this
    /// takes longer: it is the server's own time that counts.
    /// </summary>
    /// <param name="count">What the rate is of.</param>
    public void WarmUp(Func<long> count, int window)
    {
        Publisher.Flow(window);
        var before = Server.Tree.Cpu();
        var best = 0L;
        var steady = 0;
        for (var slices = 0; slices < MostSlices; slices++)
        {
            var counted = count();
            Loop.RunFor(Slice);
            var grown = count() - counted;
            steady = grown > best + (best / 10) ? 0 : steady + 1;
            best = Math.Max(best, grown);
            var spent = Server.Tree.Cpu() - before;
            if (spent >= EnoughCpu || (steady >= SteadySlices && spent >= LeastCpu))
            {
                return;
            }
        }
    }

    /// <summary>Lets clients go that have played their part; what they saw no longer counts.</summary>
    public void Dismiss(Audience audience)
    {
        audience.Leave();
        audiences.Remove(audience);
        if (Publisher.Audience == audience)
        {
            Publisher.Audience = null;
        }
    }

    /// <summary>Publishes no more, and returns when all is delivered, or nothing more comes.</summary>
    public void Drain()
    {
        Publisher.Pause();
        for (var open = int.MaxValue; Publication.Open > 0 && Publication.Open < open; )
        {
            open = Publication.Open;
            Loop.RunUntil(() => Publication.Open == 0, Patience);
        }
        Settle();
        if (Publication.Open > 0)
        {
            Note($"{Publication.Open} events never reached everyone");
        }
    }

    /// <summary>Measures while something is done.</summary>
    public void Measure(Action done)
    {
        audiences.ForEach(one => one.Reset());
        var tcp = new TcpTrouble();
        Clock.Start();
        done();
        Clock.Stop();
        if (tcp.Since() is { } trouble)
        {
            Note(trouble);
        }
    }

    /// <summary>The figures of what was measured last.</summary>
    /// <param name="deliveries">How often an event reached somebody meanwhile.</param>
    /// <param name="latencies">How soon; null where nobody listened.</param>
    public Measurement Result(string point, int clients, long deliveries, Histogram? latencies) =>
        Blank(point, clients) with
        {
            Seconds = Clock.Elapsed.TotalSeconds,
            DeliveriesPerSecond = deliveries / Clock.Elapsed.TotalSeconds,
            CpuPerMillion = deliveries > 0 ? Clock.ServerCpu.TotalSeconds * 1e6 / deliveries : null,
            ServerPart = Clock.ServerCpu / Clock.Elapsed,
            P50Milliseconds = latencies?.Quantile(0.5) / 1e6,
            P99Milliseconds = latencies?.Quantile(0.99) / 1e6,
            MaxMilliseconds = latencies?.Maximum / 1e6,
        };

    /// <summary>The same, with what has gone wrong by now: what is lost shows at the end alone.</summary>
    public Measurement Judge(Measurement measured) =>
        measured with
        {
            Events = Publication.Total,
            Lost = audiences.Sum(one => one.Lost),
            Duplicates = audiences.Sum(one => one.Duplicates),
            Unwanted = audiences.Sum(one => one.Unwanted),
            Disordered = audiences.Sum(one => one.Disordered),
            Notices = audiences.Sum(one => one.Notices),
            Disconnected = audiences.Sum(one => one.Disconnected + one.Refused),
            FailedPosts = Publisher.Failures,
            Notes = [.. notes],
        };

    /// <summary>What has gone wrong so far, and no other figure.</summary>
    public Measurement Blank(string point, int clients)
    {
        if (Clock.LoadPart > BusyLoad)
        {
            Note("the load took all of its processor: the server might do more");
        }
        if (Server.HasExited)
        {
            Note($"it ended by itself, and said: {Server.Said()}");
        }
        if (Publisher.LastFailure != 0)
        {
            Note($"a POST was answered {Publisher.LastFailure}");
        }
        return Judge(
            new Measurement
            {
                Point = point,
                System = contender.Name,
                Clients = clients,
                Payload = Workload.Payload,
                Filters = Workload.Filters,
                LoadPart = Clock.LoadPart,
            }
        );
    }

    public void Dispose()
    {
        foreach (var audience in audiences)
        {
            audience.Leave();
        }
        Publisher.Close();
        Server.Dispose();
        Loop.Dispose();
    }

    /// <summary>Returns when all are answered, or nothing more comes.</summary>
    /// <exception cref="InvalidOperationException">None of them was let in.</exception>
    private Audience AwaitHeads(Audience audience, int clients)
    {
        int Settled() => audience.Answered + audience.Refused + audience.Disconnected;
        for (var progress = -1; progress < Settled() + audience.Connected; )
        {
            progress = Settled() + audience.Connected;
            Loop.RunUntil(() => Settled() >= clients, HeadLimit);
        }
        if (audience.Present == 0)
        {
            throw new InvalidOperationException(
                $"{contender.Name} lets nobody in; the last was answered {audience.LastRefusal}:\n{Server.Said()}"
            );
        }
        return audience;
    }

    /// <summary>Waits for the answers to all that was published.</summary>
    private void Settle() => Loop.RunUntil(() => Publisher.Underway == 0, AnswerLimit);

    private Publisher NewPublisher(string path) =>
        new(
            Loop,
            Publication,
            Server.Port,
            new PreparedPost(path, Server.Recipe.PublishHeaders, Workload.Payload, Workload.Batch),
            Workload.Connections,
            Workload.Depth
        );

    // Each is another filter, and all let everything pass.
    private List<string> Requests() =>
        [
            .. Enumerable
                .Range(0, Workload.Filters)
                .Select(i => Server.Recipe.StreamRequest(i == 0 ? "" : $",never-{i}")),
        ];
}
