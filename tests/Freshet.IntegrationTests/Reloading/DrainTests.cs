using System.Net;
using System.Text.RegularExpressions;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.IntegrationTests.Streams;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Reloading;

/// <summary>How clients of streams leave a server that stops.</summary>
public sealed partial class DrainTests
{
    private const int Clients = 100;

    [Fact]
    public async Task Streams_end_one_after_the_other_with_all_events_and_another_time_to_come_back_each()
    {
        // A hundred clients at fifty a second: two seconds of the hour that there is.
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "[http]\nshutdown_grace = \"1h\"\n"
        );
        var clients = await ConnectAsync(server);
        await Numbered.PostAsync(server, 1, 1);

        var stopping = server.StopAsync();
        await clients[0].ReadToEndAsync();
        // The others are there still, and get what comes.
        await Numbered.PostAsync(server, 2, 2);
        (await server.SendAsync(HttpMethod.Get, "/health")).Status.ShouldBe(
            HttpStatusCode.ServiceUnavailable
        );
        var turnedAway = await server.SendAsync(HttpMethod.Get, "/sse/events");
        var heard = await Task.WhenAll(clients.Select(client => client.ReadToEndAsync()));
        await stopping;

        turnedAway.Status.ShouldBe(HttpStatusCode.OK);
        turnedAway.Body.ShouldMatch(@"^retry: \d+\n\n$");
        clients.ShouldAllBe(client => client.HasCleanEnd);
        heard.ShouldAllBe(text => text.Contains("id: n1\n"));
        heard[^1].ShouldContain("id: n2\n");
        var times = heard
            .Select(text => int.Parse(Retry().Matches(text)[^1].Groups[1].Value))
            .ToList();
        times.ShouldAllBe(time => time >= 3000 && time <= 4500);
        times.Distinct().Count().ShouldBeGreaterThan(Clients / 2);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Second_signal_ends_all_streams_at_once()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "[http]\nshutdown_notice = \"1h\"\n"
        );
        using var second = new CancellationTokenSource();
        var clients = await ConnectAsync(server);

        var stopping = server.StopInHurryAsync(second);
        await Numbered.PostAsync(server, 1, 1);
        stopping.IsCompleted.ShouldBeFalse();
        await second.CancelAsync();
        var heard = await Task.WhenAll(clients.Select(client => client.ReadToEndAsync()));

        await stopping;
        heard.ShouldAllBe(text => text.Contains("id: n1\n"));
        clients.ForEach(client => client.Dispose());
    }

    private static async Task<List<RawClient>> ConnectAsync(FreshetServer server)
    {
        var clients = new List<RawClient>(Clients);
        for (var i = 0; i < Clients; i++)
        {
            clients.Add(await RawClient.ConnectAsync(server.EndPoint));
            await clients[i].GetAsync("/sse/events");
            await clients[i].ReadUntilAsync("retry: ");
        }
        return clients;
    }

    [GeneratedRegex(@"retry: (\d+)\n")]
    private static partial Regex Retry();
}
