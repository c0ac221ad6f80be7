using System.Text.Json;
using Freshet.Events;
using Freshet.Terraform.Drift;
using Freshet.Terraform.Mapping;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Drift;

public sealed class AuditRecordReaderTests
{
    private const string CloudTrail = """
        {"eventVersion":"1.09","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:ada","arn":"arn:aws:sts::123456789012:assumed-role/admin/ada","accountId":"123456789012","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::123456789012:role/admin","userName":"admin"}}},
         "eventTime":"2025-01-15T10:00:00Z","eventSource":"ec2.amazonaws.com","eventName":"CreateVpc","awsRegion":"eu-west-1","userAgent":"console.amazonaws.com","requestParameters":{"cidrBlock":"10.0.0.0/16"},"responseElements":{"vpc":{"vpcId":"vpc-1"}},"eventID":"e-1","readOnly":false}
        """;

    private const string CloudAudit = """
        {"insertId":"i-1","timestamp":"2025-01-15T10:00:00.5Z","resource":{"type":"gce_instance","labels":{"project_id":"shop"}},
         "protoPayload":{"serviceName":"compute.googleapis.com","methodName":"v1.compute.instances.stop","resourceName":"projects/shop/zones/z/instances/a","authenticationInfo":{"principalEmail":"ci@shop.iam.gserviceaccount.com"},"requestMetadata":{"callerSuppliedUserAgent":"gcloud"},"request":{}}}
        """;

    private const string Activity = """
        {"time":"2025-01-15T10:00:00Z","resourceId":"/SUBSCRIPTIONS/S1/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.COMPUTE/VIRTUALMACHINES/A","operationName":"MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE","resultType":"Success","correlationId":"c-1",
         "identity":{"claims":{"http://schemas.microsoft.com/identity/claims/objectidentifier":"o-1","name":"Ada"},"authorization":{"evidence":{"principalType":"User"}}}}
        """;

    [Fact]
    public void A_record_of_CloudTrail_is_read_as_AWS_writes_it()
    {
        var record = Read(CloudTrail).ShouldHaveSingleItem();

        record.Provider.ShouldBe(CloudProvider.Aws);
        (record.Service, record.Name, record.Id).ShouldBe(
            ("ec2.amazonaws.com", "CreateVpc", "e-1")
        );
        record.Time.ShouldBe(new DateTimeOffset(2025, 1, 15, 10, 0, 0, TimeSpan.Zero));
        record.UserAgent.ShouldBe("console.amazonaws.com");
        (record.By.Type, record.By.UserName, record.By.AccountId).ShouldBe(
            ("AssumedRole", "admin", "123456789012")
        );
        record.By.Names.ShouldContain("arn:aws:iam::123456789012:role/admin");
        (record.ChangedNothing, record.OnlyReads).ShouldBe((false, false));
        ((string)record.Content["responseElements"]!["vpc"]!["vpcId"]!).ShouldBe("vpc-1");
    }

    [Fact]
    public void A_record_of_Cloud_Audit_Logs_is_read_as_Google_writes_it()
    {
        var record = Read(CloudAudit).ShouldHaveSingleItem();

        record.Provider.ShouldBe(CloudProvider.Gcp);
        (record.Service, record.Name, record.Id).ShouldBe(
            ("compute.googleapis.com", "v1.compute.instances.stop", "i-1")
        );
        record.By.ShouldBe(
            new()
            {
                Type = "ServiceAccount",
                UserName = "ci@shop.iam.gserviceaccount.com",
                AccountId = "shop",
            }
        );
        record.UserAgent.ShouldBe("gcloud");
    }

    [Fact]
    public void A_record_of_the_activity_log_is_read_as_Azure_streams_it()
    {
        var record = Read(Activity).ShouldHaveSingleItem();

        record.Provider.ShouldBe(CloudProvider.Azure);
        (record.Name, record.Id).ShouldBe(("MICROSOFT.COMPUTE/VIRTUALMACHINES/DELETE", "c-1"));
        record.By.ShouldBe(
            new()
            {
                Type = "User",
                UserName = "Ada",
                AccountId = "S1",
                PrincipalId = "o-1",
            }
        );
    }

