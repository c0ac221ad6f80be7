using Freshet.LoadTest.Report;

namespace Freshet.LoadTest.Charts;

/// <summary>The charts of a sweep: what a delivery costs, and how many there are a second or how soon they come.</summary>
internal static class SweepCharts
{
    /// <summary>Writes them into the folder; the files' names.</summary>
    /// <exception cref="InvalidOperationException">The figures are not of a sweep.</exception>
    public static List<string> Draw(Figures figures, string folder)
    {
        if (figures.Sweep is not { } sweep)
        {
            throw new InvalidOperationException(
                "these figures are not of a sweep: make them by --sweep VARIABLE --json FILE"
            );
        }
        Directory.CreateDirectory(folder);
        var (across, variable) = Variable(sweep);
        var files = new List<string>();
        void Add(string name, string title, string up, Func<Measurement, double?> value)
        {
            var lines = (
                from run in figures.Runs
                where value(run) > 0
                group ((double)variable(run), value(run)!.Value) by run.System into line
                select new Series(line.Key, [.. line.OrderBy(point => point.Item1)])
            ).ToList();
            if (lines.Count > 0)
            {
                var file = Path.Combine(folder, $"{sweep}-{name}.svg");
                File.WriteAllText(
                    file,
                    new Chart(title, across, up, figures.Machine, lines).Render()
                );
                files.Add(file);
            }
        }

        Add(
            "cost",
            $"What a delivery costs, as {sweep} grow",
            "CPU-seconds per million deliveries",
            run => run.CpuPerMillion
        );
        if (sweep == "events")
        {
            Add(
                "latency",
                "How soon an event is there",
                "p99 latency, ms",
                run => run.P99Milliseconds
            );
        }
        else
        {
            Add(
                "rate",
                $"Deliveries at full speed, as {sweep} grow",
                "deliveries per second, one processor",
                run => run.DeliveriesPerSecond
            );
        }
        return files;
    }

    private static (string Across, Func<Measurement, double> Value) Variable(string sweep) =>
        sweep switch
        {
            "clients" => ("clients", run => run.Clients),
            "events" => ("events per second", run => run.Rate ?? 0),
            "filters" => ("different filters among the clients", run => run.Filters),
            _ => ("bytes of an event", run => run.Payload),
        };
}
