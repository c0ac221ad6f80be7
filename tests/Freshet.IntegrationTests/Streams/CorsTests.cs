using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Which pages a browser lets read a stream.</summary>
public sealed class CorsTests
{
    private const string App = "https://app.example.com";
    private const string Other = "https://other.example.com";

    private const string Named = """
        [http.cors]
        allowed_origins = ["https://app.example.com"]

        """;

    [Fact]
    public async Task By_default_every_page_may_read_without_credentials()
    {
        await using var server = await FreshetServer.StartAsync();

        await using var client = await server.ListenAsync(headers: ("Origin", App));

        client["Access-Control-Allow-Origin"].ShouldBe("*");
        client["Access-Control-Allow-Credentials"].ShouldBeNull();
    }

    [Fact]
    public async Task A_page_may_ask_to_resume_and_to_send_what_the_rules_ask_for()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sinks.events.headers]
                "Authorization" = { type = "exists" }
                """
        );

        var answer = await PreflightAsync(server, App, "last-event-id,authorization,cache-control");

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer["Access-Control-Allow-Origin"].ShouldBe("*");
        answer["Access-Control-Allow-Methods"]!.ShouldContain("GET");
        var allowed = answer["Access-Control-Allow-Headers"]!.ToLowerInvariant().Split(',');
        allowed.ShouldContain("last-event-id");
        allowed.ShouldContain("authorization");
        int.Parse(answer["Access-Control-Max-Age"]!).ShouldBe(600);
    }

    [Fact]
    public async Task A_page_may_read_why_it_may_not_listen()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sinks.events.headers]
                "Authorization" = { type = "exists" }
                """
        );

        var answer = await server.SendAsync(
            HttpMethod.Get,
            "/sse/events",
            headers: ("Origin", App)
        );

        answer.Problem(HttpStatusCode.Unauthorized);
        answer["Access-Control-Allow-Origin"].ShouldBe("*");
    }

    [Fact]
    public async Task Where_origins_are_named_no_other_may_read()
    {
        await using var server = await FreshetServer.StartAsync(
            Named + FreshetServer.WebhookAndStream
        );

        await using var named = await server.ListenAsync(headers: ("Origin", App));
        await using var other = await server.ListenAsync(headers: ("Origin", Other));
        var preflight = await PreflightAsync(server, App, "last-event-id");
        var refused = await PreflightAsync(server, Other, "last-event-id");

        named["Access-Control-Allow-Origin"].ShouldBe(App);
        named["Vary"]!.ShouldContain("Origin");
        other["Access-Control-Allow-Origin"].ShouldBeNull();
        preflight["Access-Control-Allow-Origin"].ShouldBe(App);
        refused["Access-Control-Allow-Origin"].ShouldBeNull();
    }

    [Fact]
    public async Task An_endpoint_has_its_own_word()
    {
        await using var server = await FreshetServer.StartAsync(
            Named
                + FreshetServer.WebhookAndStream
                + """
                cors = { allowed_origins = ["https://other.example.com"], allow_credentials = true }

                [sinks.second]
                type = "sse"
                id = "second"
                """
        );

        await using var own = await server.ListenAsync(headers: ("Origin", Other));
        await using var others = await server.ListenAsync(headers: ("Origin", App));
        await using var second = await server.ListenAsync("/sse/second", ("Origin", App));

        own["Access-Control-Allow-Origin"].ShouldBe(Other);
        own["Access-Control-Allow-Credentials"].ShouldBe("true");
        others["Access-Control-Allow-Origin"].ShouldBeNull();
        second["Access-Control-Allow-Origin"].ShouldBe(App);
    }

    [Fact]
    public async Task A_page_may_resume_whichever_headers_are_named()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "cors = { allowed_headers = [\"Authorization\"] }"
        );

        var answer = await PreflightAsync(server, App, "last-event-id");

        answer["Access-Control-Allow-Headers"].ShouldBe("Authorization,Last-Event-ID");
    }

    private static Task<Answer> PreflightAsync(
        FreshetServer server,
        string origin,
        string headers
    ) =>
        server.SendAsync(
            HttpMethod.Options,
            "/sse/events",
            headers:
            [
                ("Origin", origin),
                ("Access-Control-Request-Method", "GET"),
                ("Access-Control-Request-Headers", headers),
            ]
        );
}
