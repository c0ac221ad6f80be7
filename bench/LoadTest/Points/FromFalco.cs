using Freshet.LoadTest.Drift;
using Freshet.LoadTest.Publishing;
using Freshet.LoadTest.Report;
using Freshet.LoadTest.Servers;

namespace Freshet.LoadTest.Points;

/// <summary>Alerts of Falco at a pace, held against a large state: whether each client gets every alert and every drift, once, and how soon after the alert was due.</summary>
/// <param name="server">Who finds the drift.</param>
/// <param name="resources">How many resources the state has.</param>
/// <param name="connections">How many connections post.</param>
internal sealed class FromFalco(FreshetOnFalco server, int resources, int connections) : IPoint
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    // The state is looked for every five seconds.
    private static readonly TimeSpan Loading = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public string Name => "drift";

    public string Title => "from Falco";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        var tree = trial.Server.Tree;
        trial.Loop.RunFor(Settling);
        var atStart = tree.Memory().Resident;
        LargeState.Write(server.State, resources);
        trial.Loop.RunFor(Loading);
        var withState = tree.Memory().Resident;

        var alerts = new AlertMix(trial.Server.Recipe.PublishPath, resources);
        var audience = trial.Connect(work.Clients, alerts);
        using var publisher = new AlertPublisher(
            trial.Loop,
            trial.Publication,
            audience,
            alerts,
            trial.Server.Port,
            connections
        );
        Publish(trial, publisher, (long)(work.Rate * WarmUp.TotalSeconds));
        trial.Measure(() =>
            Publish(trial, publisher, work.Events ?? (long)(work.Rate * work.Span.TotalSeconds))
        );
        var atEnd = tree.Memory().Resident;

        // What must not come, or came before, would come now.
        trial.Loop.RunFor(Settling);

        trial.Note(
            $"a state of {new FileInfo(server.State).Length / 1e6:0.0} MB; an alert left at most {publisher.Lateness / 1e6:0.0} ms after it was due, and was answered after {publisher.Answers.Quantile(0.5) / 1e6:0.0} ms (p50), {publisher.Answers.Quantile(0.99) / 1e6:0.0} ms (p99)"
        );
        if (publisher.LastFailure != 0)
        {
            trial.Note($"an alert was answered {publisher.LastFailure}");
        }
        return trial.Result(Name, audience.Size, audience.Deliveries, audience.Latencies) with
        {
            Rate = work.Rate,
            Expected = audience.Expected,
            Incomplete = audience.Incomplete,
            FailedPosts = publisher.Failures,
            DriftP50Milliseconds = audience.DriftLatencies.Quantile(0.5) / 1e6,
            DriftP99Milliseconds = audience.DriftLatencies.Quantile(0.99) / 1e6,
            DriftMaxMilliseconds = audience.DriftLatencies.Maximum / 1e6,
            ResidentAtStart = atStart,
            ResidentWithState = withState,
            ResidentAtEnd = atEnd,
        };
    }

    /// <summary>Posts, and returns once everyone has all that has to come of it, or nothing more comes.</summary>
    private static void Publish(Trial trial, AlertPublisher publisher, long alerts)
    {
        var span = TimeSpan.FromSeconds(alerts / trial.Workload.Rate);
        publisher.Pace(trial.Workload.Rate, alerts);
        trial.Loop.RunUntil(() => publisher.IsIdle, span + Patience);
        trial.Drain();
    }
}
