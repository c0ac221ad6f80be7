using Freshet.Terraform;
using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class AttributeComparerTests
{
    private static readonly AttributeChange Opaque = new(
        "password",
        ComparisonKind.Opaque,
        ChangeMode.Replace,
        null,
        null
    );

    [Theory]
    [InlineData("""{"a": 1}""", "a", "1")]
    [InlineData("""{"a": {"b": 1}}""", "a.b", "1")]
    [InlineData("""{"a": [{"b": 1}]}""", "a.b", "1")]
    [InlineData("""{"a": [{"b": [{"c": [1, 2]}]}]}""", "a.b.c", "[1, 2]")]
    [InlineData("""{"a": [{"b": 1}, {"b": null}, {"b": [2]}]}""", "a.b", "[1,null,[2]]")]
    [InlineData("""{"a": [{"b": 1}, {"c": 2}]}""", "a.b", "[1]")]
    public void A_dot_leads_into_a_block(string attributes, string path, string value) =>
        AttributeComparer.ValueOf(Comparison.Json(attributes), path).GetRawText().ShouldBe(value);

    [Theory]
    [InlineData("{}", "a")]
    [InlineData("""{"a": []}""", "a.b")]
    [InlineData("""{"a": null}""", "a.b")]
    [InlineData("""{"a": 1}""", "a.b")]
    [InlineData("""{"a": [1, 2]}""", "a.b")]
    [InlineData("[]", "a")]
    public void Where_nothing_is_there_is_no_value(string attributes, string path) =>
        SameValue
            .IsNothing(AttributeComparer.ValueOf(Comparison.Json(attributes), path))
            .ShouldBeTrue();

    [Fact]
    public void An_attribute_that_the_type_lacks_is_absent() =>
        AttributeComparer
            .Compare(Opaque, CloudProvider.Aws, null, Comparison.Json("""{"name": "a"}"""))
            .Kind.ShouldBe(FindingKind.Absent);

    [Fact]
    public void A_block_that_is_not_there_has_no_value_and_is_not_absent() =>
        Comparison
            .OfCall(
                "dynamodb",
                "UpdateTimeToLive",
                "aws_dynamodb_table",
                "ttl.enabled",
                """{"timeToLiveSpecification": {"enabled": true, "attributeName": "until"}}""",
                """{"ttl": []}"""
            )
            .ShouldBe("null", "true");

    [Fact]
    public void What_the_record_does_not_tell_is_unreadable() =>
        AttributeComparer
            .Compare(Opaque, CloudProvider.Aws, null, Comparison.Json("""{"password": "a"}"""))
            .ShouldBe(new AttributeFinding(FindingKind.Unreadable));

    [Fact]
    public void What_the_request_does_not_mention_is_as_it_was() =>
        Comparison
            .Of(ComparisonKind.Text, "\"a\"", "\"b\"", path: "request.other")
            .Kind.ShouldBe(FindingKind.Same);

    [Theory]
    [InlineData(nameof(ComparisonKind.Text), """{"(sensitive value)": "aGFzaA=="}""", "\"a\"")]
    [InlineData(nameof(ComparisonKind.Tags), """{"a": {"(sensitive value)": "aGFzaA=="}}""", "{}")]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "\"HIDDEN_DUE_TO_SECURITY_REASONS\"")]
    [InlineData(nameof(ComparisonKind.Text), "\"a\"", "\"****\"")]
    [InlineData(nameof(ComparisonKind.Set), "[\"a\"]", "[\"***\"]")]
    [InlineData(nameof(ComparisonKind.Tags), "{}", """{"a": "HIDDEN_DUE_TO_SECURITY_REASONS"}""")]
    public void What_is_hidden_is_not_told(string kind, string state, string value) =>
        Comparison
            .Of(Enum.Parse<ComparisonKind>(kind), state, value)
            .ShouldBe(new AttributeFinding(FindingKind.Unreadable));

    [Theory]
    [InlineData("""{"a": {"(sensitive value)": "aGFzaA=="}}""")]
    [InlineData("""{"(sensitive value)": "aGFzaA=="}""")]
    public void All_tags_that_hold_what_is_hidden_are_not_told(string all) =>
        Comparison
            .Of(
                ComparisonKind.Tags,
                "{}",
                """{"b": "c"}""",
                attribute: "tags",
                others: $", \"tags_all\": {all}"
            )
            .ShouldBe(new AttributeFinding(FindingKind.Unreadable));
}
