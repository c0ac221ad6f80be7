using System.Globalization;
using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Links;

/// <summary>From collector to collector: the sink of one, the source of another.</summary>
public sealed class LinkTests : IDisposable
{
    private const int Kill = 9;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("freshet-link-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Events_travel_as_they_are_with_their_ids()
    {
        await using var origin = await StartOriginAsync();
        await using var collector = await Collector.StartAsync(StreamOf(origin.Address));
        await collector.Log.Shows("Information", "connected to");
        string[] sent =
        [
            """{"n":1.50,"text":"ü \\u0041"}""",
            """{"id":"e-1","type":"t","source":"/s","timestamp":"2026-01-02T03:04:05Z","data":[1]}""",
            """{"specversion":"1.0","id":"c-1","source":"/s","type":"t","time":"2026-01-02T03:04:05Z"}""",
            "[\"any\",\"JSON\"]",
        ];

        var ids = new List<string>();
        foreach (var body in sent)
        {
            ids.AddRange((await origin.PostAsync(body)).Ids);
        }
        await collector.Journal.HoldsAsync(sent.Length);

        collector.Journal.Bodies.ShouldBe(sent);
        collector.Journal.Ids.ShouldBe(ids);
        var metadata = Encoding.UTF8.GetString(collector.Journal.Entries[1].Event.Metadata.Span);
        metadata.ShouldContain("\"sse_id\":\"e-1\"");
        metadata.ShouldContain("\"sse_event\":\"t\"");
        metadata.ShouldContain($"\"sse_url\":\"{StreamOf(origin.Address)}\"");
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_either_side_starts_anew()
    {
        var first = await StartOriginAsync(JournalIn("a"));
        await using var proxy = TcpProxy.To(first.Address);
        await using var collector = await StartInFilesAsync(proxy);
        await collector.Log.Shows("Information", "connected to");
        await PostAsync(first, 0, 20);
        await collector.Journal.HoldsAsync(20);

        // The origin stops, and what comes to it later is there for the collector when it comes back.
        await first.DisposeAsync();
        await using var second = await StartOriginAsync(JournalIn("a"));
        await PostAsync(second, 20, 40);
        proxy.Target = second.EndPoint;
        await collector.Journal.HoldsAsync(40);

        // The collector stops, and takes what came meanwhile when it is back.
        await collector.Server.StopAsync();
        await collector.DisposeAsync();
        await PostAsync(second, 40, 60);
        await using var again = await StartInFilesAsync(proxy);
        await PostAsync(second, 60, 61);
        await again.Journal.HoldsAsync(61);

        again.Journal.Bodies.ShouldBe(Enumerable.Range(0, 61).Select(Body));
    }

    [Fact]
    public async Task What_came_before_the_first_event_is_not_lost_when_the_collector_starts_anew()
    {
        await using var origin = await StartOriginAsync(JournalIn("a"));
        await using var proxy = TcpProxy.To(origin.Address);
        var collector = await StartInFilesAsync(proxy);
        await collector.Log.Shows("Information", "connected to");
        await collector.DisposeAsync();

        await PostAsync(origin, 0, 10);
        await using var again = await StartInFilesAsync(proxy);

        await again.Journal.HoldsAsync(10);
        again.Journal.Bodies.ShouldBe(Enumerable.Range(0, 10).Select(Body));
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_the_collector_is_killed()
    {
        await using var origin = await StartOriginAsync();
        var configuration = Path.Combine(folder.FullName, "collector.toml");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            {Source(origin.Address)}
            [sinks.events]
            type = "sse"
            id = "events"
            """,
            TestContext.Current.CancellationToken
        );
        using var http = new HttpClient();
        var posted = 0;
        Task<FreshetProcess> StartAsync() =>
            FreshetProcess.StartAsync(
                "--config",
                configuration,
                "--set",
                $"journal.path={Path.Combine(folder.FullName, "b")}"
            );

        for (var round = 0; round < 3; round++)
        {
            await using var collector = await StartAsync();
            await collector.Complains("connected to");
            var posting = PostAsync(origin, posted, posted + 40);
            await using (
                var client = await SseClient.OpenAsync(
                    http,
                    $"{StreamOf(collector.Address)}?since=1970-01-01T00:00:00Z"
                )
            )
            {
                // Some of them have come, wherever the others are.
                await client.NextAsync(posted + 10);
            }
            collector.Signal(Kill);
            await collector.ExitAsync();
            await posting;
            posted += 40;
        }

        await using var last = await StartAsync();
        await using var reader = await SseClient.OpenAsync(
            http,
            $"{StreamOf(last.Address)}?since=1970-01-01T00:00:00Z"
        );
        (await reader.NextAsync(posted))
            .Select(item => item.Data)
            .ShouldBe(Enumerable.Range(0, posted).Select(Body));
    }

    [Fact]
    public async Task Connections_that_are_cut_all_the_time_lose_and_double_nothing()
    {
        const int Count = 400;
        const int Burst = 20;
        await using var origin = await StartOriginAsync();
        await using var proxy = TcpProxy.To(origin.Address);
        await using var collector = await Collector.StartAsync(
            StreamOf(proxy.Address),
            "retry_limit = \"10ms\""
        );
        await collector.Log.Shows("Information", "connected to");

        for (var sent = 0; sent < Count; sent += Burst)
        {
            // After the first few of them, wherever the stream is just then.
            var posting = PostAsync(origin, sent, sent + Burst);
            await Eventually.Holds(() => collector.Journal.Entries.Count > sent + 3);
            proxy.Cut();
            await posting;
        }
        await collector.Journal.HoldsAsync(Count);

        collector.Journal.Bodies.ShouldBe(Enumerable.Range(0, Count).Select(Body));
    }

    [Fact]
    public async Task A_slow_link_gets_everything_though_the_sink_skips()
    {
        const int Count = 2000;
        await using var origin = await StartOriginAsync("", "buffer = 10");
        await using var proxy = TcpProxy.To(origin.Address);
        await using var collector = await Collector.StartAsync(StreamOf(proxy.Address));
        await collector.Log.Shows("Information", "connected to");

        // Far more than sockets take in waits behind the proxy, so that the sink skips.
        proxy.Hold();
        var filling = new string('x', 20_000);
        for (var n = 0; n < Count; n += 100)
        {
            var lines = Enumerable
                .Range(n, 100)
                .Select(i => $$"""{"n":{{i}},"filling":"{{filling}}"}""");
            (
                await origin.PostAsync(
                    string.Join('\n', lines),
                    mediaType: "application/x-ndjson",
                    path: "/webhook/large"
                )
            ).Ids.Count.ShouldBe(100);
        }
        proxy.Release();
        await collector.Journal.HoldsAsync(Count);

        collector
            .Journal.Entries.Select(entry =>
                (int)System.Text.Json.Nodes.JsonNode.Parse(entry.Event.Json.Span)!["n"]!
            )
            .ShouldBe(Enumerable.Range(0, Count));
        await collector.Log.Shows("Warning", "lagged: ");
    }

    [Fact]
    public async Task An_event_that_comes_round_is_taken_once_by_each()
    {
        await using var toFirst = new TcpProxy(new(System.Net.IPAddress.Loopback, 1))
        {
            IsRefusing = true,
        };
        var firstJournal = new JournalRecorder();
        var secondJournal = new JournalRecorder();
        await using var first = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + Source(toFirst.Address)
                + JournalRecorder.Configuration,
            firstJournal.Catalog
        );
        await using var second = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + Source(first.Address) + JournalRecorder.Configuration,
            secondJournal.Catalog
        );
        toFirst.Target = second.EndPoint;
        toFirst.IsRefusing = false;
        await first.Log.Shows("Information", "connected to");
        await second.Log.Shows("Information", "connected to");
        string[] sent =
        [
            """{"plain":true}""",
            "\"text\"",
            """{"type":"t","source":"/s","data":{},"id":"e"}""",
            """{"type":"t","data":{},"id":"without-source"}""",
            """{"specversion":"1.0","id":"c","source":"/s","type":"t"}""",
            """{"context":{"version":"0.4.1","type":"dev.cdevents.build.started.0.2.0","source":"/s","id":"d"},"subject":{"id":"x"}}""",
            """{"context":{"version":"0.4.1","type":"dev.cdevents.build.started.0.2.0"},"subject":{"id":"y"}}""",
        ];

        foreach (var body in sent)
        {
            await first.PostAsync(body);
            await second.PostAsync(
                body.Replace("{", """{"second":1,""", StringComparison.Ordinal)
                    .Replace(",}", "}", StringComparison.Ordinal)
            );
        }
        // What is behind everything that came round tells that it has come.
        for (var i = 0; i < 2; i++)
        {
            await first.PostAsync($$"""{"end":"first{{i}}"}""");
            await Eventually.Holds(() =>
                secondJournal.Bodies.Any(body =>
                    body.Contains($"first{i}", StringComparison.Ordinal)
                )
            );
            await second.PostAsync($$"""{"end":"second{{i}}"}""");
            await Eventually.Holds(() =>
                firstJournal.Bodies.Any(body =>
                    body.Contains($"second{i}", StringComparison.Ordinal)
                )
            );
        }

        firstJournal.Ids.Order().ShouldBe(secondJournal.Ids.Order());
        firstJournal
            .Bodies.Count(body => body.Contains("end", StringComparison.Ordinal))
            .ShouldBe(4);
        firstJournal.Ids.Distinct().Count().ShouldBe(firstJournal.Ids.Count);
    }

    [Fact]
    public async Task A_doubled_path_brings_an_event_once()
    {
        await using var origin = await StartOriginAsync();
        await using var collector = await Collector.StartAsync(
            StreamOf(origin.Address),
            more: $"""
            [sources.second.extractor]
            type = "sse"
            url = "{StreamOf(origin.Address)}"

            """
        );
        await collector.Log.Shows("Information", "link: connected to");
        await collector.Log.Shows("Information", "second: connected to");

        await PostAsync(origin, 0, 50);
        await collector.Journal.HoldsAsync(50);
        await origin.StopAsync();
        await collector.Log.Shows("Warning", "link", "ended the stream");
        await collector.Log.Shows("Warning", "second", "ended the stream");

        collector.Journal.Bodies.ShouldBe(Enumerable.Range(0, 50).Select(Body), ignoreOrder: true);
    }

    [Fact]
    public async Task The_oldest_of_a_freshet_are_all_it_keeps()
    {
        await using var origin = await StartOriginAsync();
        await PostAsync(origin, 0, 30);

        await using var collector = await Collector.StartAsync(
            StreamOf(origin.Address),
            "start = \"oldest\""
        );

        await collector.Journal.HoldsAsync(30);
        collector.Journal.Bodies.ShouldBe(Enumerable.Range(0, 30).Select(Body));
    }

    private static Uri StreamOf(Uri server) => new(server, "/sse/events");

    private static string Body(int n) => $$"""{"n":{{n.ToString(CultureInfo.InvariantCulture)}}}""";

    private static async Task PostAsync(FreshetServer server, int from, int to)
    {
        for (var n = from; n < to; n++)
        {
            (await server.PostAsync(Body(n))).Ids.Count.ShouldBe(1);
        }
    }

    private static string Source(Uri server) =>
        $"""
            [sources.link.extractor]
            type = "sse"
            url = "{StreamOf(server)}"
            retry = "1ms"
            retry_limit = "20ms"

            """;

    private string JournalIn(string name) =>
        $"""
            [journal]
            path = '{Path.Combine(folder.FullName, name)}'

            """;

    private static Task<FreshetServer> StartOriginAsync(string journal = "", string sink = "") =>
        FreshetServer.StartAsync(
            $"""
            {journal}
            [sources.large.extractor]
            type = "webhook"
            id = "large"
            body_limit = "16MiB"

            {FreshetServer.WebhookAndStream}
            retry = "1ms"
            {sink}
            """
        );

    private Task<Collector> StartInFilesAsync(TcpProxy proxy) =>
        Collector.StartAsync(
            StreamOf(proxy.Address),
            "retry_limit = \"20ms\"",
            more: JournalIn("b")
        );
}
