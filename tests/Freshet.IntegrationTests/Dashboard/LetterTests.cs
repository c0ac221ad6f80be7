using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Deliveries;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Pipelines.Letters;
using Freshet.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Dashboard;

/// <summary>Dead letters, on the dashboard.</summary>
public sealed class LetterTests : IDisposable
{
    private const string Path = "/api/v1/dashboard/dead-letters";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_sink_gave_up_is_listed_shown_and_delivered_after_all()
    {
        var refuses = true;
        await using var receiver = await Receiver.StartAsync(
            (http, _, _) =>
            {
                http.Response.StatusCode = Volatile.Read(ref refuses) ? 400 : 204;
                return Task.CompletedTask;
            }
        );
        await using var server = await StartAsync(receiver.Address);
        await server.PostAsync("""{"id":"e-1","type":"t","source":"s","data":{"n":1}}""");
        await Eventually.Holds(async () => await TotalAsync(server) == 1);

        var listed = await server.SendAsync(HttpMethod.Get, Path);
        listed.Json["next"].ShouldBeNull();
        var letter = listed.Json["dead_letters"]!.AsArray().ShouldHaveSingleItem()!;
        Text(letter, "component", "kind", "event_id", "type").ShouldBe("out sink e-1 t");
        ((string)letter["reason"]!).ShouldContain("400");
        var id = (string)letter["id"]!;
        var shown = await server.SendAsync(HttpMethod.Get, $"{Path}/{id}");
        ((int)JsonNode.Parse((string)shown.Json["content"]!)!["data"]!["n"]!).ShouldBe(1);
        ((bool)shown.Json["is_whole"]!).ShouldBeTrue();
        await ShowsWayAsync(server, "dead_letter");

        var failed = await server.SendAsync(HttpMethod.Post, $"{Path}/{id}/retry");
        failed.Status.ShouldBe(HttpStatusCode.OK, failed.Body);
        ((string)failed.Json["outcome"]!).ShouldBe("failed");
        ((string)failed.Json["reason"]!).ShouldContain("400");
        (await TotalAsync(server)).ShouldBe(1);

        Volatile.Write(ref refuses, false);
        var delivered = await server.SendAsync(HttpMethod.Post, $"{Path}/{id}/retry");
        ((string)delivered.Json["outcome"]!).ShouldBe("delivered");
        delivered.Json["reason"].ShouldBeNull();

        (await TotalAsync(server)).ShouldBe(0);
        receiver.Requests.Count.ShouldBe(3);
        await ShowsWayAsync(server, "delivered");
        (await server.SendAsync(HttpMethod.Post, $"{Path}/{id}/retry")).Problem(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task What_a_source_refused_is_shown_and_let_go_and_not_tried_again()
    {
        byte[] content = [0xff, 0x00];
        await AddAsync(content, "{\"half\":");
        await using var server = await StartAsync(new Uri("http://127.0.0.1:9/"));
        var letters = (await server.SendAsync(HttpMethod.Get, Path)).Json[
            "dead_letters"
        ]!.AsArray();
        letters.Count.ShouldBe(2);
        Text(letters[0]!, "component", "kind", "attempts").ShouldBe("orders source 0");
        letters[0]!["event_id"].ShouldBeNull();
        var (binary, text) = ((string)letters[0]!["id"]!, (string)letters[1]!["id"]!);

        var shown = await server.SendAsync(HttpMethod.Get, $"{Path}/{binary}");
        shown.Json["content"].ShouldBeNull();
        ((string)shown.Json["content_base64"]!).ShouldBe(Convert.ToBase64String(content));
        shown = await server.SendAsync(HttpMethod.Get, $"{Path}/{text}");
        ((string)shown.Json["content"]!).ShouldBe("{\"half\":");

        (await server.SendAsync(HttpMethod.Post, $"{Path}/{text}/retry"))
            .Problem(HttpStatusCode.Conflict)
            .ShouldContain("send it to the source again");
        (await TotalAsync(server)).ShouldBe(2);
        (await server.SendAsync(HttpMethod.Delete, $"{Path}/{text}")).Status.ShouldBe(
            HttpStatusCode.NoContent
        );
        (await server.SendAsync(HttpMethod.Delete, $"{Path}/{text}")).Problem(
            HttpStatusCode.NotFound
        );
        (await TotalAsync(server)).ShouldBe(1);
    }

    [Fact]
    public async Task Pages_go_on_after_a_letter_that_is_done_with()
    {
        await AddAsync("1", "2", "3", "4", "5");
        await using var server = await StartAsync(new Uri("http://127.0.0.1:9/"));

        var first = await server.SendAsync(HttpMethod.Get, Path + "?limit=2");
        ((int)first.Json["total"]!).ShouldBe(5);
        var next = (string)first.Json["next"]!;
        await server.SendAsync(HttpMethod.Delete, $"{Path}/{next}");
        var second = await server.SendAsync(HttpMethod.Get, $"{Path}?limit=2&after={next}");
        var third = await server.SendAsync(
            HttpMethod.Get,
            $"{Path}?limit=2&after={(string)second.Json["next"]!}"
        );

        third.Json["next"].ShouldBeNull();
        new[] { first, second, third }
            .SelectMany(page => page.Json["dead_letters"]!.AsArray())
            .Select(letter => (string)letter!["id"]!)
            .ToHashSet()
            .Count.ShouldBe(5);
        (await server.SendAsync(HttpMethod.Get, Path + "?limit=0"))
            .Problem(HttpStatusCode.BadRequest)
            .ShouldContain("limit");
    }

    private static Task ShowsWayAsync(FreshetServer server, string outcome) =>
        Eventually.Holds(async () =>
        {
            var way = await server.SendAsync(HttpMethod.Get, "/api/v1/dashboard/events/1/way");
            return (string)way.Json["sinks"]![0]!["outcome"]! == outcome;
        });

    private static async Task<int> TotalAsync(FreshetServer server) =>
        (int)(await server.SendAsync(HttpMethod.Get, Path)).Json["total"]!;

    private static string Text(JsonNode node, params string[] members) =>
        string.Join(' ', members.Select(member => $"{node[member]}"));

    private Task AddAsync(params string[] contents) =>
        AddAsync([.. contents.Select(System.Text.Encoding.UTF8.GetBytes)]);

    private Task AddAsync(byte[] first, string second) =>
        AddAsync([first, System.Text.Encoding.UTF8.GetBytes(second)]);

    private async Task AddAsync(byte[][] contents)
    {
        await using var journal = new DeadLetterJournal(
            new() { Path = folder.Path },
            NullLoggerFactory.Instance,
            new Ticking()
        );
        foreach (var content in contents)
        {
            await journal.AddAsync(
                new RefusedMessage("orders", content, [], "no JSON", DateTimeOffset.UnixEpoch),
                CancellationToken.None
            );
        }
    }

    private Task<FreshetServer> StartAsync(Uri receiver) =>
        FreshetServer.StartAsync(
            $"""
            [dead_letters]
            path = '{folder.Path}'

            [sources.hook.extractor]
            type = "webhook"
            id = "hook"

            [sinks.out]
            type = "http"
            destination = "{receiver}in"

            """
        );

    /// <summary>Each look is a millisecond later, so that ids are in the order in which they are made.</summary>
    private sealed class Ticking : TimeProvider
    {
        private DateTimeOffset now = TimeProvider.System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => now = now.AddMilliseconds(1);
    }
}
