using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>As many events as everyone gets: a new one is published when an older one has reached all.</summary>
internal sealed class FullSpeed(string name) : IPoint
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public string Name => name;

    public string Title => "full speed";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        var audience = trial.Invite(work.Clients);
        trial.WarmUp(() => audience.Deliveries, work.Window);
        if (work.Events is { } events)
        {
            trial.Drain();
            trial.Measure(() =>
            {
                trial.Publisher.Flow(work.Window, events);
                trial.Loop.RunUntil(() => trial.Publisher.IsIdle, Limit);
                trial.Drain();
            });
        }
        else
        {
            // From the midst of the stream to the midst of the stream: neither a beginning nor an end is in it.
            trial.Measure(() => trial.Loop.RunFor(work.Span));
        }
        var measured = trial.Result(Name, audience.Size, audience.Deliveries, audience.Latencies);
        trial.Drain();
        return trial.Judge(measured);
    }
}
