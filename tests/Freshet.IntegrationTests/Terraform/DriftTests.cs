using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Freshet.Tests;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Terraform;

/// <summary>The whole way of drift: from Falco's POST, the state's file and the profile to the client of the stream, in a process of its own.</summary>
public sealed class DriftTests : IDisposable
{
    private const int Kill = 9;

    private readonly TemporaryFolder folder = new();
    private readonly string state;

    public DriftTests() => state = Path.Combine(folder.Path, "terraform.tfstate");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_alert_becomes_a_drift_with_what_the_state_has_and_what_the_call_made()
    {
        File.Copy(Example("terraform.tfstate"), state);
        await using var freshet = await StartAsync();
        using var http = new HttpClient { BaseAddress = freshet.Address };
        await using var client = await ListenAsync(http);

        await PostAsync(http, Example("alerts", "1-ssh-for-the-world.json"));

        (await client.NextAsync()).EventType.ShouldBe("falco");
        var item = await client.NextAsync();
        item.EventType.ShouldBe("drift");
        var drift = JsonNode.Parse(item.Data)!;
        ((string)drift["severity"]!).ShouldBe("high");
        ((string)drift["resource_address"]!).ShouldBe("aws_security_group.web");
        ((string)drift["attribute"]!).ShouldBe("ingress");
        Ports(drift["old_value"]!).ShouldBe([443]);
        Ports(drift["new_value"]!).ShouldBe([443, 22]);
        ((string)drift["user_identity"]!["arn"]!).ShouldBe(
            "arn:aws:iam::123456789012:user/john.doe"
        );
        drift["matched_rules"]!.ToJsonString().ShouldBe("""["Network"]""");
    }

    [Fact]
    public async Task Alerts_of_each_cloud_become_drift_of_resources_with_modules_and_keys()
    {
        File.Copy(Data("terraform", "clouds.tfstate"), state);
        await using var freshet = await StartAsync();
        using var http = new HttpClient { BaseAddress = freshet.Address };
        await using var client = await ListenAsync(http);

        foreach (var alert in new[] { "aws_cloudtrail", "gcpaudit", "azure_activity" })
        {
            await PostAsync(http, Data("falco", $"{alert}.json"));
        }

        var drifts = new List<JsonNode>();
        while (drifts.Count < 4)
        {
            var item = await client.NextAsync();
            if (item.EventType == "drift")
            {
                drifts.Add(JsonNode.Parse(item.Data)!);
            }
        }
        drifts
            .Select(drift =>
                $"{drift["provider"]} {drift["resource_address"]} {drift["attribute"]}: {drift["old_value"]?.ToJsonString()} > {drift["new_value"]?.ToJsonString()}"
            )
            .ShouldBe([
                """aws module.web["eu"].aws_security_group.front[0] ingress: [] > [{"cidr_blocks":["0.0.0.0/0"],"description":"","from_port":22,"ipv6_cidr_blocks":[],"prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":22}]""",
                """gcp google_storage_bucket.invoices["shop"] :  > """,
                """azure azurerm_network_security_rule.ssh access: "Deny" > "Allow" """.Trim(),
                """azure azurerm_network_security_rule.ssh source_address_prefix: "10.0.0.0/8" > "*" """.Trim(),
            ]);
    }

