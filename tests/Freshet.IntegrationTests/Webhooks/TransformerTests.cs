using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Webhooks;

/// <summary>What transformers see, and when they run.</summary>
public sealed class TransformerTests
{
    [Fact]
    public async Task A_transformer_sees_metadata_and_the_headers_that_are_kept_and_no_others()
    {
        var seen = new TaskCompletionSource<Event>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                seen.SetResult(input);
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook]
            transformer_refs = ["look"]

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"
            headers_to_keep = ["X-Kept", "X-Absent"]
            metadata = { team = "shop", context = { source = "/from/metadata" } }

            [transformers.look]
            type = "test"
            """,
            catalog
        );

        await server.PostAsync("""{"n":1}""", headers: [("x-kept", "yes"), ("X-Dropped", "no")]);

        var input = await Eventually.Comes(seen.Task);
        input.Headers.ShouldBe(new Dictionary<string, string> { ["x-kept"] = "yes" });
        input
            .Metadata.ToJsonString()
            .ShouldBe("""{"team":"shop","context":{"source":"/from/metadata"}}""");
        input.Body!.ToJsonString().ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task A_sinks_transformer_runs_once_per_event_however_many_listen()
    {
        const int clients = 50;
        var calls = 0;
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                Interlocked.Increment(ref calls);
                input.Body!["seen"] = true;
                output.Add(input);
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                transformer_refs = ["mark"]

                [sinks.plain]
                type = "sse"
                id = "plain"

                [transformers.mark]
                type = "test"
                """,
            catalog
        );
        var listening = new List<SseClient>();
        for (var i = 0; i < clients; i++)
        {
            listening.Add(await server.ListenAsync());
        }
        await using var plain = await server.ListenAsync("/sse/plain");

        await server.PostAsync("""{"n":1}""");
        await server.PostAsync("""{"n":2}""");

        foreach (var client in listening)
        {
            (await client.NextAsync(2))
                .Select(item => item.Data)
                .ShouldBe(["""{"n":1,"seen":true}""", """{"n":2,"seen":true}"""]);
            await client.DisposeAsync();
        }
        (await plain.NextAsync()).Data.ShouldBe("""{"n":1}""");
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_sources_transformer_changes_what_every_stream_carries()
    {
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                for (var copy = 1; copy <= 2; copy++)
                {
                    output.Add(
                        new Event(
                            new JsonObject
                            {
                                ["copy"] = copy,
                                ["of"] = input.Body!["n"]!.DeepClone(),
                            }
                        )
                    );
                }
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook]
            transformer_refs = ["same", "double"]

            [transformers.same]
            type = "passthrough"

            [transformers.double]
            type = "test"

            """ + FreshetServer.WebhookAndStream,
            catalog
        );
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync("""{"n":7}""");

        var items = await client.NextAsync(2);
        items
            .Select(item => item.Data)
            .ShouldBe(["""{"copy":1,"of":7}""", """{"copy":2,"of":7}"""]);
        items.Select(item => item.EventId!).ShouldBe(answer.Ids);
    }
}
