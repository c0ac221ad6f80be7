using System.Net;
using System.Text.Json.Nodes;
using Freshet.Hosting;
using Freshet.IntegrationTests.Running;
using Freshet.Pipelines;
using Freshet.Sources.Falco;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Falco;

/// <summary>Falco's alerts, from its POST to the client, over real sockets.</summary>
public sealed class FalcoTests
{
    private const string FalcoAndStream = """
        [sources.falco.extractor]
        type = "falco"
        id = "cluster"
        headers = { "Authorization" = { type = "equals", value = "Bearer t", case_sensitive = true } }

        [sinks.events]
        type = "sse"
        id = "events"

        """;

    private static readonly (string, string) Token = ("Authorization", "Bearer t");

    private static string Alert =>
        File.ReadAllText(Repository.At("tests", "data", "falco", "syscall.json")).TrimEnd();

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task An_alert_goes_from_Falco_to_the_client_whatever_Falco_calls_it(
        string mediaType
    )
    {
        await using var server = await FreshetServer.StartAsync(FalcoAndStream);
        await using var client = await server.ListenAsync();

        var answer = await server.PostAsync(Alert, "/falco/cluster", mediaType, Token);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        var item = await client.NextAsync();
        item.EventType.ShouldBe("falco");
        item.EventId.ShouldBe(answer.Ids.ShouldHaveSingleItem());
        var json = JsonNode.Parse(item.Data)!;
        ((string)json["source"]!).ShouldBe("falco/worker-7");
        ((string)json["data"]!["severity"]!).ShouldBe("low");
        item.Data.ShouldContain(",\"fields\":{\"container.id\":\"3ad7b26ded6d\",");
    }

    [Fact]
    public async Task An_alert_that_is_sent_again_is_acknowledged_and_stored_once()
    {
        await using var server = await FreshetServer.StartAsync(FalcoAndStream);
        await using var client = await server.ListenAsync();

        var first = await PostAsync(server, Alert);
        var again = await PostAsync(server, Alert);
        var other = await PostAsync(server, Alert.Replace("root", "ada", StringComparison.Ordinal));
        await server.StopAsync();

        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Ids.ShouldBe(first.Ids);
        (await client.RestAsync())
            .Select(item => item.EventId)
            .ShouldBe([first.Ids[0], other.Ids[0]]);
    }

    [Fact]
    public async Task A_bad_alert_is_400_with_every_reason_and_is_logged()
    {
        await using var server = await FreshetServer.StartAsync(FalcoAndStream);

        var answer = await PostAsync(
            server,
            """{"time":"soon","rule":"r","priority":"Loud","output":"o","output_fields":[]}"""
        );

        var problem = answer.Problem(HttpStatusCode.BadRequest);
        problem.ShouldContain("time: expected an RFC 3339 time");
        problem.ShouldContain("priority: expected one of Emergency");
        problem.ShouldContain("output_fields: expected an object, found an array");
        await server.Log.Shows("falco: refused 400");
    }

    [Fact]
    public async Task Who_may_not_send_is_told_so()
    {
        await using var server = await FreshetServer.StartAsync(FalcoAndStream);

        var answer = await server.PostAsync(Alert, "/falco/cluster");

        answer.Problem(HttpStatusCode.Unauthorized).ShouldContain("Authorization");
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        await using var server = await FreshetServer.StartAsync(
            FalcoAndStream.Replace(
                "id = \"cluster\"",
                "path = \"/alerts\"\nbody_limit = \"100B\"",
                StringComparison.Ordinal
            )
        );

        var answer = await server.PostAsync(Alert, "/alerts", headers: Token);

        answer.Problem(HttpStatusCode.RequestEntityTooLarge).ShouldContain("100 bytes");
    }

    [Fact]
    public async Task What_a_transformer_rejects_is_422_with_its_reason()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.falco]
            transformer_refs = ["guard"]

            [transformers.guard]
            type = "test"

            """ + FalcoAndStream,
            TestCatalog.With((_, _) => new(RejectionKind.Transformer, "not on my watch"))
        );

        var answer = await PostAsync(server, Alert);

        answer
            .Problem(HttpStatusCode.UnprocessableEntity)
            .ShouldBe("transformer guard: not on my watch");
    }

    [Fact]
    public async Task Without_a_journal_to_keep_it_an_alert_is_503_and_may_come_again()
    {
        var catalog = TestCatalog.Copy();
        catalog.Source<FalcoOptions>(
            "falco_without_journal",
            (options, context) =>
                new FalcoSource(options, context with { Output = new FullJournal() })
        );
        await using var server = await FreshetServer.StartAsync(
            FalcoAndStream.Replace(
                "\"falco\"",
                "\"falco_without_journal\"",
                StringComparison.Ordinal
            ),
            catalog
        );

        var answer = await PostAsync(server, Alert);

        answer.Problem(HttpStatusCode.ServiceUnavailable).ShouldContain("the disk is full");
        int.Parse(answer["Retry-After"]!).ShouldBeInRange(1, 60);
    }

    [Fact]
    public async Task The_profile_tfdrift_greets_its_client_and_sends_alerts_as_their_data()
    {
        var profile = Profiles.Find("tfdrift").ShouldNotBeNull();
        using var folder = new TemporaryFolder();
        await using var server = await FreshetServer.StartAsync(
            System.Text.Encoding.UTF8.GetString(profile.Configuration.Utf8.Span),
            environment: new Dictionary<string, string> { ["JOURNAL_PATH"] = folder.Path }
        );
        await using var client = await server.ListenAsync(
            "/api/v1/stream",
            ("Origin", "http://localhost:3000")
        );
        client["Access-Control-Allow-Origin"].ShouldBe("http://localhost:3000");

        (await server.PostAsync(Alert, "/falco")).Status.ShouldBe(HttpStatusCode.Created);

        var connected = await client.NextAsync();
        connected.EventType.ShouldBe("connected");
        connected.EventId.ShouldBeNull();
        var greeting = JsonNode.Parse(connected.Data)!;
        Guid.Parse((string)greeting["stream_id"]!).Version.ShouldBe(7);
        greeting["events"]!
            .ToJsonString()
            .ShouldBe("""["connected","drift","falco","state_change"]""");
        var falco = await client.NextAsync();
        falco.EventType.ShouldBe("falco");
        Guid.Parse(falco.EventId!).Version.ShouldBe(8);
        var data = JsonNode.Parse(falco.Data)!;
        ((string)data["rule"]!).ShouldBe("Terminal shell in container");
        ((string)data["container_id"]!).ShouldBe("3ad7b26ded6d");
        data["id"].ShouldBeNull();
    }

    private static Task<Clients.Answer> PostAsync(FreshetServer server, string alert) =>
        server.PostAsync(alert, "/falco/cluster", headers: Token);
}
