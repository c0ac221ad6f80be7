using System.Net.Sockets;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Clients that ask for much, or take nothing, beside others that go on as if they were alone.</summary>
public sealed class SharingTests
{
    private static readonly string Filling = new('x', 120_000);

    [Fact]
    public async Task A_storm_of_clients_that_come_back_gets_everything_and_so_do_those_who_stayed()
    {
        const int before = 3000;
        const int during = 40;
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 50\nreplay_bytes = \"64KiB\""
        );
        for (var first = 1; first < before; first += 500)
        {
            await Numbered.PostAsync(server, first, first + 499);
        }
        var live = new List<NumberClient>();
        for (var i = 0; i < 20; i++)
        {
            live.Add(await NumberClient.ConnectAsync(server.EndPoint, before));
            await Eventually.Comes(live[i].HeadAsync());
        }
        var back = await Task.WhenAll(
            Enumerable
                .Range(0, 500)
                // Not all from one place: they stand in different blocks of the journal.
                .Select(i => NumberClient.ConnectAsync(server.EndPoint, 1 + (i % 7), resumes: true))
        );

        var storm = back.Select(client => client.ReadToAsync(before + during)).ToList();
        for (var n = before + 1; n <= before + during; n++)
        {
            await Numbered.PostAsync(server, n, n);
            await Eventually.Comes(Task.WhenAll(live.Select(client => client.ReadToAsync(n))));
        }
        await Eventually.Comes(Task.WhenAll(storm));

        server.Log.Text.ShouldNotContain("lagged");
        live.ForEach(client => client.Dispose());
        Array.ForEach(back, client => client.Dispose());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Large_events_arrive_whole_and_in_order_over_TLS(int version)
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration + FreshetServer.WebhookAndStream + "on_lag = \"replay\""
        );
        using var sender = certificates.Client(server, 1);
        using var http = certificates.Client(server, version);
        await using var client = await SseClient.OpenAsync(http, "/sse/events");

        for (var n = 1; n <= 40; n++)
        {
            await PostAsync(sender, n);
        }

        foreach (var (item, i) in (await client.NextAsync(40)).Select((item, i) => (item, i)))
        {
            item.EventId.ShouldBe($"n{i + 1}");
            item.Data.Contains(Filling, StringComparison.Ordinal).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_stream_of_HTTP_2_that_nobody_reads_holds_up_none_beside_it()
    {
        using var certificates = new TestCertificates();
        await using var server = await FreshetServer.StartAsync(
            certificates.Configuration + FreshetServer.WebhookAndStream
        );
        using var sender = certificates.Client(server, 1);
        using var http = certificates.Client(server, 2);
        using var another = certificates.Client(server, 2);
        await using var stuck = await SseClient.OpenAsync(http, "/sse/events");
        await using var beside = await SseClient.OpenAsync(http, "/sse/events");
        await using var apart = await SseClient.OpenAsync(another, "/sse/events");

        for (var n = 1; n <= 80; n++)
        {
            await PostAsync(sender, n);
            (await beside.NextAsync()).EventId.ShouldBe($"n{n}");
            (await apart.NextAsync()).EventId.ShouldBe($"n{n}");
        }
    }

    [Fact]
    public async Task The_end_of_the_server_reaches_all_that_read_while_others_are_stuck()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 10"
        );
        var stuck = new List<RawClient>();
        for (var i = 0; i < 20; i++)
        {
            stuck.Add(await RawClient.ConnectAsync(server.EndPoint, receiveBuffer: 4096));
            await stuck[i].GetAsync("/sse/events?event_types=large");
            await stuck[i].ReadUntilAsync("retry: ");
        }
        var healthy = new List<RawClient>();
        for (var i = 0; i < 1000; i++)
        {
            healthy.Add(await RawClient.ConnectAsync(server.EndPoint));
            await healthy[i].GetAsync("/sse/events?event_types=last");
            await healthy[i].ReadUntilAsync("retry: ");
        }
        for (var n = 1; n <= 120; n++)
        {
            (await server.PostAsync(Json(n))).Ids.Count.ShouldBe(1);
        }
        await server.PostAsync("""{"id":"n121","type":"last","data":null}""");

        var reading = healthy.Select(client => client.ReadToEndAsync()).ToList();
        await server.StopAsync();

        foreach (var text in await Task.WhenAll(reading))
        {
            text.ShouldContain("id: n121\n");
        }
        healthy.ShouldAllBe(client => client.HasCleanEnd);
        foreach (var client in stuck)
        {
            await Should.ThrowAsync<SocketException>(client.ReadToEndAsync);
            client.HasCleanEnd.ShouldBeFalse("what is cut off must not look whole");
        }
        healthy.Concat(stuck).ToList().ForEach(client => client.Dispose());
        server.HasFailed.ShouldBeFalse(server.Log.Text);
    }

    [Fact]
    public async Task Others_go_on_when_the_only_client_of_a_pump_came_to_the_end_of_its_span()
    {
        const int events = 50;
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 10\npumps = 2\nkeep_alive = \"40ms\""
        );
        using var client = await NumberClient.ConnectAsync(server.EndPoint);
        await Eventually.Comes(client.HeadAsync());
        var until = TimeProvider
            .System.GetUtcNow()
            .AddMilliseconds(300)
            .ToString("yyyy-MM-ddTHH:mm:ss.fffZ");
        await using var span = await server.ListenAsync($"/sse/events?until={until}");
        await Eventually.Comes(span.RestAsync());

        await Numbered.PostAsync(server, 1, events);

        await Eventually.Comes(client.ReadToAsync(events));
    }

    private static async Task PostAsync(HttpClient sender, int n)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhook/hook")
        {
            Content = new StringContent(Json(n)),
        };
        (await Answer.ReadAsync(sender, request)).Ids.Count.ShouldBe(1);
    }

    private static string Json(int n) =>
        $$"""{"id":"n{{n}}","type":"large","data":"{{Filling}}"}""";
}
