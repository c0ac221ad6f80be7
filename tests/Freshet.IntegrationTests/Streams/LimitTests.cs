using System.Net;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>How many clients there may be, and that a place is free again whichever way its client left.</summary>
public sealed class LimitTests
{
    private const string OnePlace = FreshetServer.WebhookAndStream + "max_clients = 1\n";

    /// <summary>How a client goes.</summary>
    public enum Leaving
    {
        ByClosing,
        ByReset,
    }

    [Fact]
    public async Task A_client_too_many_is_503_with_a_reason_and_a_time_to_come_back()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "max_clients = 2"
        );
        await using var first = await server.ListenAsync();
        await using var second = await server.ListenAsync();

        var answer = await server.SendAsync(HttpMethod.Get, "/sse/events");

        answer
            .Problem(HttpStatusCode.ServiceUnavailable)
            .ShouldBe("2 clients are connected, and no more are allowed");
        int.Parse(answer["Retry-After"].ShouldNotBeNull()).ShouldBeInRange(1, 5);
        await server.PostAsync("{\"n\":1}");
        (await first.NextAsync()).Data.ShouldBe("{\"n\":1}");
        (await second.NextAsync()).Data.ShouldBe("{\"n\":1}");
    }

    [Fact]
    public async Task What_is_no_stream_takes_no_place()
    {
        await using var server = await FreshetServer.StartAsync(OnePlace);
        for (var i = 0; i < 3; i++)
        {
            (await server.SendAsync(HttpMethod.Head, "/sse/events")).Status.ShouldBe(
                HttpStatusCode.OK
            );
            var refused = await server.SendAsync(HttpMethod.Get, "/sse/events?since=never");
            refused.Problem(HttpStatusCode.BadRequest);
            var over = await server.SendAsync(
                HttpMethod.Get,
                "/sse/events?since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z"
            );
            over.Status.ShouldBe(HttpStatusCode.NoContent);
        }

        await using var client = await server.ListenAsync();

        (await server.SendAsync(HttpMethod.Head, "/sse/events")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(Leaving.ByClosing, false)]
    [InlineData(Leaving.ByClosing, true)]
    [InlineData(Leaving.ByReset, false)]
    [InlineData(Leaving.ByReset, true)]
    public async Task A_place_is_free_again_when_its_client_has_left(Leaving how, bool isBusy)
    {
        // With keep-alives an hour apart, what is not seen at once is not seen at all.
        await using var server = await FreshetServer.StartAsync(OnePlace + "keep_alive = \"1h\"");
        using var sending = new CancellationTokenSource();
        var sender = isBusy ? FlowAsync(server, sending.Token) : Task.CompletedTask;
        for (var i = 0; i < 20; i++)
        {
            using var client = await RawClient.ConnectAsync(server.EndPoint);
            await client.GetAsync("/sse/events");
            await client.ReadUntilAsync(isBusy ? "\ndata: " : "retry: ");
            if (how == Leaving.ByClosing)
            {
                client.CloseSending();
            }
            else
            {
                client.Reset();
            }
            var left = i + 1;
            await Eventually.Holds(() => Left(server) == left, () => server.Log.Text);
        }
        await sending.CancelAsync();
        await sender;
        await using var next = await server.ListenAsync();
        server.HasFailed.ShouldBeFalse(server.Log.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_place_is_free_again_when_its_client_over_TLS_has_left(int version)
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration + OnePlace + "keep_alive = \"1h\""
        );
        using var http = certificates.Client(server, version);
        for (var i = 0; i < 10; i++)
        {
            var client = await SseClient.OpenAsync(http, "/sse/events");
            await client.ReadUntilAsync("retry: ");

            await client.DisposeAsync();

            var left = i + 1;
            await Eventually.Holds(() => Left(server) == left, () => server.Log.Text);
        }
        server.HasFailed.ShouldBeFalse(server.Log.Text);
    }

    [Fact]
    public async Task Clients_that_leave_between_their_request_and_its_answer_keep_no_place()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "max_clients = 100\nkeep_alive = \"1h\""
        );
        for (var i = 0; i < 200; i++)
        {
            using var client = await RawClient.ConnectAsync(server.EndPoint);
            await client.GetAsync("/sse/events");
            client.Reset();
        }

        await Eventually.Holds(
            () => Count(server, " joined") == Left(server),
            () => server.Log.Text
        );

        // All places are there.
        var clients = new List<SseClient>();
        for (var i = 0; i < 100; i++)
        {
            clients.Add(await server.ListenAsync());
        }
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_client_that_sends_what_nobody_asked_for_without_end_is_closed()
    {
        await using var server = await FreshetServer.StartAsync(OnePlace);
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.GetAsync("/sse/events");
        await client.ReadUntilAsync("retry: ");

        await client.SendAsync(new byte[32 * 1024]);
        await server.PostAsync("{\"n\":1}");
        await client.ReadUntilAsync("{\"n\":1}");
        await client.SendAsync(new byte[33 * 1024]);

        await server.Log.Shows("left (ClientLeft)");
    }

    private static async Task FlowAsync(FreshetServer server, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await server.PostAsync($"\"{new string('x', 10_000)}\"");
        }
    }

    private static int Left(FreshetServer server) => Count(server, "left (ClientLeft)");

    private static int Count(FreshetServer server, string text) =>
        server.Log.Lines.Count(line => line.Contains(text, StringComparison.Ordinal));
}
