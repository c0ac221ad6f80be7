using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>What taking an event in costs: one client, and events as fast as it gets them.</summary>
internal sealed class Ingest : IPoint
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Name => "E";

    public string Title => "as fast as they are taken in";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        // Who has no stream is done with an event once it is answered.
        var audience = trial.Server.Recipe.StreamPath.Length > 0 ? trial.Invite(1) : null;
        trial.WarmUp(() => Count(trial, audience), work.Window);
        trial.Drain();
        var before = 0L;
        trial.Measure(() =>
        {
            // Nothing is received while nothing is published.
            before = Count(trial, audience);
            trial.Publisher.Flow(work.Window, work.Events!.Value);
            trial.Loop.RunUntil(() => trial.Publisher.IsIdle, Limit);
            trial.Drain();
        });
        var measured = trial.Result(
            Name,
            audience?.Size ?? 0,
            Count(trial, audience) - before,
            audience?.Latencies
        );
        return measured with { EventsPerCpuSecond = 1e6 / measured.CpuPerMillion };
    }

    private static long Count(Trial trial, Audience? audience) =>
        audience?.Deliveries ?? trial.Publisher.Answers;
}
