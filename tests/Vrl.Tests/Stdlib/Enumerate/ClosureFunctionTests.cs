using Freshet.Vrl.Runtime;
using Freshet.Vrl.Stdlib;
using Freshet.Vrl.Stdlib.Enumerate;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Enumerate;

public sealed class ClosureFunctionTests
{
    private static readonly Value text = "text";

    [Fact]
    public void Filter_keeps_what_the_closure_says_true_of()
    {
        Run(new Filter(), """{"a": 1, "b": 2}""", (key, _) => key == Value.From("a"))
            .ShouldBe("""{"a":1}""");
        Run(new Filter(), "[1, 2, 3]", (index, value) => index.Integer + value.Integer != 3)
            .ShouldBe("[1,3]");
    }

    [Fact]
    public void For_each_goes_through_all_in_order()
    {
        var seen = new List<string>();
        Run(
                new ForEach(),
                """{"b": 1, "a": [2]}""",
                (key, value) =>
                {
                    seen.Add($"{key.Text}={Json.Write(value)}");
                    return Value.Null;
                }
            )
            .ShouldBe("null");
        seen.ShouldBe(["a=[2]", "b=1"]);
    }

    [Theory]
    [InlineData(false, """{"A":1,"B":[{"c":2}]}""")]
    [InlineData(true, """{"A":1,"B":[{"C":2}]}""")]
    public void Map_keys_goes_into_containers_where_asked(bool recursive, string expected) =>
        Run(
                new MapKeys(),
                """{"a": 1, "b": [{"c": 2}]}""",
                (key, _) => Value.From(key.Text.ToUpperInvariant()),
                recursive
            )
            .ShouldBe(expected);

    [Fact]
    public void The_later_of_two_keys_that_become_the_same_wins() =>
        Run(new MapKeys(), """{"a": 1, "b": 2}""", (_, _) => "x").ShouldBe("""{"x":2}""");

    [Theory]
    [InlineData(false, """{"a":"text","b":"text"}""")]
    [InlineData(true, """{"a":"text","b":"text"}""")]
    public void A_container_that_map_values_replaces_by_a_scalar_is_not_gone_into(
        bool recursive,
        string expected
    ) =>
        Run(new MapValues(), """{"a": 1, "b": [2, {"c": 3}]}""", (_, _) => text, recursive)
            .ShouldBe(expected);

    [Fact]
    public void Map_values_goes_into_what_the_closure_made_of_a_container_only() =>
        Run(
                new MapValues(),
                """[1, [2], {"a": 3}]""",
                (value, _) =>
                    value.IsInteger ? Value.From(new VrlArray([value]))
                    : value.IsArray ? Value.From(new VrlArray([7, 8]))
                    : value,
                recursive: true
            )
            .ShouldBe("""[[1],[[7],[8]],{"a":[3]}]""");

    [Fact]
    public void The_argument_stays_as_it_is()
    {
        var argument = Json.Read("""{"a": {"b": 1}}""").Share();
        Call(
            new MapValues(),
            argument,
            (value, _) => value.IsInteger ? text : value,
            recursive: true
        );
        Call(new MapKeys(), argument, (_, _) => text, recursive: true);
        Json.Write(argument).ShouldBe("""{"a":{"b":1}}""");
    }

    [Fact]
    public void A_failure_of_the_closure_ends_it_at_once()
    {
        var calls = 0;
        foreach (
            Function function in (Function[])
                [new Filter(), new ForEach(), new MapKeys(), new MapValues()]
        )
        {
            Run(
                    function,
                    """{"a": 1, "b": 2}""",
                    (_, _) =>
                    {
                        calls++;
                        return Value.Fail("no");
                    }
                )
                .ShouldBe("no");
        }
        calls.ShouldBe(4);
    }

    [Fact]
    public void A_closure_that_gives_another_kind_than_the_compiler_knew_is_a_failure()
    {
        Programs
            .Run("filter([1]) -> |_i, _v| { pop([true])[0] }")
            .ShouldEndWith("expected boolean, got null");
        Programs
            .Run("""map_keys({"a": 1}) -> |_k| { pop(["a"])[0] }""")
            .ShouldEndWith("expected string, got null");
    }

    [Fact]
    public void An_argument_of_another_kind_than_the_compiler_knew_is_a_failure()
    {
        Programs.Run("strlen(pop([\"a\"])[0])").ShouldEndWith("expected string, got null");
        Programs.Run("keys(set!({}, [], 5))").ShouldEndWith("expected object, got integer");
    }

    [Fact]
    public void Values_that_are_nested_too_deeply_are_a_failure()
    {
        Call(new MapValues(), Json.Nested(100_000), (value, _) => value, recursive: true)
            .IsFailure.ShouldBeTrue();
        var @object = new VrlObject();
        @object.Set("a", Json.Nested(100_000));
        Call(new MapKeys(), Value.From(@object), (key, _) => key, recursive: true)
            .IsFailure.ShouldBeTrue();
    }

    private static string Run(
        Function function,
        string json,
        Func<Value, Value, Value> body,
        bool recursive = false
    ) => Json.Write(Call(function, Json.Read(json), body, recursive));

    private static Value Call(
        Function function,
        Value value,
        Func<Value, Value, Value> body,
        bool recursive = false
    )
    {
        var closure = new Closure([0, 1], run => body(run.Variables[0], run.Variables[1]));
        var run = new RunState(variables: 2, TimeZoneInfo.Utc, TimeProvider.System, new NoHost());
        return function.Call(new Arguments([value, recursive], run, prepared: null, closure));
    }

    private sealed class NoHost : IVrlHost
    {
        public void Log(string level, string message) { }
    }
}