    [Fact]
    public async Task A_record_of_CloudTrail_from_a_webhook_becomes_drift_too()
    {
        File.Copy(Example("terraform.tfstate"), state);
        await using var freshet = await StartAsync();
        using var http = new HttpClient { BaseAddress = freshet.Address };
        await using var client = await ListenAsync(http);

        var answer = await http.PostAsync(
            "/webhook/audit",
            new StringContent(
                """
                {"version":"0","detail-type":"AWS API Call via CloudTrail","source":"aws.rds","detail":{"eventVersion":"1.09","eventTime":"2025-01-15T10:00:00Z","eventSource":"rds.amazonaws.com","eventName":"ModifyDBInstance","eventID":"e-1",
                 "userIdentity":{"type":"IAMUser","userName":"ada"},"requestParameters":{"dBInstanceIdentifier":"shop","publiclyAccessible":true,"masterUserPassword":"hunter2"}}}
                """
            ),
            TestContext.Current.CancellationToken
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var drifts = new[]
        {
            await client.NextAsync(),
            await client.NextAsync(),
            await client.NextAsync(),
        }
            .Where(item => item.EventType == "drift")
            .ToList();
        drifts
            .Select(item => (string)JsonNode.Parse(item.Data)!["attribute"]!)
            .ShouldBe(["publicly_accessible", "password"], ignoreOrder: true);
        // The state marks the old password as sensitive, and the new one is as much so.
        string.Concat(drifts.Select(item => item.Data)).ShouldNotContain("hunter2");
        string.Concat(drifts.Select(item => item.Data)).ShouldNotContain("correct-horse");
    }

    [Fact]
    public async Task A_state_that_takes_the_place_of_another_becomes_state_changes()
    {
        File.Copy(Example("terraform.tfstate"), state);
        await using var freshet = await StartAsync();
        using var http = new HttpClient { BaseAddress = freshet.Address };
        await using var client = await ListenAsync(http);

        Network.Replace(
            state,
            await File.ReadAllTextAsync(
                Example("terraform-43.tfstate"),
                TestContext.Current.CancellationToken
            )
        );

        var item = await client.NextAsync();
        item.EventType.ShouldBe("state_change");
        item.Data.ShouldBe(
            """{"resource":"aws_s3_bucket.artifacts","action":"modified","serial":43,"changes":{"tags.team":{"old":"shop","new":"platform"},"tags_all.team":{"old":"shop","new":"platform"}}}"""
        );
    }

    [Fact]
    public async Task A_drift_that_waited_when_the_process_was_killed_is_told_after_the_restart()
    {
        File.Copy(Example("terraform.tfstate"), state);
        var alert = (
            await File.ReadAllTextAsync(
                Example("alerts", "3-versioning-off.json"),
                TestContext.Current.CancellationToken
            )
        ).Replace(
            "2025-01-15T10:00:20",
            TimeProvider
                .System.GetUtcNow()
                .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            StringComparison.Ordinal
        );
        const string grace = "transformers.drift.grace=5s";
        await using (var freshet = await StartAsync(grace))
        {
            using var http = new HttpClient { BaseAddress = freshet.Address };
            var answer = await http.PostAsync(
                "/falco",
                new StringContent(alert),
                TestContext.Current.CancellationToken
            );
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            var page = await http.GetStringAsync(
                "/api/v1/events?type=drift_pending",
                TestContext.Current.CancellationToken
            );
            page.ShouldContain("PutBucketVersioning");
            freshet.Signal(Kill);
            await freshet.ExitAsync();
        }

        await using var again = await StartAsync(grace);
        using var browser = new HttpClient { BaseAddress = again.Address };
        await using var client = await ListenAsync(browser, "?since=2020-01-01T00:00:00Z");

        (await client.NextAsync()).EventType.ShouldBe("falco");
        var drift = await client.NextAsync();
        drift.EventType.ShouldBe("drift");
        drift.Data.ShouldContain("aws_s3_bucket_versioning.artifacts");
    }

    private static IEnumerable<int> Ports(JsonNode rules) =>
        rules.AsArray().Select(rule => (int)rule!["from_port"]!);

    private static string Example(params string[] path) =>
        Repository.At(["examples", "tfdrift", .. path]);

    private static string Data(params string[] path) => Repository.At(["tests", "data", .. path]);

    private static async Task PostAsync(HttpClient http, string file)
    {
        var answer = await http.PostAsync(
            "/falco",
            new StringContent(
                await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)
            ),
            TestContext.Current.CancellationToken
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    private static async Task<SseClient> ListenAsync(HttpClient http, string query = "")
    {
        var client = await SseClient.OpenAsync(http, $"/api/v1/stream{query}");
        (await client.NextAsync()).EventType.ShouldBe("connected");
        return client;
    }

    private Task<FreshetProcess> StartAsync(params string[] settings) =>
        FreshetProcess.StartAsync([
            "--profile",
            "tfdrift",
            .. settings
                .Append($"sources.state.extractor.path={state}")
                .Append("sources.state.extractor.interval=100ms")
                .Append($"journal.path={folder.Path}/journal")
                .Append("journal.type=file")
                .Append($"dead_letters.path={folder.Path}/letters")
                .SelectMany(setting => new[] { "--set", setting }),
        ]);
}
