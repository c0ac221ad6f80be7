using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Freshet.Cli;
using Freshet.Events.Parsing;
using Freshet.Telemetry.OpenMetrics;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Examples;

/// <summary><c>examples/monitoring</c>: every name in it is one that the server has. What the rules do is tested with Prometheus' own tool, in the integration tests.</summary>
public sealed partial class MonitoringTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "monitoring");

    [Fact]
    public void Rules_ask_for_what_the_server_tells()
    {
        var rules = Rules();
        rules.Count.ShouldBeGreaterThan(15);
        foreach (var rule in rules)
        {
            var query = new PromQuery((string)rule["expr"]!);
            query.Faults.ShouldBeEmpty((string)rule["alert"]!);
            query.Named.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void Every_rule_says_what_happened_what_to_do_and_how_bad_it_is()
    {
        var rules = Rules();
        rules.Select(rule => (string)rule["alert"]!).ShouldBeUnique();
        foreach (var rule in rules)
        {
            var name = (string)rule["alert"]!;
            name.ShouldMatch("^Freshet[A-Z][A-Za-z]+$");
            ((string)rule["labels"]!["severity"]!).ShouldBeOneOf("critical", "warning");
            var query = new PromQuery((string)rule["expr"]!);
            foreach (var text in new[] { "summary", "description", "action" })
            {
                var written = (string?)rule["annotations"]![text];
                written.ShouldNotBeNullOrWhiteSpace($"{name}: {text}");
                foreach (Match label in AlertLabel().Matches(written))
                {
                    query.MayHave(label.Groups[1].Value).ShouldBeTrue($"{name}: {label.Value}");
                }
            }
        }
    }

    [Fact]
    public void Rules_tell_of_everything_that_operators_are_told_to_be_woken_for()
    {
        var asked = Rules()
            .SelectMany(rule => new PromQuery((string)rule["expr"]!).Named)
            .ToHashSet();

        foreach (
            var name in new[]
            {
                "up",
                "freshet_source_received_total",
                "freshet_source_rejected_total",
                "freshet_source_dead_letters_total",
                "freshet_sink_dead_letters_total",
                "freshet_sink_missed_total",
                "freshet_sink_retries_total",
                "freshet_sink_circuit_open",
                "freshet_sink_lag",
                "freshet_sse_lagged_total",
                "freshet_sse_slow_clients_total",
                "freshet_journal_refusing",
                "freshet_journal_damaged",
            }
        )
        {
            asked.ShouldContain(name);
        }
    }

    [Fact]
    public void Dashboard_asks_for_what_the_server_tells_and_shows_all_of_it()
    {
        var panels = Panels();
        panels.Select(panel => (string)panel["type"]!).Count(type => type == "row").ShouldBe(6);
        panels.Select(panel => (int)panel["id"]!).ShouldBeUnique();
        var shown = new HashSet<string>();
        foreach (var panel in panels)
        {
            foreach (var target in panel["targets"]?.AsArray() ?? [])
            {
                var query = new PromQuery((string)target!["expr"]!);
                query.Faults.ShouldBeEmpty((string)panel["title"]!);
                shown.UnionWith(query.Named);
                foreach (Match label in LegendLabel().Matches((string)target["legendFormat"]!))
                {
                    query.MayHave(label.Groups[1].Value).ShouldBeTrue($"{panel["title"]}: {label}");
                }
            }
        }

        // Some figures are for who looks closer.
        DescribedMetric
            .All()
            .Where(metric => !metric.Samples.Any(shown.Contains))
            .Select(metric => metric.Family.Name)
            .ShouldBe(
                ["freshet_sse_sessions", "dotnet_gc_heap_total_allocated_bytes"],
                ignoreOrder: true
            );
    }

    [Fact]
    public void Dashboard_takes_its_data_source_from_a_variable_and_its_panels_do_not_overlap()
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in Panels())
        {
            var place = panel["gridPos"]!;
            for (var x = 0; x < (int)place["w"]!; x++)
            {
                for (var y = 0; y < (int)place["h"]!; y++)
                {
                    taken
                        .Add(((int)place["x"]! + x, (int)place["y"]! + y))
                        .ShouldBeTrue((string)panel["title"]!);
                }
            }
            if ((string)panel["type"]! != "row")
            {
                ((string)panel["datasource"]!["uid"]!).ShouldBe("${datasource}");
            }
        }
        taken.ShouldAllBe(cell => cell.X < 24);
        var dashboard = JsonNode.Parse(Read("dashboard.json"))!;
        dashboard["templating"]!["list"]!
            .AsArray()
            .Select(variable => (string)variable!["name"]!)
            .ShouldBe(["datasource", "instance"]);
        ((int)dashboard["schemaVersion"]!).ShouldBeGreaterThanOrEqualTo(39);
    }

    [Fact]
    public void Prometheus_is_told_where_the_rules_are_and_the_built_in_port()
    {
        var configuration = Yaml("prometheus.yml");

        configuration["rule_files"]!
            .AsArray()
            .ShouldAllBe(file => File.Exists(Path.Combine(Folder, (string)file!)));
        var job = configuration["scrape_configs"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)job["job_name"]!).ShouldBe("freshet");
        ((string)job["static_configs"]![0]!["targets"]![0]!).ShouldBe("127.0.0.1:8080");
    }

    [Fact]
    public void Expressions_on_the_page_of_the_metrics_ask_for_what_the_server_tells()
    {
        var rows = QuestionRow().Matches(MetricsPage.Print());
        rows.Count.ShouldBeGreaterThan(4);
        foreach (Match row in rows)
        {
            foreach (Match expression in Code().Matches(row.Groups["expressions"].Value))
            {
                new PromQuery(expression.Groups[1].Value).Faults.ShouldBeEmpty();
            }
        }
    }

    [Theory]
    [InlineData("rate(freshet_source_receivd_total[5m])", "no metric freshet_source_receivd_total")]
    [InlineData("sum by (freshet_sink) (freshet_source_lag)", "no label freshet_sink")]
    [InlineData("freshet_sse_clients{freshet_sink=\"a\"}", "has no label freshet_sink")]
    [InlineData("freshet_sink_delivery_duration_seconds", "no metric")]
    public void Name_that_is_not_there_is_found(string expression, string fault) =>
        new PromQuery(expression).Faults.ShouldHaveSingleItem().ShouldContain(fault);

    private static List<JsonNode> Rules() =>
        [
            .. Yaml("freshet-alerts.yml")["groups"]!
                .AsArray()
                .SelectMany(group => group!["rules"]!.AsArray())
                .Select(rule => rule!),
        ];

    private static List<JsonNode> Panels() =>
        [.. JsonNode.Parse(Read("dashboard.json"))!["panels"]!.AsArray().Select(panel => panel!)];

    private static JsonNode Yaml(string name)
    {
        var parsed = ContentParser.Parse(
            ContentFormat.Yaml,
            File.ReadAllBytes(Path.Combine(Folder, name)),
            limit: 1
        );
        parsed.Fault.ShouldBeNull();
        return JsonNode.Parse(parsed.Bodies.ShouldHaveSingleItem().Span)!;
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    [GeneratedRegex(@"\$labels\.(\w+)")]
    private static partial Regex AlertLabel();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LegendLabel();

    [GeneratedRegex(
        @"^\| (what|how|whether)[^|]*\| (?<expressions>.*) \|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex QuestionRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
