using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Webhooks;

/// <summary>What a webhook takes, and what comes of it on the stream.</summary>
public sealed class AcceptanceTests
{
    private const string Lines = "application/x-ndjson";
    private const string Batch = "application/cloudevents-batch+json";

    [Fact]
    public async Task A_plain_event_is_answered_with_the_id_that_the_stream_gives_it()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync("""{"type":"hello","text":"world"}""");

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer["Content-Type"].ShouldBe("application/json");
        var id = answer.Ids.ShouldHaveSingleItem();
        answer.Body.ShouldBe($$"""{"ids":["{{id}}"]}""");
        Guid.Parse(id).Version.ShouldBe(7);
        var item = await client.NextAsync();
        item.EventId.ShouldBe(id);
        item.EventType.ShouldBe("hello");
        item.Data.ShouldBe("""{"type":"hello","text":"world"}""");
    }

    [Theory]
    [InlineData(
        """{"specversion":"1.0","id":"c1","type":"com.example.made","source":"/shop","time":"2026-01-15T10:30:00Z","data":{"n":1}}""",
        "c1",
        "com.example.made"
    )]
    [InlineData(
        """{"id":"e1","type":"drift","source":"tf","timestamp":"2026-01-15T10:30:00Z","data":[1,2]}""",
        "e1",
        "drift"
    )]
    [InlineData(
        """{"context":{"id":"d1","type":"dev.cdevents.build.started.0.2.0","source":"/ci","timestamp":"2026-01-15T10:30:00Z"},"subject":{"id":"b"}}""",
        "d1",
        "cdevent"
    )]
    public async Task An_event_of_a_known_form_keeps_its_id_and_goes_by_its_name(
        string json,
        string id,
        string name
    )
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        (await server.PostAsync(json)).Ids.ShouldBe([id]);

        var item = await client.NextAsync();
        item.EventId.ShouldBe(id);
        item.EventType.ShouldBe(name);
        item.Data.ShouldBe(json);
    }

    [Fact]
    public async Task A_cloud_event_in_binary_mode_becomes_structured()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync(
            """{"n":1}""",
            headers:
            [
                ("ce-specversion", "1.0"),
                ("ce-id", "b1"),
                ("ce-type", "com.example.made"),
                ("ce-source", "/shop%20one"),
                ("ce-time", "2026-01-15T10:30:00Z"),
            ]
        );

        answer.Ids.ShouldBe(["b1"]);
        var item = await client.NextAsync();
        item.EventType.ShouldBe("com.example.made");
        var json = JsonNode.Parse(item.Data)!;
        json["specversion"]!.GetValue<string>().ShouldBe("1.0");
        json["source"]!.GetValue<string>().ShouldBe("/shop one");
        json["datacontenttype"]!.GetValue<string>().ShouldBe("application/json");
        json["data"]!.ToJsonString().ShouldBe("""{"n":1}""");
    }

    [Fact]
    public async Task A_batch_of_cloud_events_is_taken_in_its_order()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync(
            """
            [{"specversion":"1.0","id":"1","type":"t","source":"/s"},
             {"specversion":"1.0","id":"2","type":"t","source":"/s"}]
            """,
            mediaType: Batch
        );

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.Ids.ShouldBe(["1", "2"]);
        (await client.NextAsync(2)).Select(item => item.EventId).ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Lines_are_events_and_blank_lines_are_nothing()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync("{\"n\":1}\r\n\n{\"n\": 2}\n", mediaType: Lines);

        answer.Ids.Count.ShouldBe(2);
        (await client.NextAsync(2))
            .Select(item => item.Data)
            .ShouldBe(["""{"n":1}""", """{"n":2}"""]);
    }

    [Fact]
    public async Task Of_three_lines_with_a_bad_one_none_is_taken()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync("{\"n\":1}\n{\"n\":,}\n{\"n\":3}\n", mediaType: Lines);

        answer.Problem(HttpStatusCode.BadRequest).ShouldContain("line 2");
        answer.Json["index"]!.GetValue<int>().ShouldBe(1);
        await OnlyArrives(server, client);
    }

    [Fact]
    public async Task Of_a_batch_with_a_bad_event_none_is_taken()
    {
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync(
            """[{"specversion":"1.0","id":"1","type":"t","source":"/s"},{"specversion":"1.0","id":"","type":"t","source":"/s"}]""",
            mediaType: Batch
        );

        answer.Problem(HttpStatusCode.BadRequest).ShouldContain("event 2: id: ");
        answer.Json["index"]!.GetValue<int>().ShouldBe(1);
        await OnlyArrives(server, client);
    }

    [Fact]
    public async Task A_repeat_of_the_same_id_and_source_is_accepted_and_delivered_once()
    {
        const string json = """{"id":"e1","type":"drift","source":"tf","data":{}}""";
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        (await server.PostAsync(json)).Ids.ShouldBe(["e1"]);
        (await server.PostAsync(json)).Ids.ShouldBe(["e1"]);
        (await server.PostAsync(json.Replace("tf", "other"))).Ids.ShouldBe(["e1"]);

        var sources = (await client.NextAsync(2)).Select(item =>
            JsonNode.Parse(item.Data)!["source"]!.GetValue<string>()
        );
        sources.ShouldBe(["tf", "other"]);
        await OnlyArrives(server, client);
    }

    [Fact]
    public async Task A_cd_event_without_an_id_is_called_by_its_content()
    {
        // CIDv1, raw, sha2-256 of the canonical JSON without the id; computed by other means than Freshet's.
        const string id = "bafkreibamjj6rgvvmwrxo2iul4dyjkzlxcincid45wp7obq3ovd4kkeuka";
        await using var server = await FreshetServer.StartAsync();
        await using var client = await server.ListenAsync();

        foreach (var given in (string[])["", "\"id\":\"\",", "\"id\":\"0\","])
        {
            var json =
                "{\"context\":{\"version\":\"0.4.1\","
                + given
                + """
                    "source":"/ci","type":"dev.cdevents.build.started.0.2.0","timestamp":"2026-01-15T10:30:00Z"},"subject":{"id":"b","content":{}}}
                    """;
            (await server.PostAsync(json)).Ids.ShouldBe([id]);
        }

        var item = await client.NextAsync();
        item.EventId.ShouldBe(id);
        JsonNode.Parse(item.Data)!["context"]!["id"]!.GetValue<string>().ShouldBe(id);
        await OnlyArrives(server, client);
    }

    [Fact]
    public async Task An_event_without_source_and_time_is_given_them()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [http]
            root_url = "https://events.example.com/"

            """ + FreshetServer.WebhookAndStream
        );
        await using var client = await server.ListenAsync();
        var before = TimeProvider.System.GetUtcNow().AddMilliseconds(-1);

        await server.PostAsync("""{"id":"e1","type":"drift","data":null}""");

        var json = JsonNode.Parse((await client.NextAsync()).Data)!;
        json["source"]!.GetValue<string>().ShouldBe("https://events.example.com?source=hook");
        json["timestamp"]!
            .GetValue<DateTimeOffset>()
            .ShouldBeInRange(before, TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task What_no_transformer_lets_through_is_accepted_without_an_id()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.hook]
            transformer_refs = ["nothing"]

            [transformers.nothing]
            type = "discard_all"

            """ + FreshetServer.WebhookAndStream
        );

        var answer = await server.PostAsync("{}");

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.Ids.ShouldBeEmpty();
    }

    /// <summary>Nothing else is on the stream: the next event is the one that is sent now.</summary>
    private static async Task OnlyArrives(FreshetServer server, SseClient client)
    {
        var id = (await server.PostAsync("""{"type":"last"}""")).Ids.ShouldHaveSingleItem();
        (await client.NextAsync()).EventId.ShouldBe(id);
    }
}
