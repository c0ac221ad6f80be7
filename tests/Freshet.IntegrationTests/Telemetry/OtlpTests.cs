using System.Diagnostics;
using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Telemetry;

/// <summary>Metrics, traces and logs, as a real collector gets them from a real process.</summary>
public sealed partial class OtlpTests
{
    private const int Kill = 9;
    private const int ServerKind = 2;
    private const int ProducerKind = 4;

    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Sender = "b7ad6b7169203331";
    private const string Parent = $"00-{Trace}-{Sender}-01";

    [Fact]
    public async Task A_trace_goes_on_from_its_sender_through_the_journal_to_every_sink_across_a_kill()
    {
        var isUp = false;
        await using var receiver = await Receiver.StartAsync(
            (http, _, _) =>
            {
                http.Response.StatusCode = Volatile.Read(ref isUp) ? 204 : 503;
                return Task.CompletedTask;
            }
        );
        await using var collector = await OtlpCollector.StartAsync();
        using var folder = new TemporaryFolder();
        var toml = $"""
            [journal]
            path = '{folder.Path}'
            {FreshetServer.WebhookAndStream}
            [sinks.onward]
            type = "http"
            destination = '{receiver.Address}in'
            """;
        string id;
        ExportedSpan received;
        await using (var first = await TracedProcess.StartAsync(collector, toml))
        {
            var answer = await first.PostAsync(
                """{"n":1}""",
                ("traceparent", Parent),
                ("tracestate", "vendor=x")
            );
            id = answer.Ids.Single();
            var spans = await collector.HasSpans(spans =>
                spans.Any(span => span.Name == "publish /sse/events")
                && spans.Any(span => span.Name == "deliver onward")
                && spans.Any(span => span.Name == "receive hook")
            );
            received = spans.Single(span => span.Name == "receive hook");
            (received.Trace, received.Parent, received.Kind).ShouldBe((Trace, Sender, ServerKind));
            received.State.ShouldBe("vendor=x");
            received.Attributes["http.response.status_code"].ShouldBe("201");
            received.Attributes["freshet.source"].ShouldBe("hook");
            var append = spans.Single(span => span.Name == "append");
            (append.Trace, append.Parent).ShouldBe((Trace, received.Id));
            var published = spans.Single(span => span.Name == "publish /sse/events");
            (published.Trace, published.Parent, published.Kind).ShouldBe(
                (Trace, received.Id, ProducerKind)
            );
            published.Attributes["freshet.event.id"].ShouldBe(id);
            spans.First(span => span.Name == "deliver onward").HasFailed.ShouldBeTrue();
            first.Process.Signal(Kill);
            await first.Process.ExitAsync();
        }
        var before = receiver.Requests.Count;
        Volatile.Write(ref isUp, true);
        await using var second = await TracedProcess.StartAsync(collector, toml);

        var delivered = (await receiver.Gets(before + 1))[before];

        delivered["X-Freshet-Event-Id"].ShouldBe(id);
        delivered["tracestate"].ShouldBe("vendor=x");
        var named = ParentForm().Match(delivered["traceparent"].ShouldNotBeNull());
        named.Groups[1].Value.ShouldBe(Trace);
        var parent = named.Groups[2].Value;
        parent.ShouldNotBe(Sender);
        parent.ShouldNotBe(received.Id);
        var all = await collector.HasSpans(spans => spans.Any(span => span.Id == parent));
        var deliver = all.Single(span => span.Id == parent);
        (deliver.Name, deliver.Trace, deliver.Parent).ShouldBe(
            ("deliver onward", Trace, received.Id)
        );
        deliver.HasFailed.ShouldBeFalse();
        await using var client = await second.ListenAsync(("Last-Event-ID", "0"));
        var text = await client.ReadUntilAsync("data: {\"n\":1}\n\n");
        text.ShouldContain(
            $": traceparent 00-{Trace}-{received.Id}-01\n: tracestate vendor=x\nevent: message\nid: {id}\n"
        );
        // What was published before is not published again.
        collector.Spans.Count(span => span.Name == "publish /sse/events").ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_sender_who_traces_a_trace_begins_here_and_none_where_none_is_sampled()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using (
            var freshet = await TracedProcess.StartAsync(collector, FreshetServer.WebhookAndStream)
        )
        {
            await using var client = await freshet.ListenAsync();
            await freshet.PostAsync("1", ("traceparent", "00-what-is-this-01"));
            (await client.ReadUntilAsync("data: 1\n\n")).ShouldContain(": traceparent 00-");
            (await freshet.StopAsync()).ShouldBe(0, freshet.Errors);
        }
        var spans = collector.Spans;
        spans.Single(span => span.Name == "receive hook").Parent.ShouldBeEmpty();
        spans.Count(span => span.Name == "publish /sse/events").ShouldBe(1);

        await using (
            var freshet = await TracedProcess.StartAsync(
                collector,
                FreshetServer.WebhookAndStream,
                ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"),
                ("OTEL_TRACES_SAMPLER_ARG", "0")
            )
        )
        {
            await using var client = await freshet.ListenAsync();
            await freshet.PostAsync("1");
            (await client.ReadUntilAsync("data: 1\n\n")).ShouldNotContain("traceparent");
            // Who traces decides for all.
            await freshet.PostAsync("2", ("traceparent", Parent));
            (await client.ReadUntilAsync("data: 2\n\n")).ShouldContain($": traceparent 00-{Trace}");
            (await freshet.StopAsync()).ShouldBe(0, freshet.Errors);
        }
        var traces = collector.Spans.Skip(spans.Count).Select(span => span.Trace).Distinct();
        traces.ShouldBe([Trace]);
    }

