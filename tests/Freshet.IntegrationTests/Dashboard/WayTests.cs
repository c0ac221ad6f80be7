using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>Which way an event went.</summary>
public sealed class WayTests
{
    private const string Configured = """
        [sources.inbox]
        transformer_refs = ["keep"]
        [sources.inbox.extractor]
        type = "webhook"
        id = "hook"

        [transformers.keep]
        type = "passthrough"

        [sinks.events]
        type = "sse"
        id = "events"

        [sinks.quiet]
        type = "debug"
        transformer_refs = ["keep"]

        """;

    [Fact]
    public async Task Its_source_is_known_after_a_restart_and_when_it_is_configured_no_more()
    {
        using var folder = new TemporaryFolder();
        var journal = $"[journal]\npath = \"{folder.Path}\"\n";
        await using (var server = await FreshetServer.StartAsync(Configured + journal))
        {
            await server.PostAsync("""{"n":1}""");
            (await WayAsync(server))["origin"]!
                .ToJsonString()
                .ShouldBe("""{"source":"inbox","type":"webhook","transformers":["keep"]}""");
        }
        await using (var again = await FreshetServer.StartAsync(Configured + journal))
        {
            ((string)(await WayAsync(again))["origin"]!["source"]!).ShouldBe("inbox");
        }
        await using var other = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + journal
        );
        (await WayAsync(other))["origin"]!
            .ToJsonString()
            .ShouldBe("""{"source":"inbox","type":"","transformers":[]}""");
    }

    [Fact]
    public async Task Each_sink_says_what_became_of_it()
    {
        await using var server = await FreshetServer.StartAsync(Configured);
        await server.PostAsync("""{"n":1}""");
        JsonNode way = new JsonObject();
        await Eventually.Holds(async () =>
        {
            way = await WayAsync(server);
            return (string)way["sinks"]![1]!["outcome"]! == "delivered";
        });

        ((long)way["sequence"]!).ShouldBe(1);
        var stream = way["sinks"]![0]!;
        ((string)stream["name"]!, (string)stream["type"]!, (string)stream["outcome"]!).ShouldBe(
            ("events", "sse", "streamed")
        );
        way["sinks"]![1]!["transformers"]!.ToJsonString().ShouldBe("""["keep"]""");
        ((string)way["sinks"]![1]!["detail"]!).ShouldContain("transformers");
    }

    [Fact]
    public async Task What_a_sink_has_not_dealt_with_is_pending()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            [sinks.out]
            type = "http"
            destination = "http://127.0.0.1:9/"

            """
        );
        await server.PostAsync("1");

        ((string)(await WayAsync(server))["sinks"]![0]!["outcome"]!).ShouldBe("pending");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("9223372036854775808")]
    [InlineData("x")]
    public async Task What_the_journal_does_not_hold_is_404(string sequence)
    {
        await using var server = await FreshetServer.StartAsync(Configured);
        await server.PostAsync("1");

        (await server.SendAsync(HttpMethod.Get, $"/api/v1/dashboard/events/{sequence}/way"))
            .Problem(HttpStatusCode.NotFound)
            .ShouldContain("journal");
    }

    private static async Task<JsonNode> WayAsync(FreshetServer server)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/dashboard/events/1/way");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        return answer.Json;
    }
}
