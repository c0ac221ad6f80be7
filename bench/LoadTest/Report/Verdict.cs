namespace Freshet.LoadTest.Report;

/// <summary>Whether Freshet kept its word.</summary>
internal static class Verdict
{
    private const double Kilobyte = 1024;
    private const double Megabyte = 1024 * Kilobyte;

    /// <summary>What Freshet lost or doubled, a line each; opponents may.</summary>
    public static IEnumerable<string> Losses(IEnumerable<Measurement> measured) =>
        from run in measured
        where IsFreshet(run) && run.Lost + run.Duplicates + run.Unwanted + (run.Incomplete ?? 0) > 0
        select $"{run.Point}: {run.System} lost {run.Lost:N0} and doubled {run.Duplicates:N0}; told of what it was to leave out {run.Unwanted:N0}; clients that are incomplete: {run.Incomplete ?? 0:N0}";

    /// <summary>What misses its target, a line each. Those that are of one processor's time hold on a machine that is busy with other things too.</summary>
    public static IEnumerable<string> Misses(IReadOnlyList<Measurement> measured) =>
        from run in measured
        where IsFreshet(run)
        from target in Targets(run, measured)
        where target.Value is not { } value || !target.Holds(value)
        select $"{run.Point}: {run.System}, {run.Clients:N0} clients: {target.Name} is {target.Value:0.###}";

    private static IEnumerable<Target> Targets(Measurement run, IReadOnlyList<Measurement> all)
    {
        switch (run.Point)
        {
            case "A":
                yield return new("p99, at most 15 ms,", run.P99Milliseconds, ms => ms <= 15);
                if (Other(all, "A", "nchan")?.CpuPerMillion is { } nchan)
                {
                    yield return new(
                        $"CPU-s per million, less than {nchan:0.###} of nchan,",
                        run.CpuPerMillion,
                        cost => cost < nchan
                    );
                }
                break;
            case "B":
                yield return new(
                    "deliveries/s, at least 3,000,000,",
                    run.DeliveriesPerSecond,
                    rate => rate >= 3e6
                );
                yield return new(
                    "CPU-s per million, at most 0.2,",
                    run.CpuPerMillion,
                    cost => cost <= 0.2
                );
                break;
            case "C":
                yield return new(
                    "CPU-s per million, at most 0.25,",
                    run.CpuPerMillion,
                    cost => cost <= 0.25
                );
                break;
            case "E"
                when run.System.StartsWith("freshet, memory, single", StringComparison.Ordinal):
                yield return new(
                    "events per CPU-second, at least 120,000,",
                    run.EventsPerCpuSecond,
                    rate => rate >= 120_000
                );
                if (Other(all, "E", "empty handler")?.EventsPerCpuSecond is { } empty)
                {
                    yield return new(
                        $"events per CPU-second, at least 85% of {empty:N0} of an empty handler,",
                        run.EventsPerCpuSecond,
                        rate => rate >= 0.85 * empty
                    );
                }
                break;
            case "E"
                when run.System.StartsWith("freshet, memory, batches", StringComparison.Ordinal):
                yield return new(
                    "events per CPU-second, at least 300,000,",
                    run.EventsPerCpuSecond,
                    rate => rate >= 300_000
                );
                break;
            case "idle":
                yield return new(
                    "resident bytes per client, at most 8 KB,",
                    run.ResidentPerClient,
                    bytes => bytes <= 8 * Kilobyte
                );
                break;
            case "kafka":
                foreach (var target in Exact(run))
                {
                    yield return target;
                }
                yield return new("p99, less than 1,000 ms,", run.P99Milliseconds, ms => ms < 1000);
                yield return new(
                    "resident bytes per client, at most 1 MB,",
                    run.ResidentPerClient,
                    bytes => bytes <= Megabyte
                );
                break;
            case "drift":
                foreach (var target in Exact(run))
                {
                    yield return target;
                }
                yield return new("p99, at most 100 ms,", run.P99Milliseconds, ms => ms <= 100);
                yield return new(
                    "p99 of drift, at most 100 ms,",
                    run.DriftP99Milliseconds,
                    ms => ms <= 100
                );
                break;
            case "storm":
                yield return new(
                    "p99 of the others, at most 100 ms,",
                    run.P99Milliseconds,
                    ms => ms <= 100
                );
                break;
        }
    }

    /// <summary>Everything was published, and reached everyone as it was.</summary>
    private static IEnumerable<Target> Exact(Measurement run) =>
        [
            new("disorder, none,", run.Disordered, events => events == 0),
            new("notices, none,", run.Notices, notices => notices == 0),
            new("clients let go, none,", run.Disconnected, gone => gone == 0),
            new("events not published, none,", run.FailedPosts, n => n == 0),
        ];

    private static bool IsFreshet(Measurement run) =>
        run.System.StartsWith("freshet", StringComparison.Ordinal);

    private static Measurement? Other(
        IReadOnlyList<Measurement> all,
        string point,
        string system
    ) => all.FirstOrDefault(run => run.Point == point && run.System == system);

    /// <summary>A figure that was not measured misses too.</summary>
    private sealed record Target(string Name, double? Value, Func<double, bool> Holds);
}
