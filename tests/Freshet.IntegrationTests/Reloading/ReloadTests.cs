using System.Net;
using Freshet.Hosting.Reloading;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.IntegrationTests.Streams;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Reloading;

/// <summary>What a reload does to sources, streams and routes, and what it leaves alone.</summary>
public sealed class ReloadTests
{
    private const string Hook = """
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"

        """;
    private const string Second = """
        [sources.second.extractor]
        type = "webhook"
        id = "second"

        """;
    private const string Stream = """
        [sinks.events]
        type = "sse"
        id = "events"
        retry = "1ms"

        """;

    [Fact]
    public async Task Same_configuration_changes_nothing()
    {
        await using var server = await FreshetServer.StartAsync(Hook + Stream);
        await using var stream = await server.ListenAsync();

        var report = await server.ReloadAsync(
            "# a comment\n" + (Stream + Hook).Replace(" = ", "=")
        );

        report.Outcome.ShouldBe(ReloadOutcome.Unchanged);
        await Numbered.PostAsync(server, 1, 1);
        (await stream.NextAsync()).EventId.ShouldBe("n1");
    }

    [Fact]
    public async Task Added_components_are_reached_at_once_and_removed_ones_no_more()
    {
        await using var server = await FreshetServer.StartAsync(Hook);
        await IsAbsent("/sse/events");
        await IsAbsent("/stats");

        await server.ReloadToAsync(Hook + Second + Stream);
        await using var stream = await server.ListenAsync();
        (await server.PostAsync("""{"type":"x"}""", "/webhook/second")).Ids.Count.ShouldBe(1);
        (await stream.NextAsync()).EventType.ShouldBe("x");
        (await DescriptionAsync()).ShouldContain("/webhook/second");
        (await server.SendAsync(HttpMethod.Get, "/stats")).Json["total_clients"]!
            .GetValue<int>()
            .ShouldBe(1);

        await server.ReloadToAsync(Hook);
        await stream.RestAsync();
        await IsAbsent("/sse/events");
        await IsAbsent("/webhook/second");
        await IsAbsent("/stats");
        (await DescriptionAsync()).ShouldNotContain("/webhook/second");

        async Task IsAbsent(string path) =>
            (await server.SendAsync(HttpMethod.Get, path)).Status.ShouldBe(HttpStatusCode.NotFound);

        async Task<string> DescriptionAsync() =>
            (await server.SendAsync(HttpMethod.Get, "/openapi.json")).Body;
    }

    [Fact]
    public async Task Clients_of_a_changed_stream_are_told_when_to_come_back_and_miss_nothing()
    {
        await using var server = await FreshetServer.StartAsync(Hook + Stream);
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.GetAsync("/sse/events");
        await client.ReadUntilAsync("retry: ");
        await Numbered.PostAsync(server, 1, 3);

        await server.ReloadToAsync(Hook + Stream.Replace("1ms", "2ms"));
        var heard = await client.ReadToEndAsync();
        await Numbered.PostAsync(server, 4, 4);

        client.HasCleanEnd.ShouldBeTrue(heard);
        client.Dechunked().ShouldEndWith("\n\nretry: 1\n\n");
        client.Dechunked().ShouldContain("id: n3\n");
        await using var again = await server.ListenAsync(headers: ("Last-Event-ID", "n3"));
        (await again.NextAsync()).EventId.ShouldBe("n4");
    }

    [Theory]
    [InlineData("")]
    [InlineData("transformer_refs = [\"passthrough\"]\n")]
    public async Task Client_that_never_had_an_event_is_told_its_place(string more)
    {
        var stream = Stream + more;
        await using var server = await FreshetServer.StartAsync(Hook + stream);
        await Numbered.PostAsync(server, 1, 3);
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.GetAsync("/sse/events");
        await client.ReadUntilAsync("retry: ");

        await server.ReloadToAsync(Hook + stream.Replace("1ms", "2ms"));
        var heard = await client.ReadToEndAsync();
        await Numbered.PostAsync(server, 4, 4);

        client.HasCleanEnd.ShouldBeTrue(heard);
        var place = client.Dechunked().Split("\nid: ")[1].Split('\n')[0];
        client.Dechunked().ShouldEndWith($"\n\nid: {place}\n\n");
        await using var again = await server.ListenAsync(headers: ("Last-Event-ID", place));
        (await again.NextAsync()).EventId.ShouldBe("n4");
    }

    [Fact]
    public async Task Sessions_outlast_a_reload_that_changes_the_stream()
    {
        const string guarded = """
            [sinks.events.headers]
            Authorization = { type = "secret", value = "TOKEN", prefix = "Bearer " }

            """;
        await using var server = await FreshetServer.StartAsync(
            Hook + Stream + guarded,
            environment: new Dictionary<string, string> { ["TOKEN"] = "very-secret" }
        );
        var begun = await server.SendAsync(
            HttpMethod.Post,
            "/sse/events/session",
            headers: ("Authorization", "Bearer very-secret")
        );
        var cookie = begun["Set-Cookie"].ShouldNotBeNull().Split(';')[0];

        await server.ReloadToAsync(Hook + Stream.Replace("1ms", "2ms") + guarded);

        await using var stream = await server.ListenAsync(headers: ("Cookie", cookie));
    }

