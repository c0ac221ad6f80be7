using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Terraform.Comparing;

public sealed class SetComparisonTests
{
    [Theory]
    [InlineData("""["a", "b"]""", """["b", "a", "b"]""", nameof(ChangeMode.Replace))]
    [InlineData("""["a", "b"]""", """["b"]""", nameof(ChangeMode.Add))]
    [InlineData("""["a", "b"]""", """["c"]""", nameof(ChangeMode.Remove))]
    [InlineData("null", """["c"]""", nameof(ChangeMode.Remove))]
    [InlineData("""[1, 2]""", """["2", 1.0]""", nameof(ChangeMode.Replace))]
    [InlineData("""["2001:db8::/32"]""", """["2001:DB8::/32"]""", nameof(ChangeMode.Replace))]
    public void Neither_order_nor_repetition_matters(string state, string value, string mode)
    {
        Comparison
            .Of(ComparisonKind.Set, state, value, Enum.Parse<ChangeMode>(mode))
            .Kind.ShouldBe(FindingKind.Same);
        Comparison
            .Of(ComparisonKind.Set, state, value, Enum.Parse<ChangeMode>(mode), "request.value[]")
            .Kind.ShouldBe(FindingKind.Same);
    }

    [Theory]
    [InlineData("""["a", "b"]""", """["c", "b"]""", nameof(ChangeMode.Replace), """["b", "c"]""")]
    [InlineData("""["a", "b"]""", """["a"]""", nameof(ChangeMode.Replace), """["a"]""")]
    [InlineData("""["a", "b"]""", """["c", "a"]""", nameof(ChangeMode.Add), """["a", "b", "c"]""")]
    [InlineData("""["a", "b"]""", """["a", "c"]""", nameof(ChangeMode.Remove), """["b"]""")]
    [InlineData("null", "\"a\"", nameof(ChangeMode.Add), """["a"]""")]
    [InlineData("""[1]""", """["2"]""", nameof(ChangeMode.Add), "[1, 2]")]
    [InlineData("""["00123"]""", """["123"]""", nameof(ChangeMode.Replace), """["123"]""")]
    public void Members_come_and_go(string state, string value, string mode, string now) =>
        Comparison
            .Of(ComparisonKind.Set, state, value, Enum.Parse<ChangeMode>(mode))
            .ShouldBe(state, now);

    [Theory]
    [InlineData("""["a"]""", """[{"id": "a"}]""")]
    [InlineData("""[{"id": "a"}]""", """["a"]""")]
    [InlineData("""["a"]""", """[["a"]]""")]
    [InlineData("\"a\"", """["a"]""")]
    public void Another_shape_is_unreadable(string state, string value) =>
        Comparison.Of(ComparisonKind.Set, state, value).Kind.ShouldBe(FindingKind.Unreadable);

    [Fact]
    public void A_mapping_may_empty_a_set() =>
        AttributeComparer
            .Compare(
                new("it", ComparisonKind.Set, ChangeMode.Replace, null, ""),
                CloudProvider.Aws,
                null,
                Comparison.Json("""{"it": ["a"]}""")
            )
            .ShouldBe("""["a"]""", "[]");
}
