using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>A stream as the service from Kafka to browsers has it: a greeting, the last hundred events, then what comes, and heartbeats.</summary>
public sealed class ServiceStreamTests
{
    private const string Service = """
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"

        [sinks.events]
        type = "sse"
        path = "/events"
        buffer = 100
        replay = 100

        [sinks.events.greeting]
        event = "connection.established"
        data = { id = "{id}", type = "connection.established", source = "sse-service", timestamp = "{timestamp}", data = { client_id = "{client_id}", types = "{event_types}" } }

        """;

    [Fact]
    public async Task A_new_client_is_greeted_then_gets_what_its_filter_leaves_of_the_last_hundred_then_what_comes()
    {
        await using var server = await FreshetServer.StartAsync(Service);
        await PostAsync(server, 1, 250);
        await using var client = await server.ListenAsync("/events?event_types=*.e");

        await PostAsync(server, 251, 252);
        await server.StopAsync();

        var items = await client.RestAsync();
        items[0].EventType.ShouldBe("connection.established");
        items[0].EventId.ShouldBeNull();
        var greeting = JsonNode.Parse(items[0].Data)!;
        ((string)greeting["source"]!).ShouldBe("sse-service");
        Guid.Parse((string)greeting["data"]!["client_id"]!).Version.ShouldBe(7);
        greeting["data"]!["types"]!.ToJsonString().ShouldBe("[\"*.e\"]");
        // Every third is one: of 151 to 250, and of the two that came.
        items[1..]
            .Select(item => item.EventId)
            .ShouldBe(Enumerable.Range(151, 102).Where(n => n % 3 == 0).Select(n => $"n{n}"));
    }

    [Fact]
    public async Task A_client_that_comes_back_is_greeted_and_goes_on_after_its_last_event()
    {
        await using var server = await FreshetServer.StartAsync(Service);
        await PostAsync(server, 1, 250);
        await using var client = await server.ListenAsync(
            "/events?event_types=*.e&sources=*",
            ("Last-Event-ID", "n30")
        );

        await server.StopAsync();

        var items = await client.RestAsync();
        items[0].EventType.ShouldBe("connection.established");
        items[1..]
            .Select(item => item.EventId)
            .ShouldBe(Enumerable.Range(31, 220).Where(n => n % 3 == 0).Select(n => $"n{n}"));
    }

    [Fact]
    public async Task The_greeting_tells_the_id_by_which_a_client_is_known()
    {
        var (server, sink) = await AdministrationTests.StartAsync(
            "[sinks.events.greeting]\nevent = \"hello\"\ndata = { you = \"{client_id}\" }\n"
        );
        await using var _ = server;
        await using var client = await server.ListenAsync();

        var greeting = JsonNode.Parse((await client.NextAsync()).Data)!;

        ((string)greeting["you"]!).ShouldBe(sink.Clients().ShouldHaveSingleItem().Id);
    }

    [Fact]
    public async Task The_greeting_comes_before_a_notice_that_an_id_is_unknown()
    {
        await using var server = await FreshetServer.StartAsync(Service);
        await using var client = await server.ListenAsync(
            "/events",
            ("Last-Event-ID", "never-was")
        );

        var items = await client.NextAsync(2);

        items.Select(item => item.EventType).ShouldBe(["connection.established", "error"]);
    }

    [Fact]
    public async Task The_greeting_comes_over_TLS_as_well()
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration + Service
        );
        using var http = certificates.Client(server, 2);
        await using var client = await SseClient.OpenAsync(http, "/events");

        (await client.NextAsync()).EventType.ShouldBe("connection.established");
    }

    [Fact]
    public async Task Silence_is_filled_with_heartbeats_that_move_nobody_where_they_are_events()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "keep_alive = \"50ms\"\nheartbeat = \"event\"\n"
        );
        await using var client = await server.ListenAsync();
        await server.PostAsync("""{"id":"a","type":"t","source":"s","data":null}""");

        var bytes = await client.ReadUntilAsync("event: heartbeat\ndata: {\"type\":\"heartbeat\"");

        var heartbeat = bytes[bytes.IndexOf("event: heartbeat", StringComparison.Ordinal)..];
        heartbeat.ShouldNotContain("id: ");
        bytes.ShouldNotContain(": keep-alive");
    }

    /// <summary>Events <c>n1</c> and so on; every third is of the type <c>c.e</c>, the others of <c>c.f</c>.</summary>
    private static async Task PostAsync(FreshetServer server, int first, int last)
    {
        var lines = Enumerable
            .Range(first, last - first + 1)
            .Select(n =>
                $$"""{"id":"n{{n}}","type":"c.{{(n % 3 == 0 ? "e" : "f")}}","source":"s","data":{{n}}}"""
            );
        var answer = await server.PostAsync(
            string.Join('\n', lines),
            mediaType: "application/x-ndjson"
        );
        answer.Ids.Count.ShouldBe(last - first + 1);
    }
}
