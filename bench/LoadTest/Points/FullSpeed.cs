using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>As many events as everyone gets: a new one is published when an older one has reached all.</summary>
internal sealed class FullSpeed(string name) : IPoint
{
    public string Name => name;

    public string Title => "full speed";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        var audience = trial.Invite(work.Clients);
        trial.WarmUp(audience, work.Window);
        if (work.Events is { } events)
        {
            trial.Drain();
            trial.Measure(
                audience,
                () =>
                {
                    trial.Publisher.Flow(work.Window, events);
                    trial.Loop.RunUntil(() => trial.Publisher.IsIdle, TimeSpan.FromMinutes(5));
                    trial.Drain();
                }
            );
        }
        else
        {
            // From the midst of the stream to the midst of the stream: neither a beginning nor an end is in it.
            trial.Measure(audience, () => trial.Loop.RunFor(work.Span));
        }
        var measured = trial.Result(Name, audience);
        trial.Drain();
        // What is lost shows at the end alone.
        var last = trial.Blank(Name, audience.Size);
        return last with
        {
            Seconds = measured.Seconds,
            DeliveriesPerSecond = measured.DeliveriesPerSecond,
            CpuPerMillion = measured.CpuPerMillion,
            ServerPart = measured.ServerPart,
            P50Milliseconds = measured.P50Milliseconds,
            P99Milliseconds = measured.P99Milliseconds,
            MaxMilliseconds = measured.MaxMilliseconds,
        };
    }
}
