using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Compatibility;

/// <summary>
/// The configurations with programs of cdviz-collector's documentation, run as they stand, but for a webhook that feeds their sources: each does what the
/// text beside it says. The documents <c>000</c> and <c>001</c> have the same.
/// </summary>
public sealed class CollectorProgramTests
{
    public static readonly IReadOnlyList<string> Documents =
    [
        "000-cross-environment-event-mirroring",
        "000-event-filtering",
        "000-hierarchical-event-distribution",
        "000-public-to-internal-event-bridge",
        "000-regional-event-aggregation",
    ];

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["CENTRAL_AGGREGATOR_TOKEN"] = "central",
        ["INTERNAL_BRIDGE_TOKEN"] = "bridge",
        ["TEAM_COLLECTOR_TOKEN"] = "team",
        ["CORPORATE_COLLECTOR_TOKEN"] = "corporate",
        ["STAGING_MIRROR_TOKEN"] = "staging",
    };

    [Fact]
    public async Task Events_are_given_metadata_of_their_region()
    {
        // The event itself stays as it came, so a program behind it shows what metadata it has.
        await using var server = await StartAsync(
            "000-regional-event-aggregation",
            "filtered_for_aggregation",
            "[sinks.regional_stream]",
            """[{ "body": { "metadata": .metadata, "body": .body } }]"""
        );
        await using var client = await server.ListenAsync(
            "/sse/regional",
            ("Authorization", "central"),
            ("X-Collector-Region", "us-east-1")
        );

        await server.PostAsync("""{"n":1.50}""");

        var seen = JsonNode.Parse((await client.NextAsync()).Data)!;
        seen["metadata"]!["region"]!.GetValue<string>().ShouldBe("us-east-1");
        seen["metadata"]!["aggregation_ready"]!.GetValue<bool>().ShouldBeTrue();
        seen["metadata"]!["collector_id"]!.GetValue<string>().ShouldBe("regional-us-east");
        seen["metadata"]!["context"]!["source"]!.GetValue<string>().ShouldContain("?source=");
        seen["body"]!.ToJsonString().ShouldBe("""{"n":1.5}""");
        server.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_sanitising_program_yields_by_the_language_s_rules_what_it_deletes_and_is_warned_of()
    {
        await using var server = await StartAsync(
            "000-public-to-internal-event-bridge",
            "public_sanitized"
        );
        await using var client = await server.ListenAsync(
            "/sse/public",
            ("Authorization", "bridge"),
            ("X-Internal-Network", "vpn-1"),
            ("X-Client-Certificate-Subject", "CN=internal-collector-1")
        );

        await server.PostAsync(
            """{"context":{"a":1},"subject":{"id":"s","type":"t","more":1,"content":{"sensitive_data":"secret","rest":1}},"dropped":1}"""
        );
        await server.PostAsync("""{"subject":{"content":{"rest":1}}}""");

        // del() gives what it deletes, and ?? is for errors alone, so it gives no way to the content without it.
        (await client.NextAsync()).Data.ShouldBe(
            """{"context":{"a":1},"subject":{"content":"secret","id":"s","type":"t"}}"""
        );
        (await client.NextAsync()).Data.ShouldBe(
            """{"context":null,"subject":{"content":null,"id":null,"type":null}}"""
        );
        var warning = server.Diagnostics.ShouldHaveSingleItem().Render();
        warning.ShouldStartWith("warning: E651: unnecessary error coalescing operation");
        warning.ShouldContain("del(.body.subject.content.sensitive_data) ?? .body.subject.content");
    }

    [Theory]
    [InlineData("""{"importance":"high"}""", true)]
    [InlineData("""{"category":"security"}""", true)]
    [InlineData("""{"category":"compliance","importance":"low"}""", true)]
    [InlineData("""{"category":"other","importance":"low"}""", false)]
    [InlineData("{}", false)]
    public async Task Only_important_events_reach_the_corporate_level(string content, bool reaches)
    {
        await using var server = await StartAsync(
            "000-hierarchical-event-distribution",
            "corporate_filtered"
        );
        await using var client = await server.ListenAsync(
            "/sse/corporate",
            ("Authorization", "corporate"),
            ("X-Corporate-Access-Level", "manager")
        );
        const string last = """{"subject":{"content":{"importance":"high","last":true}}}""";
        var sent = "{\"subject\":{\"content\":" + content + "}}";

        var answer = await server.PostAsync(sent);
        await server.PostAsync(last);

        answer.Status.ShouldBe(HttpStatusCode.Created);
        answer.Ids.Count.ShouldBe(reaches ? 1 : 0);
        (await client.NextAsync()).Data.ShouldBe(reaches ? sent : last);
    }

    [Fact]
    public async Task Events_for_development_are_anonymised_and_what_cannot_be_is_refused()
    {
        await using var server = await StartAsync(
            "000-cross-environment-event-mirroring",
            "dev_safe_events"
        );
        await using var client = await server.ListenAsync("/sse/preview", ("X-Dev-Token", "any"));

        var refused = await server.PostAsync("""{"context":{"source":1},"subject":{}}""");
        await server.PostAsync(
            """{"context":{"id":"1","source":"/ci"},"subject":{"id":"s","type":"t","content":{"user_id":"me","sensitive_field":"x","rest":1}}}"""
        );

        (await client.NextAsync()).Data.ShouldBe(
            """{"context":{"id":"1","source":"anonymized-/ci"},"subject":{"content":{"rest":1,"sensitive_field":null,"user_id":"anonymous"},"id":"dev-s","type":"t"}}"""
        );
        refused
            .Problem(HttpStatusCode.UnprocessableEntity)
            .ShouldStartWith("transformer anonymize_for_dev: ");
        server.Diagnostics.ShouldAllBe(told => told.Render().StartsWith("warning: E"));
    }

    [Theory]
    [InlineData("dev.cdevents.build.started.0.2.0", true)]
    [InlineData("dev.cdevents.service.deployed.0.2.0", false)]
    public async Task Only_build_events_reach_the_dashboard(string type, bool reaches)
    {
        await using var server = await StartAsync("000-event-filtering", "filtered_builds");
        await using var client = await server.ListenAsync("/sse/builds");
        var sent = EventOf(type, "first");
        var last = EventOf("dev.cdevents.build.finished.0.2.0", "last");

        (await server.PostAsync(sent)).Ids.Count.ShouldBe(reaches ? 1 : 0);
        await server.PostAsync(last);

        (await client.NextAsync()).Data.ShouldBe(reaches ? sent : last);
        server.Diagnostics.ShouldBeEmpty();

        static string EventOf(string type, string id) =>
            $$$"""{"subject":{"n":1.50},"context":{"type":"{{{type}}}","id":"{{{id}}}","source":"/ci","timestamp":"2026-01-02T03:04:05Z"}}""";
    }

    /// <summary>Starts a document's configuration with a webhook as its source's extractor.</summary>
    /// <param name="document">The document.</param>
    /// <param name="source">The source that it leaves without an extractor.</param>
    /// <param name="sink">A sink, as its header has it, that gets another transformer, <c>show</c>.</param>
    /// <param name="show">The program of that transformer.</param>
    private static async Task<FreshetServer> StartAsync(
        string document,
        string source,
        string sink = "",
        string show = "null"
    )
    {
        var toml = await File.ReadAllTextAsync(
            Repository.At("tests", "data", "cdviz-collector", document + ".toml"),
            Encoding.UTF8,
            TestContext.Current.CancellationToken
        );
        if (sink.Length > 0)
        {
            toml = toml.Replace(sink, $"{sink}\ntransformer_refs = [\"show\"]");
        }
        return await FreshetServer.StartAsync(
            $"""
            {toml}
            [sources.{source}.extractor]
            type = "webhook"
            id = "hook"

            [transformers.show]
            type = "vrl"
            template = '{show}'
            """,
            environment: Secrets
        );
    }
}
