using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>A crowd that lost its connections comes back at once, far behind, while others are served as ever.</summary>
internal sealed class Storm : IPoint
{
    /// <summary>How many are served meanwhile.</summary>
    public const int Live = 1000;

    /// <summary>How many events the crowd is behind.</summary>
    public const int Behind = 5000;

    private const int WarmUpWindow = 50;

    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "storm";

    public string Title => $"{Behind:N0} events behind, come back at once";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        var behind = work.Events ?? Behind;
        var live = trial.Invite(Live);
        trial.WarmUp(() => live.Deliveries, WarmUpWindow);
        trial.Drain();

        // The crowd was there before, had an event whose id it knows, and has gone.
        var before = trial.Connect(work.Clients, isAwaited: false);
        var (id, from) = LastEvent(trial);
        trial.Dismiss(before);
        trial.Publisher.Flow(work.Window, behind);
        trial.Loop.RunUntil(() => trial.Publisher.IsIdle, Limit);
        trial.Drain();

        trial.Publisher.Pace(work.Rate);
        trial.Measure(() => trial.Loop.RunFor(Calm));
        trial.Note($"before the storm, p99 was {live.Latencies.Quantile(0.99) / 1e6:0.0} ms");

        var crowd = trial.NewAudience(
            [trial.Server.Recipe.StreamRequest(headers: $"Last-Event-ID: {id}\r\n")],
            isAwaited: false
        );
        crowd.CatchUp = Missed(trial, from);
        trial.Measure(() =>
        {
            crowd.Connect(work.Clients, from);
            trial.Loop.RunUntil(
                () => crowd.CaughtUp + crowd.Refused + crowd.Disconnected >= work.Clients,
                Limit
            );
        });
        var measured = trial.Result(
            Name,
            work.Clients,
            live.Deliveries + crowd.Deliveries,
            live.Latencies
        );
        trial.Drain();
        AwaitAll(trial, crowd);
        return trial.Judge(measured) with
        {
            StormSeconds = trial.Clock.Elapsed.TotalSeconds,
            Incomplete = crowd.Incomplete,
        };
    }

    /// <summary>Publishes an event, and says what it is called and what comes after it.</summary>
    private static (string Id, int[] From) LastEvent(Trial trial)
    {
        using var probe = new IdProbe(
            trial.Loop,
            trial.Server.Port,
            trial.Server.Recipe.StreamRequest()
        );
        for (var tries = 0; probe.Id is null && tries < 10; tries++)
        {
            trial.Publisher.Flow(int.MaxValue, 1);
            trial.Loop.RunUntil(() => trial.Publisher.IsIdle, Patience);
            trial.Drain();
            trial.Loop.RunUntil(() => probe.Number >= 0, TimeSpan.FromSeconds(1));
        }
        var from = trial.Publication.Published.ToArray();
        var lane = Lanes.LaneOf(Math.Max(0, probe.Number));
        return probe.Id is { } id && Lanes.IndexOf(probe.Number) == from[lane] - 1
            ? (id, from)
            : throw new InvalidOperationException("the stream has no ids to come back with");
    }

    private static long Missed(Trial trial, int[] from) =>
        trial.Publication.Total - from.Sum(index => (long)index);

    /// <summary>What was published during the storm has to reach the crowd too.</summary>
    private static void AwaitAll(Trial trial, Audience crowd)
    {
        for (long lost = long.MaxValue, now; (now = crowd.Lost) > 0 && now < lost; lost = now)
        {
            trial.Loop.RunFor(TimeSpan.FromSeconds(2));
        }
    }
}
