using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>The dashboard's own stream.</summary>
public sealed class LiveTests
{
    private const string Path = "/api/v1/dashboard/live";

    [Fact]
    public async Task Every_event_is_on_it_with_what_the_journal_knows()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var live = await server.ListenAsync(Path);
        live["Content-Type"].ShouldBe("text/event-stream");

        await server.PostAsync("""{"id":"e-1","type":"drift","source":"aws","data":{"n":1}}""");

        var item = await live.NextAsync();
        (item.EventType, item.EventId).ShouldBe(("drift", "e-1"));
        var record = JsonNode.Parse(item.Data)!;
        ((long)record["sequence"]!).ShouldBe(1);
        ((string)record["origin"]!).ShouldBe("hook");
        ((string)record["format"]!).ShouldBe("envelope");
        ((string)record["source"]!).ShouldBe("aws");
        ((int)record["event"]!["data"]!["n"]!).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_gone_on_with_filtered_and_replayed_as_every_stream()
    {
        await using var server = await FreshetServer.StartAsync();
        foreach (var id in new[] { "1", "2", "3" })
        {
            await server.PostAsync($$"""{"id":"{{id}}","type":"t{{id}}","source":"s","data":1}""");
        }

        await using var resumed = await server.ListenAsync(Path, ("Last-Event-ID", "1"));
        (await resumed.NextAsync(2)).Select(item => item.EventId).ShouldBe(["2", "3"]);
        await using var narrow = await server.ListenAsync(
            Path + "?since=2000-01-01T00:00:00Z&event_types=t3"
        );
        (await narrow.NextAsync()).EventId.ShouldBe("3");
        var wrong = await server.SendAsync(HttpMethod.Get, Path + "?since=yesterday");
        wrong.Problem(HttpStatusCode.BadRequest).ShouldContain("since");
    }

    [Fact]
    public async Task Who_looks_is_no_client_of_the_streams()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var live = await server.ListenAsync(Path);

        var clients = await server.SendAsync(HttpMethod.Get, "/api/v1/dashboard/clients");

        ((int)clients.Json["total"]!).ShouldBe(0);
    }

    [Fact]
    public async Task It_ends_with_the_server()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var live = await server.ListenAsync(Path);

        await server.StopAsync();

        server.HasFailed.ShouldBeFalse();
    }
}
