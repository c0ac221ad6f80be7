using Freshet.Transformers.Drift;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers.Drift;

public sealed class DriftTransformerTests : IDisposable
{
    private DriftRig rig = new();

    public void Dispose() => rig.Dispose();

    private DateTimeOffset LongAgo => rig.Time.GetUtcNow().AddMinutes(-5);

    [Fact]
    public async Task A_drift_goes_beside_the_event_that_tells_of_it()
    {
        rig.SetState(isNew: false);

        await rig.WriteAsync(rig.Suspend(at: LongAgo));

        rig.Types.ShouldBe(["message", "drift"]);
        var drift = rig.Drifts.ShouldHaveSingleItem();
        ((string)drift["severity"]!).ShouldBe("medium");
        ((string)drift["alert_type"]!).ShouldBe("drift");
        ((string)drift["resource_type"]!).ShouldBe("aws_s3_bucket_versioning");
        ((string)drift["resource_id"]!).ShouldBe("shop-artifacts");
        ((string)drift["resource_name"]!).ShouldBe("artifacts");
        ((string)drift["resource_address"]!).ShouldBe("aws_s3_bucket_versioning.artifacts");
        ((string)drift["attribute"]!).ShouldBe("versioning_configuration");
        ((string)drift["old_value"]![0]!["status"]!).ShouldBe("Enabled");
        ((string)drift["new_value"]![0]!["status"]!).ShouldBe("Suspended");
        drift["user_identity"]!
            .ToJsonString()
            .ShouldBe(
                """{"type":"IAMUser","user_name":"ada","arn":"arn:aws:iam::1:user/ada","account_id":null,"principal_id":null}"""
            );
        ((string)drift["event_name"]!).ShouldBe("PutBucketVersioning");
        ((string)drift["timestamp"]!).ShouldBe("2026-01-02T02:59:05.000Z");
    }

    [Fact]
    public async Task Two_alerts_of_one_call_are_one_drift()
    {
        rig.SetState(isNew: false);
        var record = rig.Suspend(at: LongAgo);

        await rig.WriteAsync(record);
        await rig.WriteAsync(
            record.Replace("{\"eventName\"", "{\"seen\":2,\"eventName\"", StringComparison.Ordinal)
        );
        await rig.WriteAsync(rig.Suspend(at: LongAgo, id: "e-2"));

        rig.Types.ShouldBe(["message", "drift", "message", "message", "drift"]);
    }

    [Theory]
    [InlineData(
        "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.60.0",
        "arn:aws:iam::1:user/ada"
    )]
    [InlineData("OpenTofu/1.8", "arn:aws:iam::1:user/ada")]
    [InlineData("aws-cli", "arn:aws:iam::1:role/terraform-ci")]
    public async Task What_Terraform_does_is_no_drift(string agent, string arn)
    {
        Use(new() { TerraformPrincipals = ["arn:aws:iam::*:role/terraform-*"] });

        await rig.WriteAsync(rig.Suspend(at: LongAgo, agent: agent, arn: arn));

        rig.Types.ShouldBe(["message"]);
    }