    [Fact]
    public void A_record_of_the_activity_log_is_read_as_Azures_API_gives_it()
    {
        var record = Read(
                """
                {"operationName":{"value":"Microsoft.Network/virtualNetworks/write","localizedValue":"Create"},"status":{"value":"Succeeded"},"caller":"ada@example.com","resourceId":"/subscriptions/s1/x","eventTimestamp":"2025-01-15T10:00:00Z"}
                """
            )
            .ShouldHaveSingleItem();

        (record.Name, record.By.UserName, record.ChangedNothing).ShouldBe(
            ("Microsoft.Network/virtualNetworks/write", "ada@example.com", false)
        );
    }

    [Theory]
    [InlineData("""{"Records":[$,$]}""", 2)]
    [InlineData("""{"records":[$]}""", 1)]
    [InlineData("""[$,1,{"eventName":"x"},$]""", 2)]
    [InlineData("""{"detail-type":"AWS API Call via CloudTrail","detail":$}""", 1)]
    [InlineData("""{"id":"1","type":"t","source":"s","data":$}""", 1)]
    [InlineData(
        """{"specversion":"1.0","id":"1","type":"t","source":"s","data":{"detail":$}}""",
        1
    )]
    [InlineData("""{"log":$}""", 0)]
    [InlineData("null", 0)]
    public void Records_are_found_alone_in_lists_and_in_envelopes(string text, int count)
    {
        Read(text.Replace("$", CloudTrail, StringComparison.Ordinal)).Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("\"readOnly\":false", "\"errorCode\":\"AccessDenied\"", true, false)]
    [InlineData("\"readOnly\":false", "\"readOnly\":true", false, true)]
    [InlineData("\"readOnly\":false", "\"readOnly\":\"true\"", false, true)]
    public void What_failed_or_only_read_is_known_as_such(
        string part,
        string other,
        bool changedNothing,
        bool onlyReads
    )
    {
        var record = Read(CloudTrail.Replace(part, other, StringComparison.Ordinal))
            .ShouldHaveSingleItem();

        (record.ChangedNothing, record.OnlyReads).ShouldBe((changedNothing, onlyReads));
    }

    [Theory]
    [InlineData(""","status":{"code":7}""", true)]
    [InlineData(""","status":{"code":0}""", false)]
    [InlineData(""","status":{}""", false)]
    public void A_refused_call_of_Google_changed_nothing(string status, bool changedNothing) =>
        Read(CloudAudit.Replace(""","request":{}""", status, StringComparison.Ordinal))
            .ShouldHaveSingleItem()
            .ChangedNothing.ShouldBe(changedNothing);

    [Fact]
    public void The_end_of_a_long_operation_is_not_told_again()
    {
        var end = CloudAudit
            .Replace(""","request":{}""", "", StringComparison.Ordinal)
            .Replace(
                "\"insertId\":\"i-1\"",
                "\"insertId\":\"i-2\",\"operation\":{\"id\":\"o\",\"last\":true}",
                StringComparison.Ordinal
            );

        var record = Read(end).ShouldHaveSingleItem();

        (record.Id, record.ChangedNothing).ShouldBe(("o", true));
    }

    [Theory]
    [InlineData("Start", true)]
    [InlineData("Failure", true)]
    [InlineData("Accept", false)]
    [InlineData("Success", false)]
    public void Azures_operations_count_once_they_are_accepted(
        string result,
        bool changedNothing
    ) =>
        Read(Activity.Replace("Success", result, StringComparison.Ordinal))
            .ShouldHaveSingleItem()
            .ChangedNothing.ShouldBe(changedNothing);

