using System.Net.ServerSentEvents;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Clients that come back: everything after the last event that they have, then live.</summary>
public sealed class ResumptionTests
{
    [Fact]
    public async Task A_client_gets_everything_after_its_last_event_then_what_comes()
    {
        await using var server = await FreshetServer.StartAsync();
        await PostAsync(server, 1, 50);

        await using var client = await server.ListenAsync(headers: ("Last-Event-ID", "n20"));
        await PostAsync(server, 51, 60);

        Ids(await client.NextAsync(40)).ShouldBe(Names(21, 60));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task What_the_ring_does_not_hold_any_more_comes_from_the_journal(int buffer)
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + $"buffer = {buffer}\non_lag = \"replay\""
        );
        await PostAsync(server, 1, 200);

        await using var client = await server.ListenAsync("/sse/events?last_event_id=n1");
        await PostAsync(server, 201, 210);

        Ids(await client.NextAsync(209)).ShouldBe(Names(2, 210));
    }

    private static async Task PostAsync(FreshetServer server, int first, int last)
    {
        for (var n = first; n <= last; n++)
        {
            (
                await server.PostAsync($$"""{"id":"n{{n}}","type":"t","source":"s","data":{{n}}}""")
            ).Ids.Count.ShouldBe(1);
        }
    }

    private static IEnumerable<string> Names(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(n => $"n{n}");

    private static List<string> Ids(List<SseItem<string>> items) =>
        [.. items.Select(item => item.EventId!)];
}
