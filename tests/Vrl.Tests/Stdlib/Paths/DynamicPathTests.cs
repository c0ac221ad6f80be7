using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Paths;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Paths;

public sealed class DynamicPathTests
{
    [Theory]
    [InlineData("get!({\"a\": [1, {\"b\": 2}]}, [\"a\", -1, \"b\"])", "2")]
    [InlineData("get!([1], [9223372036854775807])", "null")]
    [InlineData("get!([1], [\"a\"])", "null")]
    [InlineData("get!({\"a\": 1}, [0])", "null")]
    [InlineData("set!([], [\"a\"], 1)", """{"a":1}""")]
    [InlineData("set!({\"a\": 1}, [\"a\", 2], 5)", """{"a":[null,null,5]}""")]
    [InlineData("set!({\"a\": 1}, [\"a\"], .missing)", """{"a":null}""")]
    [InlineData("set!({\"a\": 1}, [], 5)", "5")]
    [InlineData("remove!([[1]], [0, 0], true)", "[]")]
    [InlineData("remove!([1, 2], [-3])", "[1,2]")]
    [InlineData("remove!([1, 2], [\"a\"])", "[1,2]")]
    [InlineData(
        "get!({}, [[1]])",
        "function call error for \"get\" at (0:15): path segment must be either string or integer, not [integer]"
    )]
    public void Paths_are_made_while_the_program_runs(string source, string expected) =>
        Programs.Run(source).ShouldBe(expected);

    [Fact]
    public void The_argument_stays_as_it_is() =>
        Programs
            .Run(
                """x = {"a": [1, 2]}; y = remove!(x, ["a", 0]); z = set!(x, ["a", 0], 9); [x, y, z]"""
            )
            .ShouldBe("""[{"a":[1,2]},{"a":[2]},{"a":[9,2]}]""");

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(100_000_000)]
    public void No_index_makes_an_array_of_gigabytes(long index) =>
        FunctionRunner
            .Call(
                new Set(),
                ("value", Json.Read("[]")),
                ("path", Value.From(new VrlArray([index]))),
                ("data", 1L)
            )
            .IsFailure.ShouldBeTrue();

    [Fact]
    public void No_path_goes_down_without_end()
    {
        var path = Value.From(new VrlArray(Enumerable.Repeat(Value.From("a"), 100_000)));
        foreach (Function function in (Function[])[new Get(), new Set(), new Remove()])
        {
            FunctionRunner
                .Call(function, ("value", Json.Read("{}")), ("path", path), ("data", 1L))
                .IsFailure.ShouldBeTrue();
        }
    }

    [Fact]
    public void A_container_that_was_changed_is_still_one()
    {
        Programs.TypeOf("set!({\"a\": 1}, [\"b\"], 1)").ShouldBe(Kind.Object);
        Programs.TypeOf("remove!([1], [0])").ShouldBe(Kind.Array);
        Programs.TypeOf("set!(.x, [\"b\"], 1)").ShouldBe(Kind.Never);
        Programs.TypeOf("get!(., [\"b\"])").ShouldBe(Kind.Any);
    }

    [Theory]
    [InlineData("get(., [\"a\"])", 100)]
    [InlineData("x = set(., [\"a\"], 1)", 103)]
    [InlineData("remove(., .p)", 110)]
    public void They_may_fail(string source, int code) => Programs.Errors(source).ShouldBe([code]);
}
