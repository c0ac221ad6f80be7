using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>What <c>GET /api/v1/events</c> tells of the journal, and to whom.</summary>
public sealed class EventBrowserTests
{
    private const string Token = "a-token-of-the-management";

    private const string WithToken = $"""
        {FreshetServer.WebhookAndStream}
        [management]
        token = "{Token}"
        [http.cors]
        allowed_origins = ["*"]
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Links_lead_through_the_whole_journal_newest_first(bool isInFiles)
    {
        using var folder = new TemporaryFolder();
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + (isInFiles ? $"[journal]\npath = \"{folder.Path}\"\nfsync = \"never\"\n" : "")
        );
        foreach (var request in Enumerable.Range(0, 20))
        {
            var lines = Enumerable
                .Range(request * 500, 500)
                .Select(number =>
                    $$"""{"n":{{number}},"severity":"{{(number % 2 == 0 ? "low" : "high")}}"}"""
                );
            var posted = await server.PostAsync(
                string.Join('\n', lines),
                mediaType: "application/x-ndjson"
            );
            posted.Status.ShouldBe(HttpStatusCode.Created, posted.Body);
        }

        var numbers = new List<int>();
        var path = "/api/v1/events?severity=low&limit=999&type=*,x%26y";
        while (path.Length > 0)
        {
            var answer = await server.SendAsync(HttpMethod.Get, path);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
            numbers.AddRange(
                answer.Json["events"]!.AsArray().Select(one => (int)one!["data"]!["n"]!)
            );
            path = Next(answer);
        }

        numbers.ShouldBe(Enumerable.Range(0, 5000).Select(number => 9998 - (2 * number)));
    }

    [Fact]
    public async Task An_event_is_told_as_it_is_with_what_the_journal_knows_of_it()
    {
        await using var server = await FreshetServer.StartAsync();
        const string content =
            """{"id":"e-1","type":"drift","source":"aws","timestamp":"2026-01-02T03:04:05Z","data":{"big":12345678901234567890,"text":"ä<"}}""";
        await server.PostAsync(content);

        var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/events");

        answer.Body.ShouldContain($"\"data\":{content}}}");
        answer["Cache-Control"].ShouldBe("no-store");
        answer["Link"].ShouldBeNull();
        answer.Json["next"].ShouldBeNull();
        ((int)answer.Json["scanned"]!).ShouldBe(1);
        var one = answer.Json["events"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)one["id"]!).ShouldBe("e-1");
        ((string)one["type"]!).ShouldBe("drift");
        ((string)one["source"]!).ShouldBe("aws");
        ((string)one["timestamp"]!).ShouldBe("2026-01-02T03:04:05.000Z");
        ((long)one["sequence"]!).ShouldBe(1);
        one["journaled_at"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Head_says_where_the_next_page_is()
    {
        await using var server = await FreshetServer.StartAsync();
        await server.PostAsync("1");
        await server.PostAsync("2");

        var answer = await server.SendAsync(HttpMethod.Head, "/api/v1/events?limit=1");

        answer["Link"].ShouldBe("</api/v1/events?limit=1&before=2>; rel=\"next\"");
        answer.Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_parameter_is_400_and_a_cursor_of_another_journal_410()
    {
        await using var server = await FreshetServer.StartAsync();

        (await server.SendAsync(HttpMethod.Get, "/api/v1/events?limit=0"))
            .Problem(HttpStatusCode.BadRequest)
            .ShouldContain("limit");
        (await server.SendAsync(HttpMethod.Get, "/api/v1/events?before=9000"))
            .Problem(HttpStatusCode.Gone)
            .ShouldContain("begin anew");
    }

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Host", "rebound.example.com")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "null")]
    [InlineData("Authorization", "Bearer another")]
    public async Task Others_are_told_what_to_do_and_nothing_else(string header, string value)
    {
        await using var closed = await FreshetServer.StartAsync();
        await closed.PostAsync("\"confidential\"");
        if (header != "Authorization")
        {
            (await closed.SendAsync(HttpMethod.Get, "/api/v1/events", null, (header, value)))
                .Problem(HttpStatusCode.Forbidden)
                .ShouldContain("management.token");
        }
        await using var server = await FreshetServer.StartAsync(WithToken);
        await server.PostAsync("\"confidential\"");

        var refused = await server.SendAsync(
            HttpMethod.Get,
            "/api/v1/events",
            null,
            header == "Authorization" ? [(header, value), ("Via", "1.1 proxy")] : [(header, value)]
        );
        refused.Problem(HttpStatusCode.Unauthorized).ShouldContain("Authorization: Bearer");
        refused["WWW-Authenticate"].ShouldBe("Bearer");
        refused.Body.ShouldNotContain("confidential");
    }

    [Fact]
    public async Task The_token_opens_it_from_anywhere_and_to_pages()
    {
        await using var server = await FreshetServer.StartAsync(WithToken);
        await server.PostAsync("\"confidential\"");

        var answer = await server.SendAsync(
            HttpMethod.Get,
            "/api/v1/events",
            null,
            ("Authorization", $"Bearer {Token}"),
            ("X-Forwarded-For", "192.0.2.1"),
            ("Origin", "https://app.example.com")
        );

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer["Access-Control-Allow-Origin"].ShouldBe("*");
        answer.Body.ShouldContain("confidential");
    }

    [Fact]
    public async Task Pages_are_read_while_old_entries_go()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + $"[journal]\npath = \"{folder.Path}\"\nfsync = \"never\"\nretention = {{ max_events = 200 }}\n"
        );
        var posting = PostAsync();

        var pages = 0;
        while (!posting.IsCompleted || pages == 0)
        {
            var path = "/api/v1/events?limit=30";
            while (path.Length > 0)
            {
                var answer = await server.SendAsync(HttpMethod.Get, path);
                answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body);
                pages++;
                var sequences = answer.Json["events"]!
                    .AsArray()
                    .Select(one => (long)one!["sequence"]!)
                    .ToList();
                sequences.ShouldBe(sequences.OrderDescending());
                path = Next(answer);
            }
        }
        await posting;

        async Task PostAsync()
        {
            foreach (var request in Enumerable.Range(0, 100))
            {
                await server.PostAsync(
                    string.Join('\n', Enumerable.Range(request * 50, 50)),
                    mediaType: "application/x-ndjson"
                );
            }
        }
    }

    /// <summary>The path of the next page, which <c>Link</c> and <c>next</c> agree on; empty where there is none.</summary>
    private static string Next(Answer answer)
    {
        if (answer.Json["next"] is not JsonValue cursor)
        {
            answer["Link"].ShouldBeNull();
            return "";
        }
        var link = answer["Link"].ShouldNotBeNull();
        link.ShouldStartWith("</api/v1/events?");
        link.ShouldEndWith($"&before={(string)cursor!}>; rel=\"next\"");
        return link[1..link.IndexOf('>')];
    }
}
