using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class ScalarComparisonTests
{
    [Theory]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "\"a\"")]
    [InlineData(nameof(ComparisonKind.Text), "null", "\"\"")]
    [InlineData(nameof(ComparisonKind.Text), "80", "\"80\"")]
    [InlineData(nameof(ComparisonKind.Text), "\"80\"", "80")]
    [InlineData(nameof(ComparisonKind.Text), "true", "\"true\"")]
    [InlineData(nameof(ComparisonKind.Number), "5", "5.0")]
    [InlineData(nameof(ComparisonKind.Number), "\"5\"", "5")]
    [InlineData(nameof(ComparisonKind.Number), "5", "\"5\"")]
    [InlineData(nameof(ComparisonKind.Number), "5000", "\"5e3\"")]
    [InlineData(nameof(ComparisonKind.Number), "-0", "0")]
    [InlineData(nameof(ComparisonKind.Number), "9007199254740993", "9007199254740993.000")]
    [InlineData(nameof(ComparisonKind.Boolean), "true", "\"true\"")]
    [InlineData(nameof(ComparisonKind.Boolean), "\"true\"", "true")]
    [InlineData(nameof(ComparisonKind.Boolean), "false", "\"Disabled\"")]
    [InlineData(nameof(ComparisonKind.Boolean), "\"ENABLED\"", "true")]
    public void The_same_in_other_words(string kind, string state, string value) =>
        Comparison
            .Of(Enum.Parse<ComparisonKind>(kind), state, value)
            .Kind.ShouldBe(FindingKind.Same);

    [Theory]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "\"A\"", "\"A\"")]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "\"\"", "\"\"")]
    [InlineData(nameof(ComparisonKind.Text), "null", "\"a\"", "\"a\"")]
    [InlineData(nameof(ComparisonKind.Text), "80", "\"443\"", "443")]
    [InlineData(nameof(ComparisonKind.Text), "80", "\"traffic-port\"", "\"traffic-port\"")]
    [InlineData(nameof(ComparisonKind.Text), "80", "\"\"", "null")]
    [InlineData(nameof(ComparisonKind.Text), "\"007\"", "\"7\"", "\"7\"")]
    [InlineData(nameof(ComparisonKind.Number), "5", "\"6.0\"", "6")]
    [InlineData(nameof(ComparisonKind.Number), "\"5\"", "6", "\"6\"")]
    [InlineData(nameof(ComparisonKind.Number), "null", "0", "0")]
    [InlineData(
        nameof(ComparisonKind.Number),
        "9007199254740992",
        "9007199254740993",
        "9007199254740993"
    )]
    [InlineData(nameof(ComparisonKind.Number), "0.1", "0.10000000000000001", "0.10000000000000001")]
    [InlineData(nameof(ComparisonKind.Boolean), "true", "false", "false")]
    [InlineData(nameof(ComparisonKind.Boolean), "null", "\"false\"", "false")]
    [InlineData(nameof(ComparisonKind.Boolean), "\"Enabled\"", "false", "\"Disabled\"")]
    [InlineData(nameof(ComparisonKind.Boolean), "\"DISABLED\"", "true", "\"ENABLED\"")]
    public void The_new_value_has_the_form_of_the_old(
        string kind,
        string state,
        string value,
        string now
    ) => Comparison.Of(Enum.Parse<ComparisonKind>(kind), state, value).ShouldBe(state, now);

    [Theory]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "{}")]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "[\"a\"]")]
    [InlineData(nameof(ComparisonKind.Text), "[\"a\"]", "\"a\"")]
    [InlineData(nameof(ComparisonKind.Number), "5", "\"five\"")]
    [InlineData(nameof(ComparisonKind.Number), "5", "true")]
    [InlineData(nameof(ComparisonKind.Number), "\"five\"", "5")]
    [InlineData(nameof(ComparisonKind.Number), "5", "1e999999999999")]
    [InlineData(nameof(ComparisonKind.Boolean), "true", "1")]
    [InlineData(nameof(ComparisonKind.Boolean), "true", "{\"value\": true}")]
    [InlineData(nameof(ComparisonKind.Boolean), "\"maybe\"", "true")]
    public void Another_shape_is_unreadable(string kind, string state, string value) =>
        Comparison
            .Of(Enum.Parse<ComparisonKind>(kind), state, value)
            .Kind.ShouldBe(FindingKind.Unreadable);

    [Fact]
    public void Several_values_for_one_are_unreadable() =>
        Comparison
            .Of(ComparisonKind.Text, "\"a\"", "[\"a\", \"b\"]", path: "request.value[]")
            .Kind.ShouldBe(FindingKind.Unreadable);

    [Theory]
    [InlineData(nameof(ChangeMode.Add))]
    [InlineData(nameof(ChangeMode.Remove))]
    public void Nothing_is_added_to_a_single_value_or_taken_out(string mode) =>
        Comparison
            .Of(ComparisonKind.Text, "\"a\"", "\"a\"", Enum.Parse<ChangeMode>(mode))
            .Kind.ShouldBe(FindingKind.Unreadable);

    [Theory]
    [InlineData(
        nameof(CloudProvider.Azure),
        "id",
        "/subscriptions/S/resourceGroups/RG",
        "/SUBSCRIPTIONS/s/resourcegroups/rg"
    )]
    [InlineData(
        nameof(CloudProvider.Azure),
        "principal_id",
        "0a1b2c3d-0000-4000-8000-00000000000a",
        "0A1B2C3D-0000-4000-8000-00000000000A"
    )]
    [InlineData(nameof(CloudProvider.Azure), "protocol", "Tcp", "TCP")]
    [InlineData(
        nameof(CloudProvider.Gcp),
        "network",
        "https://www.googleapis.com/compute/v1/projects/p/global/networks/n",
        "https://compute.googleapis.com/compute/beta/projects/p/global/networks/n"
    )]
    [InlineData(
        nameof(CloudProvider.Gcp),
        "network",
        "projects/p/global/networks/n",
        "//compute.googleapis.com/projects/p/global/networks/n"
    )]
    [InlineData(
        nameof(CloudProvider.Gcp),
        "network",
        "projects/p/global/networks/n",
        "global/networks/n"
    )]
    [InlineData(
        nameof(CloudProvider.Gcp),
        "machine_type",
        "e2-small",
        "projects/p/zones/z/machineTypes/e2-small"
    )]
    [InlineData(
        nameof(CloudProvider.Aws),
        "kms_key_id",
        "arn:aws:kms:eu-west-1:123456789012:key/0a1b",
        "0a1b"
    )]
    [InlineData(
        nameof(CloudProvider.Aws),
        "function_name",
        "resize",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize"
    )]
    [InlineData(nameof(CloudProvider.Aws), "cidr", "2001:DB8:0::/32", "2001:db8::/32")]
    public void Clouds_have_several_names_for_one(
        string provider,
        string attribute,
        string one,
        string other
    )
    {
        Text(Enum.Parse<CloudProvider>(provider), attribute, one, other)
            .Kind.ShouldBe(FindingKind.Same);
        Text(Enum.Parse<CloudProvider>(provider), attribute, other, one)
            .Kind.ShouldBe(FindingKind.Same);
    }

    [Theory]
    [InlineData(nameof(CloudProvider.Azure), "description", "Web", "web")]
    [InlineData(nameof(CloudProvider.Aws), "id", "/A/b", "/a/b")]
    [InlineData(
        nameof(CloudProvider.Gcp),
        "network",
        "projects/p/networks/n",
        "projects/q/networks/n"
    )]
    [InlineData(nameof(CloudProvider.Gcp), "network", "projects/p/networks/an", "n")]
    [InlineData(nameof(CloudProvider.Gcp), "network", "a/n", "n")]
    [InlineData(nameof(CloudProvider.Gcp), "description", "projects/p/n", "n")]
    [InlineData(nameof(CloudProvider.Azure), "description", "/Web", "/web")]
    [InlineData(nameof(CloudProvider.Gcp), "network", "projects/p/networks/n", "")]
    [InlineData(
        nameof(CloudProvider.Aws),
        "target_key_id",
        "arn:aws:kms:eu-west-1:123456789012:alias/main",
        "main"
    )]
    [InlineData(
        nameof(CloudProvider.Aws),
        "version",
        "arn:aws:lambda:eu-west-1:123456789012:function:resize:1",
        "1"
    )]
    [InlineData(nameof(CloudProvider.Aws), "role", "arn:aws:iam::123456789012:role/ops", "devops")]
    [InlineData(
        nameof(CloudProvider.Aws),
        "role",
        "arn:aws:iam::123456789012:role/a",
        "arn:aws:iam::210987654321:role/a"
    )]
    [InlineData(nameof(CloudProvider.Aws), "role", "arn:aws:iam::123456789012:role/a", "")]
    [InlineData(nameof(CloudProvider.Aws), "ratio", "1:2:3", "1:2:03")]
    public void Other_names_are_others(string provider, string attribute, string one, string other)
    {
        Text(Enum.Parse<CloudProvider>(provider), attribute, one, other)
            .Kind.ShouldBe(FindingKind.Different);
        Text(Enum.Parse<CloudProvider>(provider), attribute, other, one)
            .Kind.ShouldBe(FindingKind.Different);
    }

    private static AttributeFinding Text(
        CloudProvider provider,
        string attribute,
        string state,
        string value
    ) =>
        Comparison.Of(
            ComparisonKind.Text,
            $"\"{state}\"",
            $"\"{value}\"",
            attribute: attribute,
            provider: provider
        );
}
