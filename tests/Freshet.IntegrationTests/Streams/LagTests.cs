using System.Net.Sockets;
using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Clients that cannot keep up: they are told what they missed, and harm no other.</summary>
public sealed partial class LagTests
{
    /// <summary>More than the kernels and the server hold for one client.</summary>
    private const int Sent = 120;

    private static readonly string Filling = new('x', 120_000);

    [Theory]
    [InlineData(10, Sent)]
    [InlineData(100, Sent + 100)]
    public async Task A_client_too_far_behind_is_told_how_many_it_missed_and_another_gets_all(
        int buffer,
        int sent
    )
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + $"buffer = {buffer}"
        );
        using var slow = await StuckAsync(server);
        await using var healthy = await server.ListenAsync();

        for (var n = 1; n <= sent; n++)
        {
            await PostAsync(server, n);
            (await healthy.NextAsync()).EventId.ShouldBe($"n{n}");
        }
        await slow.ReadUntilAsync($"id: n{sent}\n");
        await slow.ReadUntilAsync("last\"}\n\n");

        var next = 1;
        var notices = 0;
        foreach (Match match in Frames().Matches(slow.Dechunked()))
        {
            if (match.Groups["skipped"] is { Success: true } skipped)
            {
                notices++;
                next += int.Parse(skipped.Value);
            }
            else
            {
                match.Groups["n"].Value.ShouldBe($"{next}");
                next++;
            }
        }
        next.ShouldBe(sent + 1, "what came and what was skipped make what was sent");
        notices.ShouldBeGreaterThan(0);
        slow.Dechunked().ShouldNotContain("id: \n");
    }

    [Fact]
    public async Task A_client_too_far_behind_gets_all_where_the_endpoint_replays()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 2\non_lag = \"replay\""
        );
        using var slow = await StuckAsync(server);
        await using var healthy = await server.ListenAsync();

        for (var n = 1; n <= Sent; n++)
        {
            await PostAsync(server, n);
            (await healthy.NextAsync()).EventId.ShouldBe($"n{n}");
        }
        await slow.ReadUntilAsync($"id: n{Sent}\n");
        await slow.ReadUntilAsync("last\"}\n\n");

        Frames()
            .Matches(slow.Dechunked())
            .Select(match => match.Groups["n"].Value)
            .ShouldBe(Enumerable.Range(1, Sent).Select(n => $"{n}"));
    }

    [Fact]
    public async Task A_client_too_far_behind_is_ended_where_the_endpoint_disconnects_and_gets_the_rest()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 10\non_lag = \"disconnect\""
        );
        using var slow = await StuckAsync(server);
        await using var healthy = await server.ListenAsync();

        for (var n = 1; n <= Sent; n++)
        {
            await PostAsync(server, n);
            (await healthy.NextAsync()).EventId.ShouldBe($"n{n}");
        }
        await slow.ReadUntilAsync("\r\n0\r\n\r\n");

        var body = slow.Dechunked();
        body.ShouldMatch(@"\nevent: error\ndata: lagged: \d+ messages behind; [^\n]*\n\n\z");
        var last = Frames().Matches(body).Select(match => match.Groups["n"].Value).Last();
        await using var again = await server.ListenAsync(headers: ("Last-Event-ID", $"n{last}"));
        (await again.NextAsync()).EventId.ShouldBe($"n{int.Parse(last) + 1}");
        await server.Log.Shows("left (Lagged)");
    }

    [Fact]
    public async Task Clients_that_accept_nothing_are_closed_and_the_others_are_not()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "write_timeout = \"300ms\""
        );
        var stuck = new List<RawClient>();
        for (var i = 0; i < 8; i++)
        {
            stuck.Add(await StuckAsync(server));
        }
        await using var healthy = await server.ListenAsync();

        for (var n = 1; n <= Sent; n++)
        {
            await PostAsync(server, n);
            (await healthy.NextAsync()).EventId.ShouldBe($"n{n}");
        }
        await Eventually.Holds(
            () => server.Log.Lines.Count(line => line.Contains("(TooSlow)")) == stuck.Count,
            () => server.Log.Text
        );

        foreach (var client in stuck)
        {
            try
            {
                await client.ReadToEndAsync();
            }
            catch (SocketException)
            {
                // Cut off is an end too.
            }
            client.HasCleanEnd.ShouldBeFalse("what is cut off must not look whole");
            client.Dispose();
        }
        await PostAsync(server, Sent + 1);
        (await healthy.NextAsync()).EventId.ShouldBe($"n{Sent + 1}");
        server.HasFailed.ShouldBeFalse(server.Log.Text);
    }

    [Fact]
    public async Task A_client_that_accepts_nothing_over_HTTP_2_is_closed_too()
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration
                + FreshetServer.WebhookAndStream
                + "write_timeout = \"300ms\""
        );
        using var http = certificates.Client(server, 2);
        // Its connection reads on, but nobody reads the stream, so that its window closes.
        await using var stuck = await SseClient.OpenAsync(http, "/sse/events");
        using var sender = certificates.Client(server, 1);

        for (var n = 1; n <= Sent; n++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhook/hook")
            {
                Content = new StringContent($"\"{Filling}\""),
            };
            (await Answer.ReadAsync(sender, request)).Ids.Count.ShouldBe(1);
        }

        await server.Log.Shows("left (TooSlow)");
        server.HasFailed.ShouldBeFalse(server.Log.Text);
    }

    [Fact]
    public async Task A_client_that_leaves_is_noticed()
    {
        await using var server = await FreshetServer.StartAsync();
        var client = await server.ListenAsync();
        await server.Log.Shows("joined");

        await client.DisposeAsync();

        await server.Log.Shows("left (ClientLeft)");
    }

    private static Task<Answer> PostAsync(FreshetServer server, int n) =>
        server.PostAsync($$"""{"id":"n{{n}}","type":"large","data":"{{Filling}}","then":"last"}""");

    /// <summary>A client that has its head and reads no more.</summary>
    private static async Task<RawClient> StuckAsync(FreshetServer server)
    {
        var client = await RawClient.ConnectAsync(server.EndPoint, receiveBuffer: 4096);
        await client.GetAsync("/sse/events");
        await client.ReadUntilAsync("retry: ");
        return client;
    }

    [GeneratedRegex(
        @"^id: n(?<n>\d+)$|^event: error\ndata: lagged: (?<skipped>\d+) messages skipped\n\n",
        RegexOptions.Multiline
    )]
    private static partial Regex Frames();
}
