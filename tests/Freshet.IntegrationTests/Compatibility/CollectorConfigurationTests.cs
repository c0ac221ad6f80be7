using System.Net;
using System.Security.Cryptography;
using System.Text;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Compatibility;

/// <summary>The configurations of cdviz-collector's SSE sink, as its documentation has them, run as they stand: <c>tests/data/cdviz-collector</c>.</summary>
public sealed class CollectorConfigurationTests
{
    private const string Token = "0123456789abcdef0123456789ABCDEF";

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["PRIMARY_CLOUD_TOKEN"] = "primary-token",
        ["DR_CLOUD_TOKEN"] = "dr-token",
        ["COMPLIANCE_AUDIT_TOKEN"] = "audit-token",
        ["SSE_API_KEY_ENV_VAR"] = "api-key",
    };

    private static readonly string Signature =
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("webhook-secret"u8, []));

    /// <summary>Each stream of each document: its file, its path, and each header that it asks for, a right value and a wrong one (none where every value is right).</summary>
    private static readonly (
        string File,
        string Path,
        (string Name, string Right, string? Wrong)[] Headers
    )[] Streams =
    [
        ("000-basic-configuration", "/sse/events", []),
        ("000-development-and-testing", "/sse/dev", []),
        (
            "000-example-secure-configuration",
            "/sse/secure",
            [
                ("Authorization", $"Bearer {Token}+/{Token}", "Bearer short"),
                ("X-Client-Certificate", "any", null),
                ("User-Agent", "MySecureClient/1.0", "curl/8 MySecureClient/1.0"),
            ]
        ),
        (
            "000-external-service-integration",
            "/sse/monitoring",
            [("X-Service-Token", "monitoring-service-token", "Monitoring-Service-Token")]
        ),
        (
            "000-hmac-signature-validation",
            "/sse/webhooks",
            [("X-Hub-Signature-256", Signature, Signature.Replace("sha256=", "sha512="))]
        ),
        ("000-multi-client-broadcasting", "/sse/public", [("X-Client-Type", "dashboard", null)]),
        (
            "000-multi-client-broadcasting",
            "/sse/admin",
            [
                ("Authorization", "Bearer admin-secret-key", "bearer admin-secret-key"),
                ("X-Admin-Role", "super-admin", "super-administrator"),
            ]
        ),
        (
            "000-multi-cloud-event-distribution",
            "/sse/primary",
            [("Authorization", "primary-token", "dr-token"), ("X-Cloud-Provider", "aws", "azure")]
        ),
        (
            "000-multi-cloud-event-distribution",
            "/sse/dr",
            [("Authorization", "dr-token", "primary-token"), ("X-Cloud-Provider", "azure", "aws")]
        ),
        (
            "000-multi-cloud-event-distribution",
            "/sse/compliance",
            [("Authorization", "audit-token", "audit-tok"), ("X-Audit-Purpose", "pci", "fun")]
        ),
        ("000-multiple-endpoints", "/sse/dev", []),
        ("000-multiple-endpoints", "/sse/production", [("Authorization", "any", null)]),
        (
            "000-multiple-endpoints",
            "/sse/admin",
            [("X-Admin-Token", $"admin-{Token}", "admin-short")]
        ),
        (
            "000-multiple-validation-rules",
            "/sse/enterprise",
            [
                ("X-API-Key", "any", null),
                ("X-Client-ID", "client-123", "client-abc"),
                ("User-Agent", "MyApp/2", "NotMyApp/2"),
            ]
        ),
        (
            "000-pattern-matching",
            "/sse/validated",
            [("X-API-Key", Token, Token + "0"), ("Authorization", "Bearer a-b_c", "Bearer a b")]
        ),
        (
            "000-real-time-dashboard",
            "/sse/dashboard",
            [("Authorization", "Bearer dashboard-secret-123", "Bearer other-secret-123")]
        ),
        ("000-require-specific-headers", "/sse/secure", [("Authorization", "any", null)]),
        (
            "000-token-based-authentication",
            "/sse/api",
            [("Authorization", "Bearer secret-token-123", "Bearer Secret-Token-123")]
        ),
        (
            "001-hmac-signature-validation",
            "/sse/webhooks",
            [("X-Hub-Signature-256", Signature, Signature[..^1])]
        ),
        (
            "001-multiple-validation-rules",
            "/sse/enterprise",
            [
                ("X-API-Key", "any", null),
                ("X-Client-ID", "client-123", "my-client-123"),
                ("User-Agent", "MyApp/2", "MyAppTwo/2"),
            ]
        ),
        (
            "001-pattern-matching",
            "/sse/validated",
            [("X-API-Key", Token, Token[..^1]), ("Authorization", "Bearer a-b_c", "a-b_c")]
        ),
        ("001-require-specific-headers", "/sse/secure", [("Authorization", "any", null)]),
        (
            "001-token-based-authentication",
            "/sse/api",
            [("Authorization", "Bearer secret-token-123", "secret-token-123")]
        ),
        (
            "002-authentication",
            "/sse/events",
            [
                ("Authorization", "Bearer your-token", "Basic your-token"),
                ("X-API-Key", "api-key", "API-KEY"),
            ]
        ),
        ("002-configuration", "/sse/events", []),
        ("002-examples", "/sse/public", []),
        (
            "002-examples",
            "/sse/admin",
            [("Authorization", "Bearer admin-secret", "Bearer admin-secret-key")]
        ),
    ];

    public static TheoryData<string, string> Endpoints =>
        [.. Streams.Select(stream => (stream.File, stream.Path))];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task An_endpoint_of_the_documents_lets_in_whom_they_say(string file, string path)
    {
        var headers = Streams.Single(stream => (stream.File, stream.Path) == (file, path)).Headers;
        var right = headers.Select(header => (header.Name, header.Right)).ToArray();
        await using var server = await FreshetServer.StartAsync(
            await File.ReadAllTextAsync(
                FileOf(file),
                Encoding.UTF8,
                TestContext.Current.CancellationToken
            ) + "\n[sources.hook.extractor]\ntype = \"webhook\"\nid = \"hook\"\n",
            environment: Secrets
        );

        foreach (var (name, _, wrong) in headers)
        {
            var others = right.Where(header => header.Name != name).ToArray();
            var missing = await server.SendAsync(HttpMethod.Get, path, headers: others);
            missing.Problem(HttpStatusCode.Unauthorized).ShouldContain(name);
            if (wrong is not null)
            {
                var refused = await server.SendAsync(
                    HttpMethod.Get,
                    path,
                    headers: [.. others, (name, wrong)]
                );
                refused.Problem(HttpStatusCode.Forbidden).ShouldContain(name);
            }
        }
        await using var client = await server.ListenAsync(path, right);
        await server.PostAsync("{\"n\":1}");
        (await client.NextAsync()).Data.ShouldBe("{\"n\":1}");
        server.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Every_document_is_tried() =>
        Directory
            .GetFiles(Path.GetDirectoryName(FileOf(""))!, "*.toml")
            .Select(Path.GetFileNameWithoutExtension)
            .ShouldBe(
                Streams
                    .Select(stream => stream.File)
                    .Distinct()
                    .Concat(CollectorProgramTests.Documents),
                ignoreOrder: true
            );

    [Fact]
    public async Task A_document_runs_as_a_file_with_the_address_overridden()
    {
        await using var freshet = await FreshetProcess.StartAsync(
            "--config",
            FileOf("000-example-secure-configuration")
        );
        using var http = new HttpClient { BaseAddress = freshet.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sse/secure");

        var answer = await Answer.ReadAsync(http, request);

        answer.Problem(HttpStatusCode.Unauthorized);
        await freshet.Complains("/sse/secure");
        freshet.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_configuration_that_counts_on_what_is_there_already_runs_over_the_profile()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "in"));
        var output = Path.Combine(folder.Path, "out");
        var configuration = folder.Write(
            "cdviz-collector.toml",
            $$"""
            [sinks.cdevents_local_json]
            enabled = true
            parameters = { root = "{{output}}" }

            [sources.cdevents_webhook]
            enabled = true

            [sources.cdevents_local_json]
            enabled = true
            transformer_refs = ["deduplicate_on_context_id", "log"]

            [sources.cdevents_local_json.extractor]
            parameters = { root = "{{folder.Path}}/in" }
            polling_interval = "100ms"
            """
        );
        await using var freshet = await FreshetProcess.StartAsync(
            "--profile",
            "cdviz-collector",
            "--config",
            configuration
        );
        using var http = new HttpClient { BaseAddress = freshet.Address };

        folder.Write("in/below/event.json", """{"context":{"id":"from-a-file"}}""");
        using var answer = await http.PostAsync(
            "/webhook/000",
            new StringContent("""{"by":"webhook"}""", Encoding.UTF8, "application/json"),
            TestContext.Current.CancellationToken
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Eventually.Holds(
            () => Directory.Exists(output) && Directory.GetFiles(output, "*.json").Length == 2,
            () => freshet.Errors
        );
        string.Concat(Directory.GetFiles(output, "*.json").Select(File.ReadAllText))
            .ShouldSatisfyAllConditions(
                text => text.ShouldContain("from-a-file"),
                text => text.ShouldContain("webhook")
            );
    }

    [Fact]
    public async Task A_source_without_an_extractor_is_a_warning_and_the_rest_runs()
    {
        await using var server = await FreshetServer.StartAsync(
            """
            [sources.filtered_for_aggregation]
            enabled = true
            transformer_refs = ["keep"]

            [transformers.keep]
            type = "passthrough"

            """ + FreshetServer.WebhookAndStream
        );
        await using var client = await server.ListenAsync();

        await server.PostAsync("{\"n\":1}");

        (await client.NextAsync()).Data.ShouldBe("{\"n\":1}");
        var warning = server.Diagnostics.ShouldHaveSingleItem().Render();
        warning.ShouldStartWith(
            "warning: sources.filtered_for_aggregation has no extractor, so it produces nothing"
        );
        warning.ShouldContain("the test:1:");
    }

    private static string FileOf(string name) =>
        Repository.At("tests", "data", "cdviz-collector", name + ".toml");
}
