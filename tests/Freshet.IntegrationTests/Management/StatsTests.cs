using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary><c>GET /stats</c>.</summary>
public sealed class StatsTests
{
    private const string Token = Configurations.Token;

    [Fact]
    public async Task Stats_count_clients_and_events_by_endpoint_and_by_type()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "[sinks.others]\ntype = \"sse\"\nid = \"others\"\n"
        );
        await using var one = await server.ListenAsync();
        await using var other = await server.ListenAsync("/sse/others");
        await server.PostAsync("""{"id":"1","type":"a.b","source":"s","data":{}}""");
        await one.NextAsync();
        await other.NextAsync();

        JsonNode stats;
        do
        {
            stats = await StatsAsync(server);
        } while ((long)stats["total_events_sent"]! < 2);

        ((int)stats["total_clients"]!).ShouldBe(2);
        ((int)stats["max_clients"]!).ShouldBe(200_000);
        stats["history_size"].ShouldNotBeNull();
        ((long)stats["events_by_type"]!["a.b"]!).ShouldBe(2);
        stats["lag"]!["total"].ShouldBeNull();
        var endpoints = stats["endpoints"]!.AsArray();
        endpoints
            .Select(endpoint => (string)endpoint!["path"]!)
            .ShouldBe(["/sse/events", "/sse/others"]);
        endpoints.ShouldAllBe(endpoint =>
            (int)endpoint!["clients"]! == 1 && (long)endpoint["events_sent"]! == 1
        );
    }

    [Fact]
    public async Task Clients_are_told_to_who_asks_from_the_same_machine()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync(
            "/sse/events?event_types=a.*&sources=s",
            ("User-Agent", "a \"client\" <b>")
        );
        await using var another = await server.ListenAsync();

        var stats = await StatsAsync(server);
        var page = await StatsAsync(server, "?limit=1&offset=1");

        stats["connected_clients_note"].ShouldBeNull();
        var told = stats["connected_clients"]!.AsArray();
        told.Count.ShouldBe(2);
        var first = told[0]!;
        ((string)first["endpoint"]!).ShouldBe("/sse/events");
        ((string)first["user_agent"]!).ShouldBe("a \"client\" <b>");
        ((string)first["remote_addr"]!).ShouldStartWith("127.0.0.1:");
        ((string)first["connected_at"]!).ShouldEndWith("Z");
        first["last_event_at"].ShouldBeNull();
        ((long)first["events_received"]!).ShouldBe(0);
        ((long)first["behind"]!).ShouldBe(0);
        ((long)first["skipped"]!).ShouldBe(0);
        first["filter"]!["event_types"]!.AsArray().Single()!.ToString().ShouldBe("a.*");
        first["filter"]!["sources"]!.AsArray().Single()!.ToString().ShouldBe("s");
        page["connected_clients"]!.AsArray().ShouldHaveSingleItem()!["id"]!
            .ToString()
            .ShouldBe(told[1]!["id"]!.ToString());
    }

    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("Forwarded: for=127.0.0.1")]
    [InlineData("Via: 1.1 proxy")]
    [InlineData("Host: events.example.com")]
    [InlineData("Host: 127.0.0.1.example.com")]
    [InlineData("Host: events.example.com", "Authorization: Bearer wrong")]
    public async Task Others_get_the_totals_and_are_told_why(params string[] headers)
    {
        await using var server = await FreshetServer.StartAsync(WithToken);
        await using var client = await server.ListenAsync();

        var stats = await StatsAsync(
            server,
            "",
            [.. headers.Select(header => header.Split(": ")).Select(parts => (parts[0], parts[1]))]
        );

        ((int)stats["total_clients"]!).ShouldBe(1);
        stats.AsObject().ContainsKey("connected_clients").ShouldBeTrue();
        stats["connected_clients"].ShouldBeNull();
        ((string)stats["connected_clients_note"]!).ShouldContain("token");
        stats.ToJsonString().ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Clients_are_told_to_who_has_the_token_from_anywhere()
    {
        await using var server = await FreshetServer.StartAsync(WithToken);
        await using var client = await server.ListenAsync();

        var stats = await StatsAsync(
            server,
            "",
            ("X-Forwarded-For", "192.0.2.1"),
            ("Authorization", $"Bearer {Token}")
        );

        stats["connected_clients"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task No_page_of_another_origin_reads_them_and_nobody_keeps_them()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "[http.cors]\nallowed_origins = [\"*\"]\n"
        );

        var stats = await server.SendAsync(
            HttpMethod.Get,
            "/stats",
            content: null,
            ("Origin", "https://example.com")
        );
        var health = await server.SendAsync(
            HttpMethod.Get,
            "/health",
            content: null,
            ("Origin", "https://example.com")
        );

        stats["Access-Control-Allow-Origin"].ShouldBeNull();
        stats["Cache-Control"].ShouldBe("no-store");
        // The same, where nobody turned it off.
        health["Access-Control-Allow-Origin"].ShouldBe("*");
    }

    [Theory]
    [InlineData("?limit=-1")]
    [InlineData("?limit=x")]
    [InlineData("?offset=99999999999")]
    [InlineData("?limit=1&limit=2")]
    public async Task A_page_that_is_none_is_400(string query)
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.SendAsync(HttpMethod.Get, $"/stats{query}");

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Without_a_stream_there_are_none()
    {
        await using var server = await FreshetServer.StartAsync(
            "[sources.hook.extractor]\ntype = \"webhook\"\nid = \"hook\"\n"
        );

        var answer = await server.SendAsync(HttpMethod.Get, "/stats");

        answer.Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private const string WithToken = $"""
        {FreshetServer.WebhookAndStream}
        [management]
        token = "{Token}"
        """;

    private static async Task<JsonNode> StatsAsync(
        FreshetServer server,
        string query = "",
        params (string Name, string Value)[] headers
    )
    {
        var answer = await server.SendAsync(HttpMethod.Get, $"/stats{query}", null, headers);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return JsonNode.Parse(answer.Body)!;
    }
}
