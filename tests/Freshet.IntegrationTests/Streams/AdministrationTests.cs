using Freshet.IntegrationTests.Running;
using Freshet.Sinks.Sse;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>What those who run the server see of an endpoint and its clients, and do to them.</summary>
public sealed class AdministrationTests
{
    [Fact]
    public async Task A_client_is_shown_as_it_came_and_with_what_it_was_sent()
    {
        var (server, sink) = await StartAsync("");
        await using var _ = server;
        await using var client = await server.ListenAsync(
            "/sse/events?event_types=b,t,a.*&sources=s",
            ("User-Agent", "tester/1.0 (of streams)")
        );

        var arrived = sink.Clients().ShouldHaveSingleItem();
        await Numbered.PostAsync(server, 1, 3);
        await client.NextAsync(3);

        await Eventually.Holds(() => sink.EventsSent == 3);
        var shown = sink.Clients().ShouldHaveSingleItem();
        Guid.Parse(shown.Id).Version.ShouldBe(7);
        shown.Id.ShouldBe(arrived.Id);
        shown.Endpoint.ShouldBe("/sse/events");
        shown.EventTypes.ShouldBe(["a.*", "b", "t"]);
        shown.Sources.ShouldBe(["s"]);
        shown.UserAgent.ShouldBe("tester/1.0 (of streams)");
        shown.RemoteAddress.ShouldStartWith("127.0.0.1:");
        shown.EventsReceived.ShouldBe(3);
        shown.Skipped.ShouldBe(0);
        shown.Behind.ShouldBe(0);
        arrived.LastEventAt.ShouldBeNull();
        shown.LastEventAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(shown.ConnectedAt);
    }

    [Fact]
    public async Task Clients_are_counted_while_they_are_there_and_events_also_after()
    {
        var (server, sink) = await StartAsync("max_clients = 2");
        await using var _ = server;
        (sink.Route, sink.MaxClients, sink.ClientCount).ShouldBe(("/sse/events", 2, 0));
        var first = await server.ListenAsync();
        await using var second = await server.ListenAsync("/sse/events?event_types=none");
        sink.ClientCount.ShouldBe(2);
        await Numbered.PostAsync(server, 1, 5);
        await first.NextAsync(5);

        await first.DisposeAsync();

        await Eventually.Holds(() => sink.ClientCount == 1);
        sink.Clients().ShouldHaveSingleItem().EventTypes.ShouldBe(["none"]);
        await Eventually.Holds(() => sink.EventsSent == 5);
    }

    [Fact]
    public async Task A_client_that_is_disconnected_ends_in_good_order_and_nobody_else_does()
    {
        var (server, sink) = await StartAsync("");
        await using var _ = server;
        await using var first = await server.ListenAsync();
        await using var second = await server.ListenAsync();
        var id = sink.Clients()[0].Id;

        sink.Disconnect(id).ShouldBeTrue();

        (await first.RestAsync()).ShouldBeEmpty();
        await Eventually.Holds(() => sink.ClientCount == 1);
        sink.Disconnect(id).ShouldBeFalse();
        await server.PostAsync("{\"n\":1}");
        (await second.NextAsync()).Data.ShouldBe("{\"n\":1}");
        await server.Log.Shows("left (Disconnected)");
    }

    [Theory]
    [InlineData("")]
    [InlineData("no id")]
    [InlineData("0193a5b0-0000-7000-8000-000000000000")]
    public async Task An_unknown_id_disconnects_nobody(string id)
    {
        var (server, sink) = await StartAsync("");
        await using var _ = server;
        await using var client = await server.ListenAsync();

        sink.Disconnect(id).ShouldBeFalse();

        sink.ClientCount.ShouldBe(1);
    }

    [Fact]
    public async Task The_history_is_what_a_new_client_is_sent_first()
    {
        var (server, sink) = await StartAsync("replay = 3");
        await using var _ = server;
        sink.HistorySize.ShouldBe(0);
        await Numbered.PostAsync(server, 1, 2);
        sink.HistorySize.ShouldBe(2);
        await Numbered.PostAsync(server, 3, 9);
        sink.HistorySize.ShouldBe(3);
    }

    [Fact]
    public async Task Events_are_counted_by_type_as_the_endpoint_publishes_them()
    {
        var (server, sink) = await StartAsync("");
        await using var _ = server;
        await Numbered.PostAsync(server, 1, 3);
        await server.PostAsync("""{"id":"other","type":"a.b","source":"s","data":null}""");

        await Eventually.Holds(() => sink.EventsByType().Count == 2);

        sink.EventsByType().ShouldBe([new("t", 3), new("a.b", 1)]);
    }

    private static async Task<(FreshetServer Server, SseSink Sink)> StartAsync(string options)
    {
        SseSink? sink = null;
        var catalog = TestCatalog.Copy();
        catalog.Sinks.Remove("sse");
        catalog.Sink<SseOptions>("sse", (read, context) => sink = new(read, context));
        var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + options,
            catalog
        );
        return (server, sink!);
    }
}
