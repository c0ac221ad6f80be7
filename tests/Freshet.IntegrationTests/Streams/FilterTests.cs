using System.Net;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Streams;

/// <summary>Clients that ask for some of the events, by type and by source.</summary>
public sealed class FilterTests
{
    /// <summary>The events that every test sends: the id, its type, its source.</summary>
    private static readonly (string Id, string Type, string Source)[] Events =
    [
        ("1", "blog.post.created", "blog"),
        ("2", "blog.post.deleted", "blog"),
        ("3", "shop.order.created", "shop"),
        ("4", "shop.order.created", "blog"),
        ("5", "blog.post.created", "mirror/blog"),
        ("6", "Blog.post.created", "blog"),
    ];

    public static TheoryData<string, string> Queries =>
        new()
        {
            { "", "1 2 3 4 5 6 end" },
            { "?event_types=blog.post.created", "1 5" },
            { "?event_types=blog.post.created,shop.order.created", "1 3 4 5" },
            { "?event_types=blog.post.created&event_types=shop.order.created", "1 3 4 5" },
            { "?event_types=blog.*", "1 2 5" },
            { "?event_types=*.created", "1 3 4 5 6" },
            { "?event_types=*.post.*", "1 2 5 6" },
            { "?event_types=*", "1 2 3 4 5 6 end" },
            { "?event_types=blog.*,*", "1 2 3 4 5 6 end" },
            { "?event_types=", "1 2 3 4 5 6 end" },
            { "?event_types=%20blog.post.deleted%20,", "2" },
            { "?sources=shop", "3" },
            { "?sources=*blog", "1 2 4 5 6" },
            { "?event_types=*.created&sources=blog", "1 4 6" },
            { "?event_types=shop.*&sources=*/*", "" },
            { "?event_type=shop.*", "1 2 3 4 5 6 end" },
        };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_client_gets_what_it_asked_for_as_it_comes(string query, string expected)
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync($"/sse/events{query}");

        await PostAsync(server);

        await server.StopAsync();
        (await client.RestAsync()).Select(item => item.EventId).ShouldBe(Ids(expected));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2)]
    public async Task A_client_gets_what_it_asked_for_of_what_was(int buffer)
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + $"buffer = {buffer}\nreplay = 100"
        );
        await PostAsync(server);
        await using var all = await server.ListenAsync("/sse/events?event_types=*.created");
        await using var resumed = await server.ListenAsync(
            "/sse/events?event_types=*.created",
            ("Last-Event-ID", "3")
        );
        await using var since = await server.ListenAsync(
            "/sse/events?sources=shop&since=2020-01-01T00:00:00Z"
        );

        await server.PostAsync(Json(("7", "x.created", "shop")));
        await server.StopAsync();

        (await all.RestAsync()).Select(item => item.EventId).ShouldBe(Ids("1 3 4 5 6 7"));
        (await resumed.RestAsync()).Select(item => item.EventId).ShouldBe(Ids("4 5 6 7"));
        (await since.RestAsync()).Select(item => item.EventId).ShouldBe(Ids("3 7"));
    }

    [Fact]
    public async Task A_client_may_resume_after_an_event_that_its_filter_leaves_out()
    {
        await using var server = await FreshetServer.StartAsync();
        await PostAsync(server);
        await using var client = await server.ListenAsync(
            "/sse/events?event_types=blog.post.*",
            ("Last-Event-ID", "3")
        );

        (await client.NextAsync()).EventId.ShouldBe("5");
    }

    [Fact]
    public async Task What_an_event_is_not_sent_for_is_told_to_filtered_clients_too()
    {
        await using var server = await FreshetServer.StartAsync();
        await PostAsync(server);
        await using var client = await server.ListenAsync(
            "/sse/events?event_types=shop.*",
            ("Last-Event-ID", "never-was")
        );

        var notice = await client.NextAsync();
        notice.EventType.ShouldBe("error");
        notice.Data.ShouldStartWith("replay: \"never-was\" is not in the journal");
        (await client.NextAsync()).EventId.ShouldBe("3");
        (await client.NextAsync()).EventId.ShouldBe("4");
    }

    [Fact]
    public async Task A_span_in_which_a_filter_leaves_nothing_is_204()
    {
        await using var server = await FreshetServer.StartAsync();
        await PostAsync(server);
        const string span = "since=2020-01-01T00:00:00Z&until=2020-01-02T00:00:00Z";

        var answer = await server.SendAsync(HttpMethod.Get, $"/sse/events?event_types=none&{span}");

        answer.Status.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Keep_alives_come_to_a_client_whose_filter_lets_nothing_through()
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "keep_alive = \"50ms\""
        );
        await using var client = await server.ListenAsync("/sse/events?event_types=none");
        await PostAsync(server);

        var bytes = await client.ReadUntilAsync(": keep-alive\n\n: keep-alive\n\n");

        bytes.ShouldNotContain("data:");
    }

    public static TheoryData<string, string> Refusals =>
        new()
        {
            {
                $"event_types={string.Join(',', Enumerable.Range(0, 257))}",
                "event_types: too many names; expected at most 256 in all lists together"
            },
            {
                $"event_types={string.Join(',', Enumerable.Range(0, 200))}&sources={string.Join(',', Enumerable.Range(0, 57))}",
                "sources: too many names; expected at most 256 in all lists together"
            },
            {
                $"sources=a,{new string('x', 257)}",
                "sources: name 2 has 257 characters; expected at most 256"
            },
            {
                "event_types=a%0Ab",
                "event_types: name 1 has the control character U+000A in it; expected a name without any"
            },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_list_beyond_the_limits_is_400_and_says_which(string query, string reason)
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.SendAsync(HttpMethod.Get, $"/sse/events?{query}");

        answer.Problem(HttpStatusCode.BadRequest).ShouldBe(reason);
    }

    [Theory]
    [InlineData("?event_types=shop.*")]
    [InlineData("?sources=a%0Ab")]
    public async Task Where_filters_are_switched_off_everyone_gets_everything(string query)
    {
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "filters = false"
        );
        await using var client = await server.ListenAsync($"/sse/events{query}");

        await PostAsync(server);

        await server.StopAsync();
        (await client.RestAsync()).Select(item => item.EventId).ShouldBe(Ids("1 2 3 4 5 6 end"));
    }

    [Fact]
    public async Task Clients_with_different_filters_each_get_theirs_in_order()
    {
        const int events = 300;
        await using var server = await FreshetServer.StartAsync(
            FreshetServer.WebhookAndStream + "buffer = 20\non_lag = \"replay\""
        );
        var clients = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(n => server.ListenAsync($"/sse/events?event_types=t{n % 10}"))
        );

        for (var n = 0; n < events; n++)
        {
            await server.PostAsync(Json(($"n{n}", $"t{n % 10}", "s")));
        }
        await server.StopAsync();

        for (var i = 0; i < clients.Length; i++)
        {
            (await clients[i].RestAsync())
                .Select(item => item.EventId)
                .ShouldBe(Enumerable.Range(0, events / 10).Select(n => $"n{(10 * n) + (i % 10)}"));
            await clients[i].DisposeAsync();
        }
    }

    private static async Task PostAsync(FreshetServer server)
    {
        foreach (var next in Events)
        {
            (await server.PostAsync(Json(next))).Ids.ShouldBe([next.Id]);
        }
        await server.PostAsync(Json(("end", "end", "end")));
    }

    private static string Json((string Id, string Type, string Source) next) =>
        $$"""{"id":"{{next.Id}}","type":"{{next.Type}}","source":"{{next.Source}}","data":null}""";

    private static string[] Ids(string expected) =>
        expected.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
