using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>Events at a pace that every server can keep: what one costs, and how soon it is there.</summary>
internal sealed class Paced : IPoint
{
    // Small, so that what warms a slow server up is soon delivered.
    private const int WarmUpWindow = 50;

    public string Name => "A";

    public string Title => "paced";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        var events = work.Events ?? (long)(work.Rate * work.Span.TotalSeconds);
        var audience = trial.Invite(work.Clients);
        trial.WarmUp(() => audience.Deliveries, WarmUpWindow);
        trial.Drain();
        trial.Measure(() =>
        {
            trial.Publisher.Pace(work.Rate, events);
            trial.Loop.RunUntil(
                () => trial.Publisher.IsIdle,
                TimeSpan.FromSeconds(2 * events / work.Rate)
            );
            trial.Drain();
        });
        return trial.Result(Name, audience.Size, audience.Deliveries, audience.Latencies) with
        {
            Rate = work.Rate,
        };
    }
}
