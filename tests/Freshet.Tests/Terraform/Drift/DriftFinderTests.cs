using System.Text;
using System.Text.Json;
using Freshet.Events;
using Freshet.Terraform;
using Freshet.Terraform.Drift;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Drift;

public sealed class DriftFinderTests
{
    private const string Group = "sg-0123456789abcdef0";

    private readonly DriftFinder finder = new(ApiCallMap.BuiltIn);
    private readonly LiveState live = new("shop");

    public DriftFinderTests() => live.Set(States.Read(Example()), null);

    [Fact]
    public void A_changed_attribute_is_told_with_what_it_was_and_what_it_is()
    {
        var finding = Find(
                "s3.amazonaws.com",
                "PutBucketVersioning",
                """{"bucketName":"shop-artifacts","VersioningConfiguration":{"Status":"Suspended"}}"""
            )
            .ShouldHaveSingleItem();

        (finding.Kind, finding.Action).ShouldBe((DriftKind.Drift, CallAction.Modified));
        finding.Instance!.Address.ShouldBe("aws_s3_bucket_versioning.artifacts");
        finding.Attribute.ShouldBe("versioning_configuration");
        ((string)finding.Old![0]!["status"]!).ShouldBe("Enabled");
        ((string)finding.New![0]!["status"]!).ShouldBe("Suspended");
    }

    [Fact]
    public void What_the_call_leaves_as_the_state_has_it_is_no_drift() =>
        Find(
                "s3.amazonaws.com",
                "PutBucketVersioning",
                """{"bucketName":"shop-artifacts","VersioningConfiguration":{"Status":"Enabled"}}"""
            )
            .ShouldBeEmpty();

    [Theory]
    [InlineData("ec2.amazonaws.com", "DescribeSecurityGroups")]
    [InlineData("ec2.amazonaws.com", "GetConsoleOutput")]
    [InlineData("newservice.amazonaws.com", "ListThings")]
    public void A_call_that_only_reads_is_no_drift(string service, string call) =>
        Find(service, call, """{"groupId":"GROUP"}""").ShouldBeEmpty();

    [Fact]
    public void A_change_that_cannot_be_read_is_told_without_an_attribute()
    {
        var finding = Find(
                "rds.amazonaws.com",
                "StopDBInstance",
                """{"dBInstanceIdentifier":"shop"}"""
            )
            .ShouldHaveSingleItem();

        (finding.Kind, finding.Attribute, finding.Comparison).ShouldBe(
            (DriftKind.Drift, null, null)
        );
        finding.Instance!.Address.ShouldBe("aws_db_instance.main");
    }

    [Fact]
    public void A_value_that_the_state_marks_as_sensitive_is_never_told()
    {
        var finding = Find(
                "rds.amazonaws.com",
                "ModifyDBInstance",
                """{"dBInstanceIdentifier":"shop","masterUserPassword":"n3w","backupRetentionPeriod":7}"""
            )
            .ShouldHaveSingleItem();

        finding.Attribute.ShouldBe("password");
        finding.Old!.ToString().ShouldNotContain("correct-horse");
        finding.New!.ToString().ShouldNotContain("n3w");
    }

    [Fact]
    public void A_sensitive_attribute_is_masked_where_its_change_can_be_read()
    {
        live.Set(
            States.Read(
                Replaced(
                    "\"sensitive_attributes\": []",
                    """
                    "sensitive_attributes": [[{"type":"get_attr","value":"versioning_configuration"},{"type":"index","value":{"value":0,"type":"number"}},{"type":"get_attr","value":"status"}]]
                    """
                )
            ),
            null
        );

        var finding = Find(
                "s3.amazonaws.com",
                "PutBucketVersioning",
                """{"bucketName":"shop-artifacts","VersioningConfiguration":{"Status":"Suspended"}}"""
            )
            .ShouldHaveSingleItem();

        finding.Attribute.ShouldBe("versioning_configuration");
        ((string)finding.Old!).ShouldBe(Redactor.Marker);
        ((string)finding.New!).ShouldBe(Redactor.Marker);
        finding.Comparison.ShouldBeNull();
    }

    [Fact]
    public void Who_is_created_and_not_in_the_state_is_unmanaged()
    {
        var finding = Find("ec2.amazonaws.com", "CreateVpc", "{}", """{"vpc":{"vpcId":"vpc-9"}}""")
            .ShouldHaveSingleItem();

        (finding.Kind, finding.ResourceType, finding.ResourceId).ShouldBe(
            (DriftKind.Unmanaged, "aws_vpc", "vpc-9")
        );
    }

    [Fact]
    public void What_was_created_and_is_in_the_state_is_no_drift() =>
        Find(
                "ec2.amazonaws.com",
                "CreateSubnet",
                "{}",
                """{"subnet":{"subnetId":"subnet-00000000000000001"}}"""
            )
            .ShouldBeEmpty();

    [Fact]
    public void Of_several_resources_each_is_told_whether_the_state_knows_it_or_not()
    {
        var findings = Find(
            "ec2.amazonaws.com",
            "CreateTags",
            """{"resourcesSet":{"items":[{"resourceId":"GROUP"},{"resourceId":"vol-1"},{"resourceId":"subnet-00000000000000000"}]},"tagSet":{"items":[{"key":"Owner","value":"me"}]}}"""
        );

        findings
            .Select(finding => (finding.Kind, finding.ResourceId, finding.Attribute))
            .ShouldBe([
                (DriftKind.Drift, Group, "tags"),
                (DriftKind.Drift, "subnet-00000000000000000", "tags"),
                (DriftKind.Unmanaged, "vol-1", null),
            ]);
        findings[1].Instance!.Address.ShouldBe("module.network[\"eu\"].aws_subnet.private[0]");
        ((string)findings[0].New!["Owner"]!).ShouldBe("me");
    }

