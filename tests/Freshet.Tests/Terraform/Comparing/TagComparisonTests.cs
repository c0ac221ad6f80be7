using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class TagComparisonTests
{
    private const string State = """{"Name": "web", "Team": "a"}""";

    [Theory]
    [InlineData("""{"Team": "a", "Name": "web"}""")]
    [InlineData("""[{"key": "Team", "value": "a"}, {"key": "Name", "value": "web"}]""")]
    [InlineData("""[{"Key": "Team", "Value": "a"}, {"Key": "Name", "Value": "web"}]""")]
    [InlineData("""[{"tagKey": "Team", "tagValue": "a"}, {"tagKey": "Name", "tagValue": "web"}]""")]
    [InlineData("""[{"TagKey": "Team", "TagValue": "a"}, {"TagKey": "Name", "TagValue": "web"}]""")]
    [InlineData(
        """[{"key": "aws:cloudformation:stack-name", "value": "s"}, {"key": "Team", "value": "a"}, {"key": "Name", "value": "web"}]"""
    )]
    public void All_shapes_of_tags_are_one(string value) =>
        Comparison.Of(ComparisonKind.Tags, State, value).Kind.ShouldBe(FindingKind.Same);

    [Theory]
    [InlineData(nameof(ChangeMode.Replace), """{"Name": "web"}""", """{"Name": "web"}""")]
    [InlineData(
        nameof(ChangeMode.Add),
        """{"Key": "Name", "Value": "db"}""",
        """{"Name": "db", "Team": "a"}"""
    )]
    [InlineData(
        nameof(ChangeMode.Add),
        """[{"key": "Owner"}]""",
        """{"Name": "web", "Team": "a", "Owner": ""}"""
    )]
    [InlineData(
        nameof(ChangeMode.Add),
        """[{"key": "Owner", "value": null}]""",
        """{"Name": "web", "Team": "a", "Owner": ""}"""
    )]
    [InlineData(
        nameof(ChangeMode.Add),
        """{"name": "x"}""",
        """{"Name": "web", "Team": "a", "name": "x"}"""
    )]
    [InlineData(nameof(ChangeMode.Remove), """["Team", "Other"]""", """{"Name": "web"}""")]
    [InlineData(nameof(ChangeMode.Remove), "\"Team\"", """{"Name": "web"}""")]
    [InlineData(nameof(ChangeMode.Remove), """[{"key": "Team"}]""", """{"Name": "web"}""")]
    [InlineData(
        nameof(ChangeMode.Remove),
        """[{"key": "Team", "value": "a"}]""",
        """{"Name": "web"}"""
    )]
    public void Tags_come_and_go(string mode, string value, string now) =>
        Comparison
            .Of(ComparisonKind.Tags, State, value, Enum.Parse<ChangeMode>(mode))
            .ShouldBe(State, now);

    [Theory]
    [InlineData(nameof(ChangeMode.Add), """[{"key": "Team", "value": "a"}]""")]
    [InlineData(nameof(ChangeMode.Add), """{"aws:createdBy": "me"}""")]
    [InlineData(nameof(ChangeMode.Remove), """["Other"]""")]
    [InlineData(nameof(ChangeMode.Remove), """[{"key": "Team", "value": "b"}]""")]
    public void Nothing_to_add_or_take_out_is_the_same(string mode, string value) =>
        Comparison
            .Of(ComparisonKind.Tags, State, value, Enum.Parse<ChangeMode>(mode))
            .Kind.ShouldBe(FindingKind.Same);

    [Theory]
    [InlineData(nameof(ChangeMode.Replace), "\"Team\"")]
    [InlineData(nameof(ChangeMode.Replace), """[{"key": ["Team"]}]""")]
    [InlineData(nameof(ChangeMode.Replace), """[{"value": {}}]""")]
    [InlineData(
        nameof(ChangeMode.Add),
        """[{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]"""
    )]
    [InlineData(nameof(ChangeMode.Remove), """[{"key": "Team", "value": ""}]""")]
    [InlineData(nameof(ChangeMode.Remove), "[1]")]
    public void Another_shape_is_unreadable(string mode, string value) =>
        Comparison
            .Of(ComparisonKind.Tags, State, value, Enum.Parse<ChangeMode>(mode))
            .Kind.ShouldBe(FindingKind.Unreadable);

    [Fact]
    public void Tags_that_the_provider_adds_to_all_resources_are_known()
    {
        const string others = """, "tags_all": {"Env": "prod", "Name": "web"}""";
        Tags("""{"Name": "web", "Env": "prod"}""").Kind.ShouldBe(FindingKind.Same);
        Tags("""{"Name": "web"}""")
            .ShouldBe("""{"Env": "prod", "Name": "web"}""", """{"Name": "web"}""");

        AttributeFinding Tags(string value) =>
            Comparison.Of(
                ComparisonKind.Tags,
                """{"Name": "web"}""",
                value,
                attribute: "tags",
                others: others
            );
    }

    [Fact]
    public void Labels_that_the_provider_adds_are_known() =>
        Comparison
            .Of(
                ComparisonKind.Tags,
                """{"a": "1"}""",
                """[{"key": "a", "value": "1"}, {"key": "goog-terraform-provisioned", "value": "true"}]""",
                attribute: "labels",
                others: """, "effective_labels": {"a": "1", "goog-terraform-provisioned": "true"}""",
                provider: CloudProvider.Gcp
            )
            .Kind.ShouldBe(FindingKind.Same);

    [Fact]
    public void Azure_has_one_tag_for_all_cases_of_its_name()
    {
        Azure("""{"team": "a", "NAME": "web"}""").Kind.ShouldBe(FindingKind.Same);
        Azure("""{"team": "A", "NAME": "web"}""")
            .ShouldBe(State, """{"Name": "web", "Team": "A"}""");

        static AttributeFinding Azure(string value) =>
            Comparison.Of(ComparisonKind.Tags, State, value, provider: CloudProvider.Azure);
    }

    [Fact]
    public void Only_AWS_owns_tags() =>
        Comparison
            .Of(ComparisonKind.Tags, "{}", """{"aws:a": "b"}""", provider: CloudProvider.Azure)
            .ShouldBe("{}", """{"aws:a": "b"}""");
}