    [Fact]
    public async Task A_user_agent_is_not_believed_where_it_is_not_to_be()
    {
        Use(new() { TerraformUserAgents = [] });

        await rig.WriteAsync(rig.Suspend(at: LongAgo, agent: "Terraform/1.9.5"));

        rig.Drifts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_worst_of_the_rules_that_match_counts_and_all_are_named()
    {
        Use(
            new()
            {
                Rules =
                [
                    new()
                    {
                        Name = "buckets",
                        ResourceTypes = ["aws_s3_*"],
                        Severity = DriftSeverity.High,
                    },
                    new()
                    {
                        Name = "status",
                        WatchedAttributes = ["versioning_*"],
                        Severity = DriftSeverity.Critical,
                    },
                    new()
                    {
                        Name = "tags",
                        WatchedAttributes = ["tags"],
                        Severity = DriftSeverity.Critical,
                    },
                    new() { Name = "groups", ResourceTypes = ["aws_security_group"] },
                    new() { Name = "all", Severity = DriftSeverity.Low },
                ],
            }
        );

        await rig.WriteAsync(rig.Suspend(at: LongAgo));
        await rig.WriteAsync(rig.Suspend(bucket: "other", at: LongAgo, id: "e-2"));

        rig.Drifts.Select(drift => drift["matched_rules"]!.ToJsonString())
            .ShouldBe([
                """["buckets","status","all"]""",
                // What cannot be read may be what is watched.
                """["buckets","status","tags","all"]""",
            ]);
        ((string)rig.Drifts[0]["severity"]!).ShouldBe("critical");
    }

    [Fact]
    public async Task A_serial_that_arrived_in_time_accounts_for_what_it_shows()
    {
        rig.SetState(isNew: false);
        var at = rig.Time.GetUtcNow();
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        rig.SetState("\"status\": \"Enabled\"", "\"status\": \"Suspended\"");
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        await rig.WriteAsync(rig.Suspend(at: at));

        rig.Types.ShouldBe(["message"]);
    }

    [Fact]
    public async Task A_serial_that_shows_the_attribute_as_it_was_accounts_for_nothing()
    {
        rig.SetState(isNew: false);
        var at = rig.Time.GetUtcNow();
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        rig.SetState();
        rig.Time.Advance(TimeSpan.FromMinutes(5));

        await rig.WriteAsync(rig.Suspend(at: at));

        rig.Drifts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_grace_nothing_waits()
    {
        Use(new() { Grace = TimeSpan.Zero });
        rig.SetState("\"tags\"", "\"tags\"");

        await rig.WriteAsync(rig.Suspend());

        rig.Types.ShouldBe(["message", "drift"]);
    }

    [Fact]
    public async Task A_young_call_waits_until_its_grace_is_over_and_is_told_then()
    {
        rig.SetState(isNew: false);
        var running = rig.RunAsync();
        await rig.WriteAsync(rig.Suspend());
        rig.Types.ShouldBe(["message", "drift_pending"]);

        await AdvanceAsync(TimeSpan.FromSeconds(60), until: 3);

        rig.Types.ShouldBe(["message", "drift_pending", "drift"]);
        ((string)rig.Drifts[0]["new_value"]![0]!["status"]!).ShouldBe("Suspended");
        await rig.StopAsync();
        await running;
    }

    [Fact]
    public async Task A_serial_that_arrives_while_it_waits_accounts_for_it()
    {
        rig.SetState(isNew: false);
        var running = rig.RunAsync();
        await rig.WriteAsync(rig.Suspend());
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        rig.SetState("\"status\": \"Enabled\"", "\"status\": \"Suspended\"");
        // Of another bucket, which the state does not know: it is decided on after the first.
        await rig.WriteAsync(rig.Suspend(bucket: "other", id: "e-2"));

        await AdvanceAsync(TimeSpan.FromSeconds(60), until: 5);

        rig.Drifts.Select(drift => (string)drift["resource_id"]!).ShouldBe(["other"]);
        await rig.StopAsync();
        await running;
    }

    [Fact]
    public async Task What_waits_in_memory_is_told_when_the_server_stops()
    {
        rig.SetState(isNew: false);
        var running = rig.RunAsync();
        await rig.WriteAsync(rig.Suspend());

        await rig.StopAsync();
        await running;

        rig.Drifts.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_waits_in_a_file_journal_is_found_again_after_a_stop()
    {
        using var folder = new TemporaryFolder();
        rig.SetState(isNew: false);
        var running = rig.RunAsync(folder.Path);
        await rig.WriteAsync(rig.Suspend());
        await rig.StopAsync();
        await running;
        rig.Drifts.ShouldBeEmpty();

        var again = new DriftRig(null, rig.Journal);
        again.SetState(isNew: false);
        again.Time.Advance(TimeSpan.FromMinutes(10));
        running = again.RunAsync(folder.Path);
        await again.HasAsync(3);

        again.Drifts.ShouldHaveSingleItem();
        await again.StopAsync();
        await running;
        // It does not begin before what it has told.
        (
            await File.ReadAllTextAsync(
                Path.Combine(folder.Path, "drift-drift.json"),
                TestContext.Current.CancellationToken
            )
        ).ShouldContain("\"sequence\":");
        again.Dispose();
    }

    [Fact]
    public async Task Events_wait_for_the_first_look_at_the_state()
    {
        var writing = rig.WriteAsync(rig.Suspend(at: LongAgo)).AsTask();
        writing.IsCompleted.ShouldBeFalse();

        rig.SetState(isNew: false);
        await writing;

        ((string)rig.Drifts.ShouldHaveSingleItem()["alert_type"]!).ShouldBe("drift");
    }

    [Fact]
    public async Task Events_do_not_wait_for_ever_for_a_state_that_cannot_be_had()
    {
        var writing = rig.WriteAsync(rig.Suspend(at: LongAgo)).AsTask();

        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await writing;

        ((string)rig.Drifts.ShouldHaveSingleItem()["alert_type"]!).ShouldBe("unverified");
        var next = rig.WriteAsync(rig.Suspend(at: LongAgo, id: "e-2")).AsTask();
        next.IsCompleted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_record_of_any_time_is_held_against_the_state(string time)
    {
        rig.SetState(isNew: true);
        var record = rig.Suspend()
            .Replace("2026-01-02T03:04:05.000Z", time, StringComparison.Ordinal);

        var written = await rig.WriteAsync(record);

        written.Rejection.ShouldBeNull();
        rig.Types.Count().ShouldBe(2);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_pending_drift_that_somebody_else_made_waits_no_longer_than_any(string until)
    {
        rig.SetState(isNew: false);
        var running = rig.RunAsync();
        await rig.WriteAsync(
            $$$"""{"id":"x:pending","type":"drift_pending","source":"s","data":{"transformer":"drift","until":"{{{until}}}","comparison":"json","drift":{"timestamp":"2026-01-02T03:04:05Z","alert_type":"drift","resource_address":"aws_iam_policy.deploy","attribute":"policy..","new_value":[{}]} } }"""
        );

        await AdvanceAsync(TimeSpan.FromHours(1), until: 2);

        rig.Types.ShouldBe(["drift_pending", "drift"]);
        await rig.StopAsync();
        await running;
    }

    [Fact]
    public async Task What_is_no_audit_event_passes_as_it_came()
    {
        rig.SetState(isNew: false);

        await rig.WriteAsync("""{"a":1}""", "[]", "null", "\"x\"", "{\"type\":\"falco\"}");

        rig.Types.ShouldBe(["message", "message", "message", "message", "falco"]);
    }

    private void Use(DriftOptions options)
    {
        rig.Dispose();
        rig = new(options);
        rig.SetState(isNew: false);
    }

    /// <summary>Moves the clock in steps, since a timer may be set between two of them, until the journal has so many entries.</summary>
    private async Task AdvanceAsync(TimeSpan by, long until)
    {
        var has = rig.HasAsync(until);
        rig.Time.Advance(by);
        while (!has.IsCompleted)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Task.Yield();
        }
        await has;
    }
}