    [Fact]
    public async Task Request_that_is_on_its_way_is_answered_by_the_source_that_took_it()
    {
        await using var server = await FreshetServer.StartAsync(Hook + Stream);
        using var sender = await RawClient.ConnectAsync(server.EndPoint);
        await sender.SendAsync(
            "POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n"
        );
        await sender.ReadUntilAsync("100 Continue\r\n\r\n");

        var reloading = server.ReloadAsync(Hook + "metadata.round = 2\n" + Stream);
        // The new one answers while the old one waits for the rest of its request.
        await Eventually.Holds(async () =>
            (await server.PostAsync("{}")).Status == HttpStatusCode.Created
        );
        await sender.SendAsync("{\"last\": 1}");

        await sender.ReadUntilAsync("HTTP/1.1 201 Created");
        (await reloading).Outcome.ShouldBe(ReloadOutcome.Applied);
    }

    [Fact]
    public async Task Stop_does_not_wait_for_a_reload_that_waits_for_a_sender()
    {
        await using var server = await FreshetServer.StartAsync(Hook);
        using var sender = await RawClient.ConnectAsync(server.EndPoint);
        await sender.SendAsync(
            "POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n"
        );
        await sender.ReadUntilAsync("100 Continue\r\n\r\n");
        var reloading = server.ReloadAsync(Hook + "metadata.round = 2\n");

        await server.StopAsync();

        await sender.ReadUntilAsync("HTTP/1.1 503 ");
        (await reloading).Outcome.ShouldBe(ReloadOutcome.Applied);
    }

    [Fact]
    public async Task What_takes_a_restart_is_refused_with_its_place_and_nothing_is_changed()
    {
        await using var server = await FreshetServer.StartAsync(Hook + Stream);

        var report = await server.ReloadAsync(
            Second
                + "[http]\nrequest_timeout = \"7s\"\n[management]\ntoken = \"0123456789abcdef0123456789abcdef\"\n"
        );

        report.Outcome.ShouldBe(ReloadOutcome.Refused);
        var obstacles = report.Obstacles.Select(obstacle =>
            $"{obstacle.Location!.Line} {obstacle.Message}"
        );
        obstacles.ShouldBe([
            "5 http.request_timeout is not what the server was started with, and takes a restart to change",
            "7 management.token is not what the server was started with, and takes a restart to change",
        ]);
        report.Obstacles.ShouldAllBe(obstacle => !obstacle.Render().Contains("0123456789"));
        (await server.PostAsync("{}")).Status.ShouldBe(HttpStatusCode.Created);
        (await server.PostAsync("{}", "/webhook/second")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Component_that_cannot_be_built_leaves_everything_as_it_was()
    {
        var catalog = TestCatalog
            .Copy()
            .Sink<Unbuildable>(
                "unbuildable",
                (_, _) => throw new InvalidOperationException("no way")
            );
        await using var server = await FreshetServer.StartAsync(Hook + Stream, catalog);
        await using var stream = await server.ListenAsync();

        var report = await server.ReloadAsync(
            Hook + Second + Stream + "[sinks.bad]\ntype = \"unbuildable\"\n"
        );

        report.Outcome.ShouldBe(ReloadOutcome.Refused);
        report
            .Obstacles.ShouldHaveSingleItem()
            .Message.ShouldBe("sinks.bad cannot be built: no way");
        await Numbered.PostAsync(server, 1, 1);
        (await stream.NextAsync()).EventId.ShouldBe("n1");
        await server.Log.Shows("the configuration was refused, errors: 1");
    }

    [Fact]
    public async Task Webhook_that_is_changed_again_and_again_refuses_nobody()
    {
        await using var server = await FreshetServer.StartAsync(Hook + Stream);
        using var enough = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 4).Select(_ => Task.Run(SendAsync)).ToList();

        for (var round = 1; round <= 30; round++)
        {
            await server.ReloadToAsync($"{Hook}metadata.round = {round}\n{Stream}");
        }
        await enough.CancelAsync();

        var counts = await Task.WhenAll(senders);
        counts.Sum().ShouldBeGreaterThan(30);

        async Task<int> SendAsync()
        {
            var sent = 0;
            while (!enough.IsCancellationRequested)
            {
                var answer = await server.PostAsync("""{"type":"t"}""");
                answer.Status.ShouldBe(HttpStatusCode.Created, answer.Body);
                sent++;
            }
            return sent;
        }
    }

    private sealed class Unbuildable;
}
