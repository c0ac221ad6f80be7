using Freshet.Vrl.Stdlib.Types;
using Freshet.Vrl.Typing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Types;

public sealed class TagTypesExternallyTests
{
    [Theory]
    [InlineData("tag_types_externally(\"a\")", """{"string":"a"}""")]
    [InlineData("tag_types_externally(.missing)", "null")]
    [InlineData("tag_types_externally({\"a\": [], \"b\": {}})", """{"a":[],"b":{}}""")]
    [InlineData(
        "tag_types_externally({\"a\": {\"b\": [1, true]}})",
        """{"a":{"b":[{"integer":1},{"boolean":true}]}}"""
    )]
    public void Scalars_are_wrapped_wherever_they_are(string source, string expected) =>
        Programs.Run(source).ShouldBe(expected);

    [Fact]
    public void It_goes_not_down_without_end() =>
        FunctionRunner
            .Call(new TagTypesExternally(), ("value", Json.Nested(100_000)))
            .IsFailure.ShouldBeTrue();

    [Fact]
    public void The_outermost_kind_is_known()
    {
        Programs.TypeOf("tag_types_externally([1])").ShouldBe(Kind.Array);
        Programs.TypeOf("tag_types_externally(null)").ShouldBe(Kind.Null);
        Programs.TypeOf("tag_types_externally(.x)").ShouldBe(Kind.Object);
    }
}
