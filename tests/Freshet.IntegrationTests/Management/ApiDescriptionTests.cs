using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Running;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Management;

/// <summary>What <c>GET /openapi.json</c> says of the server, and whether that is so.</summary>
public sealed class ApiDescriptionTests
{
    private const string Everything = """
        [http]
        root_url = "https://events.example.com/"
        [http.rate_limit]
        enabled = true
        requests_per_minute = 6000
        burst = 1000
        [management]
        token = "the-management-token"

        [sources.open.extractor]
        type = "webhook"
        id = "open"

        [sources.guarded.extractor]
        type = "webhook"
        id = "guarded"
        [sources.guarded.extractor.headers]
        Authorization = { type = "equals", value = "very-secret", prefix = "Bearer " }
        X-Key = { type = "equals", value = "very-secret" }
        X-Trace = { type = "exists" }
        X-Form = { type = "matches", pattern = "^very-secret$" }
        X-Signature = { type = "signature", token = "very-secret", signature_prefix = "sha256=" }

        [sinks.events]
        type = "sse"
        id = "events"

        [sinks.narrow]
        type = "sse"
        path = "/narrow"
        filters = false
        max_clients = 7
        [sinks.narrow.headers]
        X-Key = { type = "equals", value = "very-secret" }

        """;

    [Theory]
    [InlineData(Everything)]
    [InlineData(FreshetServer.WebhookAndStream)]
    [InlineData("")]
    public async Task Every_route_is_described_and_nothing_else(string toml)
    {
        await using var server = await FreshetServer.StartAsync(toml);

        var described = Operations(await DocumentAsync(server))
            .Select(one => (one.Path, one.Method.ToUpperInvariant()));

        described.ShouldBe(server.Routes, ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_described_answers_as_described_and_no_other_method_does()
    {
        await using var server = await FreshetServer.StartAsync(Everything);

        foreach (var (path, method, operation) in Operations(await DocumentAsync(server)))
        {
            using var request = new HttpRequestMessage(new(method.ToUpperInvariant()), path);
            // The head alone is awaited: a stream has no end.
            using var answer = await server.Http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken
            );
            var responses = operation["responses"]!.AsObject().ToDictionary();
            var status = $"{(int)answer.StatusCode}";
            responses.Keys.ShouldContain(status, $"{method} {path}");
            if (method != "head" && answer.StatusCode != HttpStatusCode.NoContent)
            {
                responses[status]!["content"]!
                    .AsObject()
                    .ShouldHaveSingleItem()
                    .Key.ShouldBe(answer.Content.Headers.ContentType!.MediaType);
            }
            var other = await server.SendAsync(HttpMethod.Patch, path);
            other.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Theory]
    [InlineData(Everything)]
    [InlineData("")]
    public async Task It_is_valid_OpenAPI_3_1(string toml)
    {
        await using var server = await FreshetServer.StartAsync(toml);
        await using var validator = ChildProcess.Start(
            "node",
            "apt-get install nodejs npm",
            [
                Repository.At("tests", "clients", "openapi.mjs"),
                new Uri(server.Address, "/openapi.json").AbsoluteUri,
            ]
        );

        (await validator.ExitAsync()).ShouldBe(0, validator.Errors);

        validator.Output.Trim().ShouldBe("valid 3.1");
    }

    [Fact]
    public async Task It_tells_what_was_configured()
    {
        await using var server = await FreshetServer.StartAsync(Everything);

        var document = await DocumentAsync(server);

        ((string)document["servers"]![0]!["url"]!).ShouldBe("https://events.example.com");
        var operations = Operations(document)
            .ToDictionary(one => $"{one.Method} {one.Path}", one => one.Operation);
        Parameters(operations["get /sse/events"]).ShouldContain("event_types");
        Parameters(operations["get /narrow"]).ShouldNotContain("event_types");
        operations["get /narrow"]["responses"]!["503"]!.ToJsonString().ShouldContain("7 clients");
        Statuses(operations["get /sse/events"]).ShouldBe(["200", "204", "400", "429", "503"]);
        Statuses(operations["get /narrow"])
            .ShouldBe(["200", "204", "400", "401", "403", "429", "503"]);
        Statuses(operations["post /webhook/open"])
            .ShouldBe(["201", "400", "408", "413", "415", "422", "429", "503"]);
        Statuses(operations["get /health"]).ShouldNotContain("429");
        var guarded = operations["post /webhook/guarded"];
        Parameters(guarded).ShouldBe(["x-trace", "x-form"], ignoreOrder: true);
        guarded["security"]!
            .AsArray()
            .ShouldHaveSingleItem()!
            .AsObject()
            .Select(pair => pair.Key)
            .ShouldBe(["http.bearer", "apiKey.x-key", "apiKey.x-signature"], ignoreOrder: true);
        operations["post /webhook/open"]["security"].ShouldBeNull();
        var cookie = operations["get /narrow"]["security"]!.AsArray();
        cookie.Count.ShouldBe(2);
        cookie[0]!.ToJsonString().ShouldBe("""{"apiKey.x-key":[]}""");
        var scheme = cookie[1]!.AsObject().ShouldHaveSingleItem().Key;
        var described = document["components"]!["securitySchemes"]![scheme]!;
        ((string)described["in"]!).ShouldBe("cookie");
        ((string)described["name"]!).ShouldStartWith("__Secure-freshet-");
        operations["post /narrow/session"]["security"]!
            .ToJsonString()
            .ShouldBe("""[{"apiKey.x-key":[]}]""");
        Statuses(operations["post /narrow/session"]).ShouldBe(["200", "401", "403", "408", "429"]);
        Statuses(operations["delete /narrow/session"]).ShouldBe(["204", "403", "408", "429"]);
        Statuses(operations["post /sse/events/session"]).ShouldBe(["404", "408", "429"]);
        operations["get /api/v1/events"]["security"]!
            .ToJsonString()
            .ShouldBe("""[{"http.bearer":[]},{}]""");
    }

    [Fact]
    public async Task No_secret_is_in_it()
    {
        await using var server = await FreshetServer.StartAsync(Everything);

        var answer = await server.SendAsync(HttpMethod.Get, "/openapi.json");

        answer.Body.ShouldContain("x-signature");
        answer.Body.ShouldNotContain("very-secret");
        answer.Body.ShouldNotContain("the-management-token");
    }

    [Fact]
    public async Task Health_is_told_under_the_versioned_path_too()
    {
        await using var server = await FreshetServer.StartAsync();

        var answer = await server.SendAsync(HttpMethod.Get, "/api/v1/health");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldBe("""{"status":"ready"}""");
    }

    private static async Task<JsonNode> DocumentAsync(FreshetServer server)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/openapi.json");
        answer.Status.ShouldBe(HttpStatusCode.OK);
        return answer.Json;
    }

    private static IEnumerable<(string Path, string Method, JsonNode Operation)> Operations(
        JsonNode document
    ) =>
        from path in document["paths"]!.AsObject()
        from member in path.Value!.AsObject()
        where member.Value is JsonObject
        select (path.Key, member.Key, member.Value);

    private static IEnumerable<string> Parameters(JsonNode operation) =>
        operation["parameters"]!.AsArray().Select(one => (string)one!["name"]!);

    private static IEnumerable<string> Statuses(JsonNode operation) =>
        operation["responses"]!.AsObject().Select(pair => pair.Key);
}
