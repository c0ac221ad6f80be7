using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>What the dashboard is told of what runs.</summary>
public sealed class StateTests
{
    private const string Configured = """
        [sources.hook]
        transformer_refs = ["narrow", "keep"]
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"
        headers.X-Key = { type = "equals", value = "very-secret" }

        [sinks.events]
        type = "sse"
        id = "events"

        [sinks.quiet]
        type = "debug"

        [transformers.narrow]
        type = "vrl"
        template = '''
        if .body.drop == true { return [] }
        assert!(.body.bad != true, "a bad one")
        [.]
        '''
        [transformers.keep]
        type = "passthrough"
        [transformers.unused]
        type = "discard_all"

        """;

    [Fact]
    public async Task It_has_every_component_with_what_it_counted()
    {
        await using var server = await FreshetServer.StartAsync(Configured);
        await using var client = await server.ListenAsync();
        await PostAsync(server, """{"id":"1","n":1}""");
        await PostAsync(server, """{"drop":true}""");
        await PostAsync(server, """{"bad":true}""");
        await client.NextAsync();
        JsonNode state = new JsonObject();
        await Eventually.Holds(async () =>
        {
            state = await StateOf(server);
            return (long)state["sinks"]![1]!["delivered"]! == 1
                && (long)state["sinks"]![0]!["delivered"]! == 1;
        });

        var source = state["sources"]!.AsArray().ShouldHaveSingleItem()!;
        Text(source, "name", "type", "path").ShouldBe("hook webhook /webhook/hook");
        source["transformers"]!.ToJsonString().ShouldBe("""["narrow","keep"]""");
        source["trouble"].ShouldBeNull();
        ((long)source["received"]!).ShouldBe(3);
        ((long)source["accepted"]!).ShouldBe(1);
        source["rejected"]!.ToJsonString().ShouldBe("""{"transformer":1}""");

        var transformers = state["transformers"]!.AsArray();
        transformers
            .Select(one => Text(one!, "name", "type", "dropped", "rejected"))
            .ShouldBe(["narrow vrl 1 1", "keep passthrough 0 0"]);

        var sinks = state["sinks"]!.AsArray();
        Text(sinks[0]!, "name", "type", "path", "clients").ShouldBe("events sse /sse/events 1");
        Text(sinks[1]!, "name", "type", "delivered", "lag").ShouldBe("quiet debug 1 0");
        sinks[1]!["path"].ShouldBeNull();

        Text(state["journal"]!, "entries", "damaged").ShouldBe("1 0");
        ((long)state["journal"]!["newest"]!["sequence"]!).ShouldBe(1);
        ((long)state["journal"]!["oldest"]!["sequence"]!).ShouldBe(1);
        ((string)state["health"]!["status"]!).ShouldBe("ready");
        state["health"]!["problems"]!.AsArray().ShouldBeEmpty();
        ((long)state["dead_letters"]!).ShouldBe(0);
        ((string)state["version"]!).ShouldNotBeEmpty();
        ((string)state["root_url"]!).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Latency_is_of_each_write_and_of_each_event_that_was_sent()
    {
        await using var server = await FreshetServer.StartAsync();
        // From before the client came: nobody waited for it.
        await server.PostAsync("0");
        await using var client = await server.ListenAsync();
        // Perhaps sooner there than the client, and then not waited for either.
        await server.PostAsync("1");
        await client.NextAsync();
        await server.PostAsync("2");
        await server.PostAsync("3");
        await client.NextAsync(2);

        await Eventually.Holds(async () => await CountAsync(server, "journal_to_client") is 2 or 3);
        (await CountAsync(server, "source_to_client")).ShouldBe(
            await CountAsync(server, "journal_to_client")
        );
        (await CountAsync(server, "source_to_journal")).ShouldBe(4);
    }

    [Fact]
    public async Task No_secret_is_in_it()
    {
        await using var server = await FreshetServer.StartAsync(
            Configured + "[management]\ntoken = \"the-management-token\"\n"
        );

        var text = (await StateOf(server)).ToJsonString();

        text.ShouldNotContain("very-secret");
        text.ShouldNotContain("the-management-token");
    }

    [Fact]
    public async Task Before_anything_came_the_journal_has_no_ends()
    {
        await using var server = await FreshetServer.StartAsync();

        var state = await StateOf(server);

        state["journal"]!["oldest"].ShouldBeNull();
        state["journal"]!["newest"].ShouldBeNull();
        var latency = state["latency"]!["source_to_journal"]!;
        latency["counts"]!.AsArray().Count.ShouldBe(latency["bounds"]!.AsArray().Count + 1);
    }

    private static async Task<long> CountAsync(FreshetServer server, string distance) =>
        (await StateOf(server))["latency"]![distance]!["counts"]!
            .AsArray()
            .Sum(count => (long)count!);

    private static async Task<JsonNode> StateOf(FreshetServer server)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/dashboard/state");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
        answer["Cache-Control"].ShouldBe("no-store");
        return answer.Json;
    }

    private static async Task PostAsync(FreshetServer server, string content) =>
        await server.PostAsync(content, headers: ("X-Key", "very-secret"));

    private static string Text(JsonNode node, params string[] members) =>
        string.Join(' ', members.Select(member => $"{node[member]}"));
}
