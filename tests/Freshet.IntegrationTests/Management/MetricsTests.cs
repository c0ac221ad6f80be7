using System.Net;
using Freshet.IntegrationTests.Running;
using Freshet.Telemetry.OpenMetrics;
using Freshet.Tests;
using Freshet.Tests.Telemetry.OpenMetrics;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary><c>GET /metrics</c>.</summary>
public sealed class MetricsTests : IDisposable
{
    private const string Token = "tell-me-the-figures";

    /// <summary>A source of a name that has to be escaped, a transformer that drops, a stream and a sink.</summary>
    private const string Everything = """
        [journal]
        path = "FOLDER/journal"

        [transformers.once]
        type = "deduplicate"

        [sources."a \"b\"\\c\nd é".extractor]
        type = "webhook"
        id = "hook"
        [sources."a \"b\"\\c\nd é"]
        transformer_refs = ["once"]

        [sinks.events]
        type = "sse"
        id = "events"

        [sinks.archive]
        type = "folder"
        path = "FOLDER/archive"

        """;

    private const string Source = "a \"b\"\\c\nd é";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Figures_agree_with_what_was_sent()
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync();
        var bytes = 0;
        for (var i = 0; i < 7; i++)
        {
            var body = $$$"""{"id":"{{{i}}}","type":"t","source":"s","data":{"text":"é"}}""";
            bytes += System.Text.Encoding.UTF8.GetByteCount(body);
            (await server.PostAsync(body)).Status.ShouldBe(HttpStatusCode.Created);
            await client.NextAsync();
        }
        // One that the transformer drops, one that is no JSON.
        await server.PostAsync("""{"id":"0","type":"t","source":"s","data":{"text":"é"}}""");
        (await server.PostAsync("{")).Status.ShouldBe(HttpStatusCode.BadRequest);
        await server.SendAsync(HttpMethod.Get, "/nothing/here");
        var text = await ScrapeOnceAsync(
            server,
            text =>
                text.Find("freshet_sink_delivered_total") == 7
                && text.Find("freshet_sse_deliveries_total", ("freshet_endpoint", "/sse/events"))
                    >= 7
                // But for the first, which the client may be sent as one that catches up.
                && text.Find(
                    "freshet_sse_event_duration_seconds_count",
                    ("freshet_endpoint", "/sse/events")
                )
                    is 6
                        or 7
                && text.Find("freshet_sink_lag") == 0
        );