    [Fact]
    public void A_call_that_no_mapping_knows_is_told_of_what_it_names()
    {
        var finding = Find(
                "ec2.amazonaws.com",
                "TwistSecurityGroup",
                """{"what":{"groups":["GROUP"]}}"""
            )
            .ShouldHaveSingleItem();

        (finding.Kind, finding.Attribute, finding.Action).ShouldBe((DriftKind.Drift, null, null));
        finding.Instance!.Address.ShouldBe("aws_security_group.web");
    }

    [Theory]
    [InlineData("TwistSecurityGroup", """{"groupId":"sg-9"}""")]
    [InlineData("AuthorizeSecurityGroupIngress", "{}")]
    public void What_a_record_does_not_name_is_told_as_unverified(string call, string request) =>
        Find("ec2.amazonaws.com", call, request)
            .ShouldHaveSingleItem()
            .Kind.ShouldBe(DriftKind.Unverified);

    [Fact]
    public void Without_a_state_nothing_is_called_unmanaged()
    {
        var record = Record(
            "ec2.amazonaws.com",
            "DeleteSecurityGroup",
            """{"groupId":"GROUP"}""",
            "null"
        );

        var finding = finder.Find(record, new LiveState("empty").Current).ShouldHaveSingleItem();

        (finding.Kind, finding.ResourceId).ShouldBe((DriftKind.Unverified, "GROUP"));
    }

    [Fact]
    public void A_resource_that_belongs_to_a_known_one_is_told_as_its_change()
    {
        var finding = Find(
                "s3.amazonaws.com",
                "PutBucketInventory",
                """{"bucketName":"shop-artifacts"}"""
            )
            .ShouldHaveSingleItem();

        finding.Instance!.Address.ShouldBe("aws_s3_bucket.artifacts");
    }

    [Fact]
    public void Every_call_that_changes_something_is_told_of_whatever_its_record_holds()
    {
        foreach (var call in ApiCallMap.BuiltIn.Calls(CloudProvider.Aws))
        {
            Find(call.Service, call.FullNames[0], "{}").ShouldNotBeEmpty(call.Name);
        }
    }

    [Fact]
    public void A_newer_state_agrees_with_a_change_that_it_shows()
    {
        const string opened =
            """{"cidr_blocks":["10.1.0.0/16","10.2.0.0/16"],"description":"","from_port":22,"ipv6_cidr_blocks":[],"prefix_list_ids":[],"protocol":"tcp","security_groups":[],"self":false,"to_port":22}""";
        var claim = DriftClaim.Of(
            Find(
                    "ec2.amazonaws.com",
                    "AuthorizeSecurityGroupIngress",
                    """{"groupId":"GROUP","ipPermissions":{"items":[{"ipProtocol":"tcp","fromPort":22,"toPort":22,"ipRanges":{"items":[{"cidrIp":"10.2.0.0/16"},{"cidrIp":"10.1.0.0/16"}]}}]}}"""
                )
                .ShouldHaveSingleItem()
        );

        claim.AgreesWith(live.Current).ShouldBeFalse();
        live.Set(States.Read(Replaced("\"ingress\": [", $"\"ingress\": [{opened},")), null);
        claim.AgreesWith(live.Current).ShouldBeTrue();
    }

    [Fact]
    public void A_newer_state_agrees_with_a_removal_once_it_does_not_know_the_resource()
    {
        var claim = DriftClaim.Of(
            Find("ec2.amazonaws.com", "DeleteSecurityGroup", """{"groupId":"GROUP"}""")
                .ShouldHaveSingleItem()
        );

        claim.AgreesWith(live.Current).ShouldBeFalse();
        live.Set(
            States.Read(
                Replaced(
                    "\"name\": \"web\",\n      \"provider\"",
                    "\"name\": \"other\",\n      \"provider\""
                )
            ),
            null
        );
        claim.AgreesWith(live.Current).ShouldBeTrue();
    }

    [Fact]
    public void A_newer_state_agrees_with_a_creation_once_it_knows_the_resource()
    {
        var claim = new DriftClaim
        {
            Kind = DriftKind.Unmanaged,
            Action = CallAction.Created,
            ResourceType = "aws_security_group",
            ResourceId = "web-2",
        };

        claim.AgreesWith(live.Current).ShouldBeFalse();
        (claim with { ResourceId = "web" }).AgreesWith(live.Current).ShouldBeTrue();
        (claim with { ResourceId = Group }).AgreesWith(live.Current).ShouldBeTrue();
    }

    private static byte[] Example() =>
        File.ReadAllBytes(
            Path.Combine(Repository.Root, "examples", "tfdrift", "terraform.tfstate")
        );

    private static byte[] Replaced(string part, string other)
    {
        var text = Encoding.UTF8.GetString(Example());
        text.ShouldContain(part);
        return Encoding.UTF8.GetBytes(text.Replace(part, other, StringComparison.Ordinal));
    }

    private IReadOnlyList<DriftFinding> Find(
        string service,
        string call,
        string request,
        string response = "null"
    ) =>
        finder.Find(
            Record(
                service,
                call,
                request.Replace("GROUP", Group, StringComparison.Ordinal),
                response
            ),
            live.Current
        );

    private static AuditRecord Record(string service, string call, string request, string response)
    {
        var text =
            $$"""{"eventName":"{{call}}","eventSource":"{{service}}","eventTime":"2025-01-15T10:00:00Z","requestParameters":{{request}},"responseElements":{{response}}}""";
        using var document = JsonDocument.Parse(text, JsonText.DocumentOptions);
        return AuditRecordReader.Read(document.RootElement).Single();
    }
}