    [Fact]
    public async Task A_batch_of_several_traces_begins_one_of_its_own_that_is_linked_with_them()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var collector = await OtlpCollector.StartAsync();
        await using var freshet = await TracedProcess.StartAsync(
            collector,
            $"""
            {FreshetServer.WebhookAndStream}
            [sinks.onward]
            type = "http"
            destination = '{receiver.Address}in'
            content = "batch"
            batch_max_wait = "60s"
            batch_max_events = 2
            """
        );
        const string other = "11111111111111111111111111111111";

        await freshet.PostAsync("1", ("traceparent", Parent));
        await freshet.PostAsync("2", ("traceparent", $"00-{other}-{Sender}-01"));
        var request = (await receiver.Gets(1)).Single();
        var spans = await collector.HasSpans(spans =>
            spans.Any(span => span.Name == "deliver onward")
        );

        request["traceparent"].ShouldBeNull();
        var deliver = spans.Single(span => span.Name == "deliver onward");
        deliver.Trace.ShouldNotBe(Trace);
        deliver.Trace.ShouldNotBe(other);
        deliver.Links.ShouldBe(
            spans
                .Where(span => span.Name == "receive hook")
                .OrderByDescending(span => span.Trace == Trace)
                .Select(span => $"{span.Trace}-{span.Id}")
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Metrics_and_logs_arrive_by_either_protocol_the_last_at_the_end(bool isGrpc)
    {
        await using var collector = await OtlpCollector.StartAsync(isGrpc);
        await using (
            var freshet = await TracedProcess.StartAsync(
                collector,
                FreshetServer.WebhookAndStream,
                ("OTEL_EXPORTER_OTLP_PROTOCOL", isGrpc ? "grpc" : "http/protobuf"),
                ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc,x-team=payments"),
                ("OTEL_SERVICE_NAME", "events"),
                ("OTEL_RESOURCE_ATTRIBUTES", "stage=test"),
                // Nothing comes before the end.
                ("OTEL_METRIC_EXPORT_INTERVAL", "600000"),
                ("OTEL_BSP_SCHEDULE_DELAY", "600000"),
                ("OTEL_BLRP_SCHEDULE_DELAY", "600000")
            )
        )
        {
            for (var i = 0; i < 3; i++)
            {
                await freshet.PostAsync($"{i}");
            }
            await freshet.PostAsync("no JSON", ("traceparent", Parent));
            collector.Requests.ShouldBeEmpty();
            (await freshet.StopAsync()).ShouldBe(0, freshet.Errors);
            freshet.Errors.ShouldNotContain("collector");
        }

        collector.Requests.ShouldAllBe(request =>
            request["authorization"] == "Bearer abc" && request["x-team"] == "payments"
        );
        collector.Resources.ShouldAllBe(resource =>
            resource["service.name"] == "events" && resource["stage"] == "test"
        );
        ValueOf("freshet.source.accepted").ShouldBe(3);
        ValueOf("freshet.source.rejected").ShouldBe(1);
        ValueOf("freshet.source.journal.duration").ShouldBe(3);
        ValueOf("freshet.journal.entries").ShouldBe(3);
        collector.Points.ShouldContain(point =>
            point.Metric == "http.server.request.duration"
            && point.Attributes["http.route"] == "/webhook/hook"
        );
        collector.Points.ShouldContain(point => point.Metric == "dotnet.gc.collections");
        var refusal = collector.Logs.Single(log =>
            log.Text.StartsWith("hook: refused 400", StringComparison.Ordinal)
        );
        refusal.Category.ShouldBe("Freshet.Sources.Webhook.WebhookSource");
        (refusal.Severity, refusal.Attributes["Status"]).ShouldBe(("Warning", "400"));
        var span = collector.Spans.Single(span => span.Id == refusal.Span);
        (span.Name, span.Trace, span.Attributes["http.response.status_code"]).ShouldBe(
            ("receive hook", Trace, "400")
        );
        collector.Logs.ShouldContain(log => log.Text == "stopped");
        // As the filter of the log says.
        collector.Logs.ShouldAllBe(log => log.Severity != "Debug");

        double ValueOf(string metric) =>
            // The end tells them twice: while all that they measure is there, and behind that.
            collector.Points.First(point => point.Metric == metric).Value;
    }

    [Fact]
    public async Task A_signal_goes_where_its_own_variable_says_and_the_others_nowhere()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var freshet = await TracedProcess.StartAsync(
            FreshetServer.WebhookAndStream,
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{collector.Address}mine")
        );

        await freshet.PostAsync("1");
        (await freshet.StopAsync()).ShouldBe(0, freshet.Errors);

        collector.Requests.ShouldNotBeEmpty();
        collector.Requests.ShouldAllBe(request => request.Path == "/mine");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_collector_that_is_down_or_hangs_holds_up_neither_events_nor_the_end(
        bool hangs
    )
    {
        using var released = new CancellationTokenSource();
        var collector = await OtlpCollector.StartAsync(
            answer: (_, _, _) =>
                Task.Delay(Timeout.Infinite, released.Token)
                    .ContinueWith(_ => { }, TaskScheduler.Default)
        );
        if (!hangs)
        {
            await collector.DisposeAsync();
        }
        await using var freshet = await TracedProcess.StartAsync(
            collector,
            FreshetServer.WebhookAndStream,
            ("OTEL_BSP_MAX_QUEUE_SIZE", "64"),
            ("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "32"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1000")
        );
        await using var client = await freshet.ListenAsync();

        for (var i = 0; i < 500; i++)
        {
            ((int)(await freshet.PostAsync($"{i}")).Status).ShouldBe(201);
        }

        (await client.NextAsync(500))
            .Select(item => item.Data)
            .ShouldBe(Enumerable.Range(0, 500).Select(i => $"{i}"));
        await freshet.Process.Complains("telemetry does not reach its collector");
        var watch = Stopwatch.StartNew();
        (await freshet.StopAsync()).ShouldBe(0, freshet.Errors);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
        // Not for each batch.
        freshet
            .Errors.Split('\n')
            .Count(line => line.Contains("collector", StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(2, freshet.Errors);
        await released.CancelAsync();
        await collector.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_of_it_is_loaded_where_no_variable_asks_for_it()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var plain = await TracedProcess.StartAsync(FreshetServer.WebhookAndStream);
        await using var traced = await TracedProcess.StartAsync(
            collector,
            FreshetServer.WebhookAndStream
        );
        await plain.PostAsync("1");
        await traced.PostAsync("1");

        (await LoadedAsync(plain)).ShouldNotContain("OpenTelemetry");
        (await LoadedAsync(traced)).ShouldContain("OpenTelemetry");

        static Task<string> LoadedAsync(TracedProcess freshet) =>
            File.ReadAllTextAsync(
                $"/proc/{freshet.Process.Id}/maps",
                TestContext.Current.CancellationToken
            );
    }

    [Fact]
    public async Task A_wrong_variable_is_told_before_anything_starts()
    {
        using var folder = new TemporaryFolder();
        var variables = Path.Combine(folder.Path, "variables");
        await File.WriteAllTextAsync(
            variables,
            """
            OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4317
            OTEL_EXPORTER_OTLP_HEADERS=s3cret without a name
            OTEL_TRACES_SAMPLER=sometimes
            """,
            TestContext.Current.CancellationToken
        );
        await using var process = FreshetProcess.Run("connect", "--env-file", variables);

        (await process.ExitAsync()).ShouldBe(1);

        process.Errors.ShouldContain("error: OTEL_EXPORTER_OTLP_ENDPOINT is no URL, http or https");
        process.Errors.ShouldContain("error: OTEL_EXPORTER_OTLP_HEADERS is not a list");
        process.Errors.ShouldContain("error: OTEL_TRACES_SAMPLER is none of what there is");
        process.Errors.ShouldNotContain("s3cret");
    }

    [GeneratedRegex("^00-([0-9a-f]{32})-([0-9a-f]{16})-01$")]
    private static partial Regex ParentForm();
}
