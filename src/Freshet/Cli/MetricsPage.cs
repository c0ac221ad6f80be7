using System.Text;
using Freshet.Telemetry.OpenMetrics;

namespace Freshet.Cli;

/// <summary>Prints <c>docs/metrics.md</c> from the instruments.</summary>
internal static class MetricsPage
{
    private const string Introduction = """
        # Metrics

        Printed by `./do docs` from the code; edit `src/Freshet/Cli/MetricsPage.cs` and `src/Freshet/Telemetry` instead.

        `GET /metrics`, on the port of HTTP, tells everything that is counted and measured: in the text format of Prometheus, and in that of OpenMetrics 1.0.0 to who accepts
        `application/openmetrics-text`, as Prometheus does.

        ```yaml
        # prometheus.yml
        scrape_configs:
          - job_name: freshet
            static_configs:
              - targets: ["127.0.0.1:8080"]
        ```

        It answers everybody who reaches the port, as `/health` does: who collects metrics runs elsewhere, and nothing in them is secret or of a person. They name the components of the configuration and say
        how busy they are. Where the port is open to strangers, let the proxy keep `/metrics` to itself, or set a token; the server's own machine needs none:

        ```toml
        [management]
        metrics_token_file = "/run/secrets/metrics_token"
        # or: metrics = false
        ```

        ```yaml
            authorization:
              credentials_file: /etc/prometheus/freshet_token
        ```

        [examples/monitoring](../examples/monitoring/README.md) has a configuration of Prometheus, rules for alerts and a dashboard for Grafana; a test holds each name in them against those below.

        ## What to look at

        | question | expression |
        | --- | --- |
        | what comes in, by source | `sum by (freshet_source) (rate(freshet_source_received_total[5m]))` |
        | what is refused, and why | `sum by (freshet_source, freshet_reason) (rate(freshet_source_rejected_total[5m]))` |
        | how long events take from a source to the clients that keep up | `histogram_quantile(0.99, sum by (le, freshet_endpoint) (rate(freshet_sse_event_duration_seconds_bucket[5m])))` |
        | how far a sink is behind | `freshet_sink_delay_seconds` and `freshet_sink_lag` |
        | what was given up | `increase(freshet_sink_dead_letters_total[1h])`, `increase(freshet_source_dead_letters_total[1h])` |
        | whether the journal takes events | `freshet_journal_refusing == 0` |

        Wake somebody for: a journal that refuses or is damaged, dead letters, a sink whose circuit is open or that falls further behind, a source that went silent. The rules in the example say what to do about each.

        ## How to read them

        - Names follow OpenTelemetry's rules for Prometheus: dots become underscores, the unit stands at the end, counters end in `_total`. What is sent by OTLP has the same names in Prometheus.
        - Counters begin with the process. Those of each source, stream and sink are there with 0 from the start; those with a reason or status appear with the first of it, so that an alert on the
          first one asks for it so: `((x unless x offset 10m) or increase(x[10m])) > 0`.
        - `_created` and exemplars are not written. A restart shows in `process_start_time_seconds`, and counters that begin anew are what `rate` and `increase` expect.
        - Labels have only values that the configuration or the code has; never an event, a client or a path that somebody asked for. An instrument that has more than 2,000 series all the same adds up the rest
          in one, with the label `otel_metric_overflow`.
        - Latency is measured where it costs one look at the clock for many: by a source for each write, by a stream for each event and pump, by a sink for each event.

        """;

    private static readonly (string Title, string Prefix)[] Sections =
    [
        ("Sources", "freshet.source."),
        ("Transformers", "freshet.transformer."),
        ("Journal", "freshet.journal."),
        ("Streams", "freshet.sse."),
        ("Sinks that deliver in batches", "freshet.sink."),
        ("Other figures of Freshet", "freshet."),
        ("Requests over HTTP", "http."),
        (".NET", "dotnet."),
        ("Process", ""),
    ];

    /// <summary>The page.</summary>
    public static string Print()
    {
        var page = new StringBuilder(Introduction);
        var metrics = DescribedMetric.All();
        var left = metrics.ToList();
        foreach (var (title, prefix) in Sections)
        {
            var here = left.FindAll(one =>
                one.Instrument.StartsWith(prefix, StringComparison.Ordinal)
            );
            left.RemoveAll(here.Contains);
            if (here.Count > 0)
            {
                WriteTable(page, title, here);
            }
        }
        WriteLabels(page, metrics);
        return page.ToString();
    }

    private static void WriteTable(StringBuilder page, string title, List<DescribedMetric> metrics)
    {
        page.Append($"\n## {title}\n\n");
        page.Append("| metric | type | labels | what it tells |\n| --- | --- | --- | --- |\n");
        foreach (var metric in metrics)
        {
            var family = metric.Family;
            var name = metric.Samples.Count == 1 ? metric.Samples[0] : family.Name;
            var labels = string.Join(", ", metric.Labels.Select(label => $"`{label}`"));
            page.Append($"| `{name}`");
            if (metric.Instrument.Length > 0)
            {
                page.Append($"<br>`{metric.Instrument}`");
            }
            page.Append($" | {family.Kind.ToString().ToLowerInvariant()}");
            if (family.Unit.Length > 0)
            {
                page.Append($", {family.Unit}");
            }
            page.Append($" | {labels} | {family.Help} |\n");
        }
    }

    private static void WriteLabels(StringBuilder page, IReadOnlyList<DescribedMetric> metrics)
    {
        page.Append("\n## Labels\n\n| label | its values |\n| --- | --- |\n");
        var labels = metrics
            .SelectMany(metric => metric.Tags, (metric, tag) => (tag, metric))
            .GroupBy(pair => pair.tag, pair => pair.metric)
            .ToLookup(label => label.Key.Name, StringComparer.Ordinal);
        foreach (var meanings in labels)
        {
            // Where a label means different things, each is told with those that mean it so.
            var values = meanings.Select(meaning =>
                meanings.Count() == 1
                    ? meaning.Key.Values
                    : $"{string.Join(", ", meaning.Select(metric => $"`{metric.Family.Name}`"))}: {meaning.Key.Values}"
            );
            page.Append(
                $"| `{MetricName.Label(meanings.Key)}` | {string.Join("<br>", values)} |\n"
            );
        }
    }
}
