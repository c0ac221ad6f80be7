using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Telemetry;

/// <summary>What a sender says of its trace goes to every receiver, also where nobody here traces anything.</summary>
public sealed class PassingOnTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string State = "vendor=x";

    [Fact]
    public async Task A_receiver_and_the_clients_of_a_stream_get_it_as_it_came()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver);
        await using var client = await server.ListenAsync();

        await server.PostAsync("1", headers: [("traceparent", Parent), ("tracestate", State)]);
        await server.PostAsync("2");

        var requests = await receiver.Gets(2);
        (requests[0]["traceparent"], requests[0]["tracestate"]).ShouldBe((Parent, State));
        requests[1]["traceparent"].ShouldBeNull();
        var text = await client.ReadUntilAsync("data: 2\n\n");
        text.ShouldContain($"\n\n: traceparent {Parent}\n: tracestate {State}\nevent: message\n");
        text.Split("traceparent").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData(Parent, Parent)]
    public async Task What_is_none_is_left_out_and_the_event_is_taken(params string[] parents)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver);

        var answer = await server.PostAsync(
            "1",
            headers: [.. parents.Select(parent => ("traceparent", parent))]
        );

        ((int)answer.Status).ShouldBe(201);
        (await receiver.Gets(1))[0]["traceparent"].ShouldBeNull();
    }

    [Fact]
    public async Task A_CloudEvent_says_it_itself_where_no_header_does()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await StartAsync(receiver);

        await server.PostAsync(
            $$"""{"specversion":"1.0","id":"1","source":"/s","type":"t","traceparent":"{{Parent}}"}"""
        );

        (await receiver.Gets(1))[0]["traceparent"].ShouldBe(Parent);
    }

    [Fact]
    public async Task It_goes_through_transformers_and_from_collector_to_collector()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var origin = await FreshetServer.StartAsync(
            """
            [sources.hook]
            transformer_refs = ["two"]
            [sources.hook.extractor]
            type = "webhook"
            id = "hook"

            [transformers.two]
            type = "vrl"
            template = '[{ "body": 1 }, { "body": 2 }]'

            [sinks.events]
            type = "sse"
            id = "events"
            """
        );
        await using var server = await FreshetServer.StartAsync(
            $"""
            [sources.link.extractor]
            type = "sse"
            url = '{origin.Address}sse/events'

            [sinks.onward]
            type = "http"
            destination = '{receiver.Address}in'
            content = "cloudevents"
            """
        );
        await server.Log.Shows("Information", "connected to");

        await origin.PostAsync("0", headers: [("traceparent", Parent), ("tracestate", State)]);

        var requests = await receiver.Gets(2);
        requests.ShouldAllBe(request =>
            request["traceparent"] == Parent
            && request["tracestate"] == State
            && request.Text.Contains($"\"traceparent\":\"{Parent}\"")
        );
    }

    [Fact]
    public async Task A_browser_s_parser_passes_over_it()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        await server.PostAsync("""{"n":1}""", headers: [("traceparent", Parent)]);

        var item = await client.NextAsync();
        (item.EventType, item.Data).ShouldBe(("message", """{"n":1}"""));
    }

    private static Task<FreshetServer> StartAsync(Receiver receiver) =>
        FreshetServer.StartAsync(
            $"""
            {FreshetServer.WebhookAndStream}
            [sinks.onward]
            type = "http"
            destination = '{receiver.Address}in'
            """
        );
}
