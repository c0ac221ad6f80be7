using System.Text;

namespace Freshet.LoadTest.Report;

/// <summary>The figures of a point as a table in Markdown.</summary>
internal static class Table
{
    private static readonly Column[] Columns =
    [
        new("deliveries/s", run => run.DeliveriesPerSecond, Amount),
        new("CPU-s/million", run => run.CpuPerMillion, Significant),
        new("× Freshet", run => run.CpuPerMillion, Significant, IsRatio: true),
        new("events/CPU-s", run => run.EventsPerCpuSecond, Amount),
        new("server CPU", run => run.ServerPart, Part),
        new("p50 ms", run => run.P50Milliseconds, Significant),
        new("p99 ms", run => run.P99Milliseconds, Significant),
        new("max ms", run => run.MaxMilliseconds, Significant),
        new("drift p50 ms", run => run.DriftP50Milliseconds, Significant),
        new("drift p99 ms", run => run.DriftP99Milliseconds, Significant),
        new("drift max ms", run => run.DriftMaxMilliseconds, Significant),
        new("RSS/client", run => run.ResidentPerClient, Kilobytes),
        new("anonymous/client", run => run.AnonymousPerClient, Kilobytes),
        new("after events", run => run.AnonymousPerClientAfterEvents, Kilobytes),
        new("managed/client", run => run.ManagedPerClient, Kilobytes),
        new("RSS at start", run => run.ResidentAtStart, Megabytes),
        new("with state", run => run.ResidentWithState, Megabytes),
        new("at the end", run => run.ResidentAtEnd, Megabytes),
        new("× Freshet", run => run.AnonymousPerClient, Significant, IsRatio: true),
        new("storm s", run => run.StormSeconds, Significant),
        new("incomplete", run => run.Incomplete, Amount),
        new("expected", run => run.Expected, Amount),
        new("lost", run => run.Lost, Amount),
        new("duplicates", run => run.Duplicates, Amount),
        new("unwanted", run => run.Expected is null ? null : run.Unwanted, Amount),
        new("disorder", run => run.Disordered, Amount),
        new("broker CPU", run => run.BrokerPart, Part),
        new("load CPU", run => run.LoadPart, Part),
    ];

    /// <summary>A heading, the table, and under it what its reader has to know. A ratio is that of a row's figure to the first row's.</summary>
    public static string Render(string title, IReadOnlyList<Measurement> runs)
    {
        var columns = Columns
            .Where(column => runs.Any(run => column.Value(run) is not null))
            .ToList();
        var text = new StringBuilder($"### {title}\n\n| system |");
        text.AppendJoin("", columns.Select(column => $" {column.Title} |"));
        text.Append("\n|---|").Append(string.Concat(Enumerable.Repeat("--:|", columns.Count)));
        foreach (var run in runs)
        {
            text.Append($"\n| {run.System} |")
                .AppendJoin("", columns.Select(column => $" {column.Cell(run, runs[0])} |"));
        }
        text.Append('\n');
        foreach (var run in runs)
        {
            text.AppendJoin("", Remarks(run).Select(remark => $"\n- {run.System}: {remark}"));
        }
        return text.Append('\n').ToString();
    }

    private static IEnumerable<string> Remarks(Measurement run)
    {
        foreach (var note in run.Notes)
        {
            yield return note;
        }
        if (run.Notices > 0)
        {
            yield return $"{run.Notices:N0} notices that events were left out";
        }
        if (run.Disconnected > 0)
        {
            yield return $"{run.Disconnected:N0} clients were let go or refused";
        }
        if (run.FailedPosts > 0)
        {
            yield return $"{run.FailedPosts:N0} events could not be published";
        }
    }

    private static string Amount(double value) => value.ToString("N0");

    private static string Part(double value) => value.ToString("P0").Replace(" ", "");

    private static string Kilobytes(double value) => (value / 1024).ToString("0.0") + " KB";

    private static string Megabytes(double value) => (value / 1048576).ToString("0") + " MB";

    private static string Significant(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            < 0.01 => value.ToString("0.0000"),
            < 1 => value.ToString("0.000"),
            < 10 => value.ToString("0.00"),
            < 100 => value.ToString("0.0"),
            _ => value.ToString("N0"),
        };

    private sealed record Column(
        string Title,
        Func<Measurement, double?> Value,
        Func<double, string> Form,
        bool IsRatio = false
    )
    {
        public string Cell(Measurement run, Measurement first) =>
            Value(run) is not { } value ? "–"
            : !IsRatio ? Form(value)
            : Value(first) is > 0 and { } unit ? Form(value / unit)
            : "–";
    }
}
