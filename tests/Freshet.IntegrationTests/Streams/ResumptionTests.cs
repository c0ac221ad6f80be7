using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
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

    [Fact]
    public async Task The_header_counts_and_not_the_query_that_a_browser_came_with_at_first()
    {
        await using var server = await FreshetServer.StartAsync();
        await PostAsync(server, 1, 5);

        await using var client = await server.ListenAsync(
            "/sse/events?last_event_id=n1&since=2026-01-01T00:00:00Z",
            ("Last-Event-ID", "n4")
        );

        (await client.NextAsync()).EventId.ShouldBe("n5");
    }

    [Theory]
    [InlineData("grün 🌊 =&?#;,%", "grün 🌊 =&?#;,%")]
    [InlineData("  \\n a ", "%20 %0A a%20")]
    [InlineData("a@7#2", "a@7#2")]
    public async Task Whatever_an_id_is_a_client_resumes_after_it(string json, string wire)
    {
        await using var server = await FreshetServer.StartAsync();
        await using var before = await server.ListenAsync();
        await PostIdAsync(server, json);
        var id = (await before.NextAsync()).EventId!;
        id.ShouldBe(wire);
        await PostAsync(server, 1, 1);

        await using var byQuery = await server.ListenAsync(
            $"/sse/events?last_event_id={Uri.EscapeDataString(id)}"
        );
        (await byQuery.NextAsync()).EventId.ShouldBe("n1");
        using var byHeader = await RawClient.ConnectAsync(server.EndPoint);
        await byHeader.SendAsync(
            $"GET /sse/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: {id}\r\n\r\n"
        );
        await byHeader.ReadUntilAsync("id: n1\n");
        byHeader.Dechunked().ShouldNotContain("event: error");
    }

    [Fact]
    public async Task Events_of_two_producers_with_one_id_are_resumed_after_each()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var before = await server.ListenAsync();
        await server.PostAsync("""{"id":"1","type":"t","source":"a","data":null}""");
        await server.PostAsync("""{"id":"1","type":"t","source":"b","data":null}""");
        await PostAsync(server, 1, 1);
        var ids = Ids(await before.NextAsync(3));
        ids.ShouldBe(["1", "1@2", "n1"]);

        await using var first = await server.ListenAsync(headers: ("Last-Event-ID", ids[0]));
        Ids(await first.NextAsync(2)).ShouldBe(ids[1..]);
        await using var second = await server.ListenAsync(headers: ("Last-Event-ID", ids[1]));
        Ids(await second.NextAsync(1)).ShouldBe(ids[2..]);
    }

    [Fact]
    public async Task What_comes_of_one_event_is_resumed_in_its_midst()
    {
        var catalog = TestCatalog.With(
            (input, output) =>
            {
                for (var part = 1; part <= 3; part++)
                {
                    // The id that it writes is another event's, and moves nobody.
                    output.Add(
                        new(
                            new JsonObject
                            {
                                ["id"] = "n1",
                                ["type"] = "t",
                                ["source"] = "s",
                                ["data"] = part,
                            }
                        )
                    );
                }
                return null;
            }
        );
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                buffer = 1
                on_lag = "replay"
                transformer_refs = ["split"]

                [transformers.split]
                type = "test"
                """,
            catalog
        );
        await PostAsync(server, 1, 2);

        await using var client = await server.ListenAsync(headers: ("Last-Event-ID", "n1#2"));

        Ids(await client.NextAsync(4)).ShouldBe(["n1#3", "n2", "n2#2", "n2#3"]);
    }

    [Fact]
    public async Task An_id_that_is_unknown_is_answered_on_the_stream_by_a_frame_without_an_id()
    {
        await using var server = await FreshetServer.StartAsync(
            "[journal.retention]\nmax_events = 2\n"
                + FreshetServer.WebhookAndStream
                + "replay_limit = 1"
        );
        await PostAsync(server, 1, 3);

        await using var client = await server.ListenAsync(headers: ("Last-Event-ID", "n1"));
        var items = await client.NextAsync(3);
        await PostAsync(server, 4, 4);
        items.Add(await client.NextAsync());

        items.Select(item => item.EventType).ShouldBe(["error", "t", "error", "t"]);
        items[0].EventId.ShouldBeNull();
        items[0].Data.ShouldStartWith("replay: \"n1\" is not in the journal");
        items[0].Data.ShouldContain("the oldest event kept is \"n2\" of 20");
        items[1].EventId.ShouldBe("n2");
        items[2].EventId.ShouldBeNull();
        items[2].Data.ShouldStartWith("replay: 1 event is left out here, since at most 1");
        items[3].EventId.ShouldBe("n4");
    }

    [Fact]
    public async Task A_new_client_first_gets_the_last_ones_where_that_is_configured()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "replay = 3"
        );
        await PostAsync(server, 1, 10);

        await using var client = await server.ListenAsync();
        await PostAsync(server, 11, 11);

        Ids(await client.NextAsync(4)).ShouldBe(Names(8, 11));
    }

    [Fact]
    public async Task A_span_is_replayed_and_ends_and_the_next_try_is_204()
    {
        await using var server = await FreshetServer.StartAsync();
        await PostAsync(server, 1, 3);
        // Both in the past, whatever the clock's resolution.
        await using var since = await server.ListenAsync("/sse/events?since=2026-01-02T03:04:05Z");
        Ids(await since.NextAsync(3)).ShouldBe(Names(1, 3));
        var until = Uri.EscapeDataString(TimeProvider.System.GetUtcNow().ToString("O"));

        await using var span = await server.ListenAsync(
            $"/sse/events?since=2026-01-02T03:04:05Z&until={until}"
        );
        Ids(await span.RestAsync()).ShouldBe(Names(1, 3));
        var again = await server.SendAsync(
            HttpMethod.Get,
            $"/sse/events?since=2026-01-02T03:04:05Z&until={until}",
            headers: ("Last-Event-ID", "n3")
        );
        again.Status.ShouldBe(HttpStatusCode.NoContent);
        again.Body.ShouldBeEmpty();
        var empty = await server.SendAsync(
            HttpMethod.Get,
            "/sse/events?since=2026-01-02T03:04:05Z&until=2026-01-02T03:04:06Z"
        );
        empty.Status.ShouldBe(HttpStatusCode.NoContent);
        var head = await server.SendAsync(
            HttpMethod.Head,
            "/sse/events?until=2026-01-02T03:04:06Z"
        );
        head.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_span_into_the_future_ends_when_it_is_over()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "keep_alive = \"40ms\""
        );
        var end = TimeProvider.System.GetUtcNow().AddSeconds(2);
        var until = Uri.EscapeDataString(end.ToString("O"));
        await using var client = await server.ListenAsync($"/sse/events?until={until}");
        await PostAsync(server, 1, 1);
        var isInTime = TimeProvider.System.GetUtcNow() < end;

        var ids = Ids(await client.RestAsync());

        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(end);
        // A machine that was busy elsewhere may have sent it too late.
        if (isInTime)
        {
            ids.ShouldBe(["n1"]);
        }
    }

    [Theory]
    [InlineData("since=yesterday", "since is not a time; expected one in RFC 3339")]
    [InlineData("since=", "since is not a time")]
    [InlineData("until=2026-01-02T03:04:05+02:00", "a + is written %2B")]
    [InlineData("until=2026-01-02", "until is not a time")]
    [InlineData("since=2026-01-02T03:04:05Z&since=2026-01-02T03:04:05Z", "since is not a time")]
    [InlineData("since=2026-01-03T00:00:00Z&until=2026-01-02T00:00:00Z", "since is later")]
    public async Task A_time_that_is_none_is_refused_with_what_was_expected(
        string query,
        string told
    )
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.SendAsync(HttpMethod.Get, $"/sse/events?{query}");

        answer.Problem(HttpStatusCode.BadRequest).ShouldContain(told);
    }

    [Fact]
    public async Task Who_may_not_listen_may_not_have_what_was_either()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream
                + """
                replay = 10
                [sinks.events.headers]
                "Authorization" = { type = "equals", value = "Bearer right" }
                """
        );
        await PostAsync(server, 1, 3);

        foreach (
            var query in new[]
            {
                "",
                "?last_event_id=n1",
                "?since=2026-01-01T00:00:00Z",
                "?since=x",
            }
        )
        {
            var answer = await server.SendAsync(
                HttpMethod.Get,
                $"/sse/events{query}",
                headers: [("Last-Event-ID", "n1"), ("Authorization", "Bearer wrong")]
            );
            answer.Problem(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Clients_that_come_and_go_all_the_time_get_everything_once_and_in_order()
    {
        const int events = 400;
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 3\non_lag = \"replay\""
        );
        await PostAsync(server, 0, 0);
        var clients = Enumerable.Range(1, 8).Select(stride => FollowAsync(server, stride)).ToList();
        await PostAsync(server, 1, events);

        foreach (var ids in await Task.WhenAll(clients))
        {
            ids.ShouldBe(Names(1, events));
        }

        async Task<List<string>> FollowAsync(FreshetServer from, int stride)
        {
            var ids = new List<string> { "n0" };
            while (ids.Count <= events)
            {
                await using var client = await from.ListenAsync(
                    headers: ("Last-Event-ID", ids[^1])
                );
                ids.AddRange(
                    Ids(await client.NextAsync(Math.Min(stride * 5, events + 1 - ids.Count)))
                );
            }
            return ids[1..];
        }
    }

    private static Task<Answer> PostIdAsync(FreshetServer server, string id) =>
        server.PostAsync($$"""{"id":"{{id}}","type":"t","source":"s","data":null}""");

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
