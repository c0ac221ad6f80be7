using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>One event, all the way, to each client that people use.</summary>
public sealed class ClientTests
{
    private const string Event =
        """{"context":{"version":"0.4.1","id":"build-1","source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-15T10:30:00Z"},"subject":{"id":"b","content":{"name":"grün \u0000"}}}""";

    [Fact]
    public async Task Dotnets_parser_reads_an_event()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        await server.PostAsync(Event);

        var item = await client.NextAsync();
        item.EventType.ShouldBe("cdevent");
        item.EventId.ShouldBe("build-1");
        item.Data.ShouldBe(Event);
    }

    [Fact]
    public async Task Curl_prints_the_lines_of_an_event()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var curl = CurlClient.Start(
            "-N",
            "-H",
            "Accept: text/event-stream",
            $"{server.Address}sse/events"
        );
        await curl.Prints("retry: ");

        await server.PostAsync(Event);

        await curl.Prints($"event: cdevent\nid: build-1\ndata: {Event}\n\n");
    }

    [Fact]
    public async Task Curl_with_capital_I_sees_the_head_and_ends()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var curl = CurlClient.Start("-I", $"{server.Address}sse/events");

        (await curl.ExitAsync()).ShouldBe(0);

        curl.Output.ShouldStartWith("HTTP/1.1 200 OK");
        curl.Output.ShouldContain("Content-Type: text/event-stream\n");
    }

    [Fact]
    public async Task Npms_eventsource_hears_an_event()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sinks.events.headers]
                "Authorization" = { type = "equals", value = "Bearer your-token-here" }
                """
        );
        await using var client = EventSourceClient.Start(
            new Uri(server.Address, "/sse/events"),
            new Dictionary<string, string> { ["Authorization"] = "Bearer your-token-here" },
            "cdevent"
        );
        await client.Hears(heard => heard["open"] is not null);

        await server.PostAsync(Event);

        var heard = await client.Hears(heard => heard["event"] is not null);
        heard["event"]!.GetValue<string>().ShouldBe("cdevent");
        heard["id"]!.GetValue<string>().ShouldBe("build-1");
        heard["data"]!.GetValue<string>().ShouldBe(Event);
    }

    [Fact]
    public async Task Npms_eventsource_gives_up_where_it_may_not_listen()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                [sinks.events.headers]
                "Authorization" = { type = "exists" }
                """
        );
        await using var client = EventSourceClient.Start(
            new Uri(server.Address, "/sse/events"),
            new Dictionary<string, string>()
        );

        var heard = await client.Hears(heard => heard["failed"] is not null);

        heard["status"]!.GetValue<int>().ShouldBe(401);
        heard["closed"]!.GetValue<bool>().ShouldBeTrue();
    }
}
