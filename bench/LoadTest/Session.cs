using Freshet.LoadTest.Points;
using Freshet.LoadTest.Report;

namespace Freshet.LoadTest;

/// <summary>All points that were asked for, each with every system, one after the other.</summary>
internal sealed class Session(
    Arguments arguments,
    Machine machine,
    TextWriter output,
    TextWriter progress,
    CancellationToken stopping
)
{
    // What a server and its runtime have open beside their clients.
    private const int OtherFiles = 200;

    /// <summary>Runs them, prints a table of each, and gives the figures.</summary>
    public async Task<List<Measurement>> RunAsync()
    {
        var all = new List<Measurement>();
        foreach (var plan in Plan.All(arguments, machine.ServerProcessor))
        {
            var needed = plan.Entries.Max(entry => entry.Workload.Clients) + OtherFiles;
            if (plan.Point is Storm)
            {
                needed += Storm.Live;
            }
            if (needed > machine.OpenFiles)
            {
                await output.WriteLineAsync(
                    $"### {plan.Title}\n\nNot measured: it takes {needed:N0} open files, and a process may have {machine.OpenFiles:N0} here. Raise `ulimit -n`.\n"
                );
                continue;
            }
            await using (plan.Broker)
            {
                if (plan.Broker is { } broker)
                {
                    await progress.WriteLineAsync($"{plan.Point.Name}: a broker starts");
                    await broker.StartAsync(stopping);
                }
                var measured = Run(plan);
                await output.WriteLineAsync(Table.Render(plan.Title, measured));
                await output.FlushAsync(stopping);
                all.AddRange(measured);
            }
        }
        return all;
    }

    /// <summary>Measures each system as often as was asked for, in turns, so that what disturbs the machine disturbs them alike.</summary>
    private List<Measurement> Run(Plan plan)
    {
        var runs = plan.Entries.Select(_ => new List<Measurement>()).ToList();
        for (var round = 1; round <= arguments.Repeat; round++)
        {
            foreach (var (entry, results) in plan.Entries.Zip(runs))
            {
                progress.WriteLine(
                    $"{plan.Point.Name}: {entry.Name}, {round} of {arguments.Repeat}"
                );
                using var trial = new Trial(entry.Contender, entry.Workload, stopping);
                results.Add(plan.Point.Run(trial) with { System = entry.Name });
            }
        }
        return [.. runs.Select(Median.Of)];
    }
}
