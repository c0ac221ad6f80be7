using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>What an endpoint makes of events, and whom it serves.</summary>
public sealed class EndpointTests
{
    private const string Transformed =
        FreshetServer.WebhookAndStream
        + """
            transformer_refs = ["change"]

            [transformers.change]
            type = "test"
            """;

    [Fact]
    public async Task An_event_that_cannot_be_serialised_is_an_error_on_the_stream_and_the_rest_goes_on()
    {
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                if (input.Body?["bad"] is not null)
                {
                    input.Body = JsonValue.Create(double.NaN);
                }
                output.Add(input);
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(Transformed, catalog);
        await using var client = await server.ListenAsync();

        await server.PostAsync("""{"bad":true}""");
        await server.PostAsync("""{"good":true}""");

        var error = await client.NextAsync();
        error.EventType.ShouldBe("error");
        error.EventId.ShouldBeNull();
        error.Data.ShouldStartWith("serialization error: ");
        (await client.NextAsync()).Data.ShouldBe("""{"good":true}""");
        server.HasFailed.ShouldBeFalse();
    }

    [Fact]
    public async Task An_event_that_a_sinks_transformer_rejects_is_told_on_the_stream()
    {
        var catalog = TestCatalog.With(
            (input, output) => new(RejectionKind.Transformer, "for the operator alone")
        );
        await using var server = await FreshetServer.StartAsync(Transformed, catalog);
        await using var client = await server.ListenAsync();

        var id = (await server.PostAsync("{}")).Ids.ShouldHaveSingleItem();

        var error = await client.NextAsync();
        error.EventType.ShouldBe("error");
        error.Data.ShouldBe($"rejected: event {id} by transformer change");
        await server.Log.Shows("Warning", id, "for the operator alone");
    }

    [Fact]
    public async Task What_comes_of_one_event_keeps_its_id_and_is_counted()
    {
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                output.Add(new(new JsonObject { ["part"] = 1 }));
                output.Add(new(new JsonObject { ["part"] = 2 }));
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(Transformed, catalog);
        await using var client = await server.ListenAsync();

        var id = (await server.PostAsync("{}")).Ids.ShouldHaveSingleItem();

        (await client.NextAsync(2))
            .Select(item => (item.EventId, item.Data))
            .ShouldBe([(id, """{"part":1}"""), ($"{id}#2", """{"part":2}""")]);
    }

    [Fact]
    public async Task A_proxy_that_speaks_HTTP_1_0_gets_the_stream_too()
    {
        await using var server = await FreshetServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.EndPoint);
        await client.SendAsync("GET /sse/events HTTP/1.0\r\n\r\n");
        await client.ReadUntilAsync("retry: ");

        await server.PostAsync("""{"n":1}""");
        await client.ReadUntilAsync("data: {\"n\":1}\n\n");
        await server.StopAsync();

        var all = await client.ReadToEndAsync();
        all.ShouldNotContain("chunked");
        all.ShouldMatch("data: {\"n\":1}\n\nretry: [0-9]+\n\n$");
    }

    [Fact]
    public async Task Senders_that_leave_in_the_middle_of_a_body_are_no_errors()
    {
        await using var server = await FreshetServer.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var client = await RawClient.ConnectAsync(server.EndPoint);
            await client.SendAsync(
                "POST /webhook/hook HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n"
            );
            await client.ReadUntilAsync("100 Continue");
        }
        await server.StopAsync();

        server
            .Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }
}