        var source = ("freshet_source", Source);
        text.Find("freshet_source_received_total", source).ShouldBe(8);
        text.Find("freshet_source_accepted_total", source).ShouldBe(7);
        text.Find("freshet_source_repeated_total", source).ShouldBe(0);
        // With the times that they were given.
        var taken = text.Find("freshet_source_io_bytes_total", source).ShouldNotBeNull();
        taken.ShouldBeInRange(bytes, bytes + (7 * 60));
        text.Find("freshet_source_journal_duration_seconds_count", source).ShouldBe(7);
        text.Find(
                "freshet_source_rejected_total",
                source,
                ("freshet_component", Source),
                ("freshet_reason", "bad_content")
            )
            .ShouldBe(1);
        text.Find("freshet_transformer_dropped_total", ("freshet_component", "once")).ShouldBe(1);
        text.Find("freshet_journal_entries").ShouldBe(7);
        text.Find("freshet_journal_io_bytes_total").ShouldNotBeNull().ShouldBeGreaterThan(bytes);
        text.Find("freshet_journal_write_duration_seconds_count").ShouldBe(7);
        text.Find("freshet_journal_refusing").ShouldBe(0);
        var stream = ("freshet_endpoint", "/sse/events");
        text.Find("freshet_sse_clients", stream).ShouldBe(1);
        text.Find("freshet_sse_frames_total", stream).ShouldBe(7);
        text.Find("freshet_sse_io_bytes_total", stream)
            .ShouldNotBeNull()
            .ShouldBeGreaterThan(bytes);
        var sink = ("freshet_sink", "archive");
        text.Find("freshet_sink_io_bytes_total", sink).ShouldBe(taken);
        text.Find("freshet_sink_delivery_duration_seconds_count", sink).ShouldBe(7);
        text.Find("freshet_sink_delay_seconds", sink).ShouldBe(0);
        text.Find("freshet_sink_circuit_open", sink).ShouldBe(0);
        text.Find("freshet_sink_dead_letters_total", sink).ShouldBe(0);
        text.Find(
                "http_server_request_duration_seconds_count",
                ("http_route", "/webhook/hook"),
                ("http_request_method", "POST"),
                ("http_response_status_code", "201")
            )
            .ShouldBe(8);
        // What nobody has configured has no label of its own, whatever was asked for.
        text.Samples.ShouldNotContain(sample => sample.Labels.Values.Contains("/nothing/here"));
    }

    [Theory]
    [InlineData(
        "openmetrics",
        Scrape.OpenMetrics,
        "application/openmetrics-text; version=1.0.0; charset=utf-8"
    )]
    [InlineData("prometheus", "*/*", "text/plain; version=0.0.4; charset=utf-8")]
    public async Task Reader_that_others_wrote_reads_it_and_finds_what_is_documented(
        string format,
        string accept,
        string contentType
    )
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync();
        await server.PostAsync("""{"a":1}""");
        await server.PostAsync("{");
        await server.SendAsync(HttpMethod.Get, "/sse/events?since=nonsense");
        var answer = await server.SendAsync(
            HttpMethod.Get,
            "/metrics",
            content: null,
            ("Accept", accept)
        );
        answer["Content-Type"].ShouldBe(contentType);
        answer["Vary"].ShouldBe("Accept");
        answer["Cache-Control"].ShouldBe("no-store");

        var families = await Scrape.JudgeAsync(format, folder.Write("scrape", answer.Body));

        var documented = DescribedMetric.All().ToDictionary(metric => NameFor(metric, format));
        foreach (var (name, family) in families)
        {
            documented.ShouldContainKey(name);
            var metric = documented[name];
            ((string)family!["help"]!).ShouldBe(metric.Family.Help, name);
            if (format == "openmetrics")
            {
                ((string)family["unit"]!).ShouldBe(metric.Family.Unit, name);
                ((string)family["type"]!).ShouldBe(
                    metric.Family.Kind.ToString().ToLowerInvariant()
                );
            }
            var labels = metric.Labels.Append("le").ToList();
            foreach (var sample in family["samples"]!.AsArray())
            {
                metric.Samples.ShouldContain((string)sample![0]!);
                sample[1]!.AsObject().Select(label => label.Key).ShouldBeSubsetOf(labels, name);
            }
        }
        // Those of components that this server does not have, or of what did not happen to it.
        documented
            .Keys.Except(families.Select(family => family.Key))
            .Select(name => documented[name].Family.Name)
            .ShouldBeSubsetOf([
                "freshet_source_wrong_cdevents",
                "freshet_source_upstream_errors",
                "freshet_source_lag",
                "freshet_certificate_expiry_seconds",
                "freshet_transformer_dropped",
                "freshet_sse_sessions",
                "freshet_sse_event_duration_seconds",
                "freshet_sse_delivery_duration_seconds",
                "freshet_sse_refusals",
                "freshet_sink_delivery_duration_seconds",
            ]);
        var names = families["freshet_source_received" + (format == "openmetrics" ? "" : "_total")];
        (names ?? families["freshet_source_received"])!["samples"]![0]![1]!["freshet_source"]!
            .GetValue<string>()
            .ShouldBe(Source);
    }

    [Fact]
    public async Task Tool_of_Prometheus_finds_nothing_wrong_with_it()
    {
        await using var server = await StartAsync();
        await server.PostAsync("""{"a":1}""");
        var file = folder.Write("scrape", await Scrape.TextAsync(server, "text/plain"));

        await Promtool.AgreesAsync("\"$0\" check metrics < \"$1\"", file);
    }

    [Fact]
    public async Task Scrapes_under_load_are_consistent()
    {
        await using var server = await StartAsync();
        await using var client = await server.ListenAsync();
        using var enough = new CancellationTokenSource();
        var senders = Enumerable
            .Range(0, 4)
            .Select(async sender =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                {
                    await server.PostAsync($$"""{"n":"{{sender}}-{{i}}"}""");
                }
                return true;
            })
            .ToList();
        var before = new Dictionary<string, double>();
        var histograms = 0;
        for (var scrape = 0; scrape < 40; scrape++)
        {
            var text = await Scrape.ReadAsync(server);
            var totals = text.Samples.Where(sample =>
                sample.Name.EndsWith("_total", StringComparison.Ordinal)
                || sample.Name.EndsWith("_count", StringComparison.Ordinal)
                || sample.Name.EndsWith("_sum", StringComparison.Ordinal)
                || sample.Name.EndsWith("_bucket", StringComparison.Ordinal)
            );
            foreach (var sample in totals)
            {
                var key = KeyOf(sample);
                sample.Value.ShouldBeGreaterThanOrEqualTo(before.GetValueOrDefault(key), key);
                before[key] = sample.Value;
            }
            histograms = CheckBuckets(text);
        }
        await enough.CancelAsync();
        await Task.WhenAll(senders);
        histograms.ShouldBeGreaterThan(3);
        before[$"freshet_source_accepted_total freshet_source={Source}"].ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 192.0.2.1")]
    [InlineData("X-Forwarded-For: 192.0.2.1", "Authorization: Bearer wrong")]
    [InlineData("Host: events.example.com")]
    public async Task With_a_token_others_need_it(params string[] headers)
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + $"[management]\nmetrics_token = \"{Token}\"\n"
        );
        var sent = headers.Select(header => header.Split(": ")).Select(one => (one[0], one[1]));

        var refused = await server.SendAsync(HttpMethod.Get, "/metrics", content: null, [.. sent]);
        var admitted = await server.SendAsync(
            HttpMethod.Get,
            "/metrics",
            content: null,
            ("X-Forwarded-For", "192.0.2.1"),
            ("Authorization", $"Bearer {Token}")
        );

        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        refused["WWW-Authenticate"].ShouldBe("Bearer");
        refused.Body.ShouldNotContain("freshet_");
        refused.Body.ShouldNotContain(Token);
        admitted.Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Get, "/metrics")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_one_it_answers_everybody_but_pages_of_other_origins()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + "[http.cors]\nallowed_origins = [\"*\"]\n[http.rate_limit]\nenabled = true\nrequests_per_minute = 1\nburst = 1\n"
        );
        for (var i = 0; i < 5; i++)
        {
            var answer = await server.SendAsync(
                HttpMethod.Get,
                "/metrics",
                content: null,
                ("X-Forwarded-For", "192.0.2.1"),
                ("Origin", "https://example.com")
            );
            answer.Status.ShouldBe(HttpStatusCode.OK);
            answer["Access-Control-Allow-Origin"].ShouldBeNull();
        }
        var head = await server.SendAsync(HttpMethod.Head, "/metrics");
        head.Status.ShouldBe(HttpStatusCode.OK);
        head.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Switched_off_it_is_not_there_and_its_path_is_free()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [management]
            metrics = false

            [sinks.events]
            type = "sse"
            path = "/metrics"

            """
        );
        await using var client = await server.ListenAsync("/metrics");

        server.Routes.ShouldContain(("/metrics", "GET"));
    }

    [Fact]
    public async Task Nothing_secret_is_in_it()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [management]
            token = "very-secret-1"
            metrics_token = "very-secret-2"

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            [sources.hook.extractor.headers]
            X-Key = { type = "equals", value = "very-secret-3" }

            """
        );
        await server.PostAsync("""{"a":"very-secret-4"}""", headers: ("X-Key", "very-secret-3"));
        await server.PostAsync("""{"a":"very-secret-4"}""", headers: ("X-Key", "very-secret-5"));

        var text = await Scrape.TextAsync(server);

        text.ShouldNotContain("very-secret");
        new ScrapedText(text)
            .Find("freshet_source_rejected_total", ("freshet_reason", "header_rule"))
            .ShouldBe(1);
    }

    [Fact]
    public async Task Certificate_of_the_port_says_when_it_expires()
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + certificates.Configuration
        );
        using var client = certificates.Client(server, version: 2);

        var text = new ScrapedText(
            await client.GetStringAsync(
                new Uri(server.Address, "/metrics"),
                TestContext.Current.CancellationToken
            )
        );

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        text.Find("freshet_certificate_expiry_seconds", ("freshet_port", "http"))
            .ShouldNotBeNull()
            .ShouldBeInRange(now + 60, now + (400 * 86_400));
    }

    private Task<FreshetServer> StartAsync() =>
        FreshetServer.StartAsync(Everything.Replace("FOLDER", folder.Path));

    /// <summary>The first scrape for which that is so.</summary>
    private static async Task<ScrapedText> ScrapeOnceAsync(
        FreshetServer server,
        Func<ScrapedText, bool> isSo
    )
    {
        var text = await Scrape.ReadAsync(server);
        await Eventually.Holds(
            async () =>
            {
                text = await Scrape.ReadAsync(server);
                return isSo(text);
            },
            () => string.Join('\n', text.Samples.Select(KeyOf))
        );
        return text;
    }

    /// <summary>Holds each histogram's buckets against its count, and says how many histograms there are.</summary>
    private static int CheckBuckets(ScrapedText text)
    {
        var histograms = text
            .Samples.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal))
            .GroupBy(sample => KeyOf(sample with { Labels = Without(sample.Labels, "le") }))
            .ToList();
        var samples = text.Samples.ToDictionary(KeyOf);
        foreach (var histogram in histograms)
        {
            var counts = histogram.Select(bucket => bucket.Value).ToList();
            counts.Order().SequenceEqual(counts).ShouldBeTrue(histogram.Key);
            histogram.Last().Labels["le"].ShouldBe("+Inf");
            samples[histogram.Key.Replace("_bucket", "_count", StringComparison.Ordinal)]
                .Value.ShouldBe(counts[^1]);
        }
        return histograms.Count;
    }

    private static string KeyOf(ScrapedSample sample) =>
        string.Join(
            ' ',
            sample
                .Labels.OrderBy(label => label.Key, StringComparer.Ordinal)
                .Select(label => $"{label.Key}={label.Value}")
                .Prepend(sample.Name)
        );

    private static Dictionary<string, string> Without(
        IReadOnlyDictionary<string, string> labels,
        string name
    ) => labels.Where(label => label.Key != name).ToDictionary();

    /// <summary>What the reader calls a family: in the older format a counter by its name without <c>_total</c> too, and what is info as a gauge.</summary>
    private static string NameFor(DescribedMetric metric, string format) =>
        metric.Family.Kind == FamilyKind.Info && format == "prometheus"
            ? metric.Samples[0]
            : metric.Family.Name;
}