    [Theory]
    [InlineData("aws_cloudtrail.json", "AuthorizeSecurityGroupIngress", "john.doe")]
    [InlineData("gcpaudit.json", "storage.setIamPermissions", "ada@example.com")]
    [InlineData(
        "azure_activity.json",
        "Microsoft.Network/networkSecurityGroups/securityRules/write",
        "ada@example.com"
    )]
    public void Alerts_of_Falco_are_put_together_to_the_record_they_tell_of(
        string file,
        string name,
        string user
    )
    {
        var record = Read(Alert(file)).ShouldHaveSingleItem();

        (record.Name, record.By.UserName).ShouldBe((name, user));
        record.Time.ShouldNotBeNull().Year.ShouldBe(2025);
    }

    [Fact]
    public void The_request_of_an_alert_is_read_out_of_its_text()
    {
        var record = Read(Alert("aws_cloudtrail.json")).ShouldHaveSingleItem();

        ((string)record.Content["requestParameters"]!["groupId"]!).ShouldBe("sg-0123456789abcdef0");
    }

    [Fact]
    public void An_alert_that_tells_single_parameters_is_read_by_those()
    {
        var record = Read(
                """{"type":"falco","data":{"source":"aws_cloudtrail","fields":{"ct.name":"DeleteBucketPolicy","ct.src":"s3.amazonaws.com","ct.error":null,"ct.user":"<NA>","s3.bucket":"shop"}}}"""
            )
            .ShouldHaveSingleItem();

        ((string)record.Content["requestParameters"]!["bucketName"]!).ShouldBe("shop");
        record.By.UserName.ShouldBeNull();
    }

    [Theory]
    [InlineData("syscall.json")]
    [InlineData("okta.json")]
    [InlineData("k8s_audit.json")]
    public void Other_alerts_are_no_records(string file) => Read(Alert(file)).ShouldBeEmpty();

    [Fact]
    public void No_content_makes_it_throw() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
                seed => Read(Arbitrary(new Random(seed), depth: 5)).Count.ShouldBeLessThan(100)
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>JSON of the names and texts that mean something here.</summary>
    private static string Arbitrary(Random random, int depth)
    {
        string[] names =
        [
            "eventName",
            "eventSource",
            "userIdentity",
            "protoPayload",
            "methodName",
            "serviceName",
            "operationName",
            "resourceId",
            "Records",
            "detail",
            "data",
            "type",
            "source",
            "fields",
            "ct.request",
            "ct.name",
            "ct.src",
            "json.value[/a/b]",
            "json.value[/]",
            "operation",
            "status",
            "claims",
        ];
        string[] leaves =
        [
            "null",
            "true",
            "1",
            "\"\"",
            "\"falco\"",
            "\"aws_cloudtrail\"",
            "\"a/b\"",
            """ "{\"a\":{}}" """,
            "\"[\"",
        ];
        var kind = depth == 0 ? 0 : random.Next(5);
        if (kind == 0)
        {
            return leaves[random.Next(leaves.Length)];
        }
        var count = random.Next(6);
        return kind == 1
            ? $"[{string.Join(',', Enumerable.Range(0, count).Select(_ => Arbitrary(random, depth - 1)))}]"
            : $"{{{string.Join(',', random.GetItems(names, count).Distinct().Select(name => $"\"{name}\":{Arbitrary(random, depth - 1)}"))}}}";
    }

    private static string Alert(string file)
    {
        var alert = File.ReadAllBytes(
            Path.Combine(Repository.Root, "tests", "data", "falco", file)
        );
        return System.Text.Encoding.UTF8.GetString(
            Freshet.Sources.Falco.AlertContent.Read(alert, null).Events[0].Span
        );
    }

    private static List<AuditRecord> Read(string text)
    {
        using var document = JsonDocument.Parse(text, JsonText.DocumentOptions);
        return [.. AuditRecordReader.Read(document.RootElement)];
    }
}
