using Shouldly;
using Vrl.Tests.Stdlib;
using Xunit;

namespace Vrl.Tests.Values;

public sealed class ContainerEqualityTests
{
    [Theory]
    [InlineData("""{"a": [1, {"b": null}]}""", """{"a": [1, {"b": null}]}""", true)]
    [InlineData("""{"a": [1, {"b": null}]}""", """{"a": [1, {"c": null}]}""", false)]
    [InlineData("""[1, [2]]""", """[1, [2, 3]]""", false)]
    [InlineData("""[1]""", """[1.0]""", false)]
    [InlineData("""[0.0]""", """[-0.0]""", true)]
    [InlineData("""[]""", """{}""", false)]
    public void Containers_are_equal_where_all_in_them_is(string left, string right, bool expected)
    {
        (Json.Read(left) == Json.Read(right)).ShouldBe(expected);
        if (expected)
        {
            Json.Read(left).GetHashCode().ShouldBe(Json.Read(right).GetHashCode());
        }
    }

    [Fact]
    public void Depth_is_no_limit()
    {
        var (deep, same) = (Json.Nested(100_000), Json.Nested(100_000));
        (deep == same).ShouldBeTrue();
        (deep == Json.Nested(99_999)).ShouldBeFalse();
        deep.GetHashCode().ShouldBe(same.GetHashCode());
    }
}
