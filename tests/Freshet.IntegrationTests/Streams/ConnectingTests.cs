using System.Net;
using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>How a stream begins, who may not listen, and how it stays alive.</summary>
public sealed partial class ConnectingTests
{
    private const string Guarded =
        FreshetServer.WebhookAndStream
        + """
            [sinks.events.headers]
            "X-API-Key" = { type = "equals", value = "the-right-key" }
            """;

    [Fact]
    public async Task The_head_says_what_it_is_and_nothing_more()
    {
        await using var server = await FreshetServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.EndPoint);

        await client.SendAsync(
            "GET /sse/events HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
        );

        var head = (await client.ReadUntilAsync("\r\n\r\n")).Split("\r\n\r\n")[0].Split("\r\n");
        head[0].ShouldBe("HTTP/1.1 200 OK");
        head[1..]
            .Where(line => !line.StartsWith("Date: ", StringComparison.Ordinal))
            .ShouldBe(
                [
                    "Content-Type: text/event-stream",
                    "Cache-Control: no-cache",
                    "Connection: close",
                    "Transfer-Encoding: chunked",
                    "X-Accel-Buffering: no",
                ],
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task The_head_and_when_to_come_back_arrive_before_any_event()
    {
        await using var server = await FreshetServer.StartAsync();
        var delays = new HashSet<int>();

        for (var i = 0; i < 20; i++)
        {
            await using var client = await server.ListenAsync();
            var greeting = await client.ReadUntilAsync("\n\n");
            delays.Add(int.Parse(Retry().Match(greeting).Groups[1].Value));
        }

        delays.ShouldAllBe(delay => delay >= 3000 && delay <= 4500);
        delays.Count.ShouldBeGreaterThan(1, "all clients would come back at once");
    }

    [Fact]
    public async Task When_to_come_back_is_configured()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "retry = \"100s\""
        );
        await using var client = await server.ListenAsync();

        await server.PostAsync("{}");
        await client.NextAsync();

        client.ReconnectionInterval.ShouldBeInRange(
            TimeSpan.FromSeconds(100),
            TimeSpan.FromSeconds(150)
        );
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html")]
    [InlineData("text/event-stream;q=0")]
    public async Task Whatever_a_client_accepts_it_is_given_the_stream(string accept)
    {
        await using var server = await FreshetServer.StartAsync();

        await using var client = await server.ListenAsync(headers: ("Accept", accept));

        client["Content-Type"].ShouldBe("text/event-stream");
    }

    [Fact]
    public async Task Head_answers_as_get_would_without_a_body()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var open = await server.SendAsync(
            HttpMethod.Head,
            "/sse/events",
            headers: ("X-API-Key", "the-right-key")
        );
        var missing = await server.SendAsync(HttpMethod.Head, "/sse/events");
        var wrong = await server.SendAsync(
            HttpMethod.Head,
            "/sse/events",
            headers: ("X-API-Key", "x")
        );

        open.Status.ShouldBe(HttpStatusCode.OK);
        open["Content-Type"].ShouldBe("text/event-stream");
        open["Cache-Control"].ShouldBe("no-cache");
        open["X-Accel-Buffering"].ShouldBe("no");
        missing.Status.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.Status.ShouldBe(HttpStatusCode.Forbidden);
        (open.Body + missing.Body + wrong.Body).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_may_not_listen_is_told_why_and_the_log_has_the_rule_and_no_value()
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var missing = await server.SendAsync(HttpMethod.Get, "/sse/events");
        var wrong = await server.SendAsync(
            HttpMethod.Get,
            "/sse/events",
            headers: ("X-API-Key", "the-wrong-key")
        );
        await using var right = await server.ListenAsync(headers: ("X-API-Key", "the-right-key"));

        missing.Problem(HttpStatusCode.Unauthorized).ShouldContain("X-API-Key");
        wrong.Problem(HttpStatusCode.Forbidden).ShouldContain("X-API-Key");
        wrong.Body.ShouldNotContain("the-wrong-key");
        await server.Log.Shows("Warning", "127.0.0.1", "/sse/events", "equals", "Missing");
        await server.Log.Shows("Warning", "127.0.0.1", "/sse/events", "equals", "Wrong");
        server.Log.Text.ShouldNotContain("the-wrong-key");
        server.Log.Text.ShouldNotContain("the-right-key");
    }

    [Fact]
    public async Task An_unknown_stream_is_404()
    {
        await using var server = await FreshetServer.StartAsync();

        (await server.SendAsync(HttpMethod.Get, "/sse/other")).Problem(HttpStatusCode.NotFound);
        (await server.SendAsync(HttpMethod.Get, "/sse")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Another_method_is_405_with_those_that_are_allowed(string method)
    {
        await using var server = await FreshetServer.StartAsync(Guarded);

        var answer = await server.SendAsync(new HttpMethod(method), "/sse/events");

        answer.Problem(HttpStatusCode.MethodNotAllowed);
        answer["Allow"]!.Split(", ").ShouldBe(["GET", "HEAD"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_stream_answers_at_a_path_of_its_own()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream.Replace("id = \"events\"", "path = \"/api/v1/stream\"")
        );
        await using var client = await server.ListenAsync("/api/v1/stream");

        await server.PostAsync("{\"n\":1}");

        (await client.NextAsync()).Data.ShouldBe("{\"n\":1}");
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "keep_alive = \"50ms\""
        );
        await using var client = await server.ListenAsync();

        var bytes = await client.ReadUntilAsync(": keep-alive\n\n: keep-alive\n\n");

        bytes.ShouldStartWith("retry: ");
    }

    [Fact]
    public async Task No_comment_comes_between_events_that_flow()
    {
        var keepAlive = TimeSpan.FromMilliseconds(600);
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "keep_alive = \"600ms\""
        );
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.GetAsync("/sse/events");
        await client.ReadUntilAsync("\n\n");
        var time = TimeProvider.System;
        var (start, last, longest) = (time.GetTimestamp(), time.GetTimestamp(), TimeSpan.Zero);

        for (var n = 0; time.GetElapsedTime(start) < 3 * keepAlive; n++)
        {
            await server.PostAsync($"{{\"n\":{n}}}");
            await client.ReadUntilAsync($"data: {{\"n\":{n}}}");
            var gap = time.GetElapsedTime(last);
            longest = gap > longest ? gap : longest;
            last = time.GetTimestamp();
        }

        // A machine that was busy elsewhere may have made a silence of its own.
        (client.Received.Contains(": keep-alive") && longest < keepAlive / 2).ShouldBeFalse();
    }

    [Fact]
    public async Task A_stream_outlives_what_a_request_may_take()
    {
        await using var server = await FreshetServer.StartAsync(
            "[http]\nrequest_timeout = \"100ms\"\n"
                + FreshetServer.WebhookAndStream
                + "keep_alive = \"50ms\""
        );
        await using var client = await server.ListenAsync();

        // Half a second of silence at the least.
        await client.ReadUntilAsync(string.Concat(Enumerable.Repeat(": keep-alive\n\n", 10)));
        await server.PostAsync("{\"n\":1}");

        await client.ReadUntilAsync("data: {\"n\":1}");
    }

    [GeneratedRegex(@"\Aretry: (\d+)\n\n\z")]
    private static partial Regex Retry();
}
