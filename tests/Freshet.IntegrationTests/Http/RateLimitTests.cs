using System.Globalization;
using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

/// <summary>How many requests an address may make, over real sockets.</summary>
public sealed class RateLimitTests
{
    private const string App = "https://app.example.com";

    /// <summary>Two requests, and none more for as long as a test takes.</summary>
    private const string Limited =
        FreshetServer.WebhookAndStream
        + """

            [http.rate_limit]
            enabled = true
            requests_per_minute = 1
            burst = 2

            """;

    [Fact]
    public async Task Without_being_asked_for_there_is_no_limit()
    {
        await using var server = await FreshetServer.StartAsync();

        for (var i = 0; i < 200; i++)
        {
            (await GetAsync(server)).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Beyond_the_limit_requests_are_429_and_say_when_to_come_back()
    {
        await using var server = await FreshetServer.StartAsync(Limited);
        await server.PostAsync("""{"text":"one"}""");
        (await GetAsync(server)).Status.ShouldBe(HttpStatusCode.NotFound);

        var answer = await GetAsync(server);

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answer["Content-Type"].ShouldBe("text/plain; charset=utf-8");
        answer["Cache-Control"].ShouldBe("no-store");
        var seconds = int.Parse(answer["Retry-After"]!, CultureInfo.InvariantCulture);
        seconds.ShouldBeInRange(1, 90);
        answer.Body.ShouldBe(
            $"too many requests: an address may make 1 a minute, and 2 at once; come back in {seconds} s\n"
        );
        (await server.PostAsync("""{"text":"two"}""")).Status.ShouldBe(
            HttpStatusCode.TooManyRequests
        );
    }

    [Fact]
    public async Task A_stream_that_is_open_is_not_limited_and_the_next_is()
    {
        await using var server = await FreshetServer.StartAsync(Limited);
        await using var client = await server.ListenAsync();
        await server.PostAsync("""{"text":"one"}""");

        var refused = await server.SendAsync(
            HttpMethod.Get,
            "/sse/events",
            headers: [("Origin", App), ("Last-Event-ID", "1")]
        );

        (await client.NextAsync()).Data.ShouldBe("""{"text":"one"}""");
        refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_page_may_read_that_it_is_limited_and_until_when()
    {
        await using var server = await FreshetServer.StartAsync(
            "[http.cors]\nallowed_origins = [\"https://app.example.com\"]\n" + Limited
        );
        await ExhaustAsync(server);

        var answer = await server.SendAsync(
            HttpMethod.Get,
            "/sse/events",
            headers: ("Origin", App)
        );

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answer["Access-Control-Allow-Origin"].ShouldBe(App);
        answer["Access-Control-Expose-Headers"].ShouldBe("Retry-After");
        answer["Vary"].ShouldBe("Origin");
    }

    [Fact]
    public async Task Preflights_are_answered_and_count_for_nothing()
    {
        await using var server = await FreshetServer.StartAsync(Limited);
        for (var i = 0; i < 20; i++)
        {
            (await PreflightAsync(server)).Status.ShouldBe(HttpStatusCode.NoContent);
        }
        await ExhaustAsync(server);

        var answer = await PreflightAsync(server);

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
        answer["Access-Control-Allow-Origin"].ShouldBe("*");
    }

    [Fact]
    public async Task Health_is_answered_however_often()
    {
        await using var server = await FreshetServer.StartAsync(Limited);
        await ExhaustAsync(server);

        for (var i = 0; i < 20; i++)
        {
            foreach (var path in new[] { "/health", "/health/live" })
            {
                (await GetAsync(server, path)).Status.ShouldBe(HttpStatusCode.OK);
            }
        }
    }

    [Fact]
    public async Task Forged_header_does_not_escape_the_limit()
    {
        await using var server = await FreshetServer.StartAsync(
            "[http]\ntrusted_proxies = [\"10.0.0.0/8\"]\n" + Limited
        );
        await ExhaustAsync(server);

        for (var i = 1; i < 20; i++)
        {
            var forged = $"192.0.2.{i}";
            (await GetAsync(server, "/none", forged)).Status.ShouldBe(
                HttpStatusCode.TooManyRequests
            );
        }
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_client_has_a_limit_and_none_escapes_it()
    {
        await using var server = await FreshetServer.StartAsync(
            "[http]\ntrusted_proxies = [\"127.0.0.0/8\"]\n" + Limited
        );
        for (var i = 0; i < 3; i++)
        {
            await GetAsync(server, "/none", "192.0.2.1");
        }

        var limited = await GetAsync(server, "/none", "192.0.2.1");
        var other = await GetAsync(server, "/none", "192.0.2.2");
        // The proxy adds the address that it sees to what the client sent.
        var forging = await GetAsync(server, "/none", "192.0.2.3, 192.0.2.1");

        limited.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        other.Status.ShouldBe(HttpStatusCode.NotFound);
        forging.Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Theory]
    [InlineData("127.0.0.1", "192.0.2.9", "192.0.2.9:0")]
    [InlineData("10.0.0.1", "192.0.2.9", "127.0.0.1:")]
    public async Task Client_of_a_stream_is_known_by_the_address_that_a_trusted_proxy_tells(
        string trusted,
        string forwarded,
        string expected
    )
    {
        await using var server = await FreshetServer.StartAsync(
            $"[http]\ntrusted_proxies = [\"{trusted}\"]\n" + FreshetServer.WebhookAndStream
        );

        await using (await server.ListenAsync(headers: ("X-Forwarded-For", forwarded)))
        {
            await server.Log.Shows("/sse/events", $"{expected}", "joined");
        }

        await server.Log.Shows("/sse/events", $"{expected}", "left");
    }

    private static Task<Answer> GetAsync(FreshetServer server, string path = "/none") =>
        server.SendAsync(HttpMethod.Get, path);

    private static Task<Answer> GetAsync(FreshetServer server, string path, string forwarded) =>
        server.SendAsync(HttpMethod.Get, path, headers: ("X-Forwarded-For", forwarded));

    private static Task<Answer> PreflightAsync(FreshetServer server) =>
        server.SendAsync(
            HttpMethod.Options,
            "/sse/events",
            headers: [("Origin", App), ("Access-Control-Request-Method", "GET")]
        );

    private static async Task ExhaustAsync(FreshetServer server)
    {
        await GetAsync(server);
        await GetAsync(server);
        (await GetAsync(server)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }
}
