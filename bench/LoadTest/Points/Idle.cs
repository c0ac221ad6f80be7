using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Points;

/// <summary>Clients that get nothing: the memory that each costs, before events have passed and after.</summary>
internal sealed class Idle : IPoint
{
    private const int Events = 100;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(10);

    public string Name => "idle";

    public string Title => "nothing sent";

    public Measurement Run(Trial trial)
    {
        var work = trial.Workload;
        // A server that has just started: what it compiles and pools for its first clients is counted too, so that nothing is hidden in what it had before.
        trial.Loop.RunFor(Settling);
        var before = trial.Server.Tree.Memory();

        var audience = trial.Connect(work.Clients, isAwaited: true);
        trial.Loop.RunFor(Settling);
        var present = audience.Present;
        trial.Measure(() => trial.Loop.RunFor(Watching));
        var idle = trial.Server.Tree.Memory();

        // Each must be alive, and a client that got events must not keep memory for them.
        trial.Prime(audience);
        Pass(trial, Events);
        trial.Loop.RunFor(Settling);
        var after = trial.Server.Tree.Memory();
        return trial.Blank(Name, work.Clients) with
        {
            ServerPart = trial.Clock.ServerCpu / trial.Clock.Elapsed,
            ResidentPerClient = (double)(idle.Resident - before.Resident) / present,
            AnonymousPerClient = (double)(idle.Anonymous - before.Anonymous) / present,
            AnonymousPerClientAfterEvents = (double)(after.Anonymous - before.Anonymous) / present,
        };
    }

    private static void Pass(Trial trial, int events)
    {
        trial.Publisher.Pace(trial.Workload.Rate, events);
        trial.Loop.RunUntil(
            () => trial.Publisher.IsIdle,
            TimeSpan.FromSeconds(2 * events / trial.Workload.Rate)
        );
        trial.Drain();
    }
}
