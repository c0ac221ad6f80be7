using Freshet.Vrl.Typing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Objects;

public sealed class ObjectFunctionTests
{
    [Theory]
    [InlineData(
        """merge({"a": {"b": [1]}}, {"a": {"b": [2], "c": 3}}, deep: true)""",
        """{"a":{"b":[2],"c":3}}"""
    )]
    [InlineData("""merge({"a": 1}, {"a": {"b": 2}}, deep: true)""", """{"a":{"b":2}}""")]
    [InlineData("""merge({"a": {"b": 2}}, {"a": null}, deep: true)""", """{"a":null}""")]
    [InlineData("from_entries(to_entries({\"a\": 1, \"b\": [2]}))", """{"a":1,"b":[2]}""")]
    [InlineData(
        "from_entries([{\"key\": \"a\", \"value\": 1}, {\"key\": \"a\"}])",
        """{"a":null}"""
    )]
    [InlineData("to_entries([])", "[]")]
    [InlineData("object_from_array([[\"a\", 1, 2], [\"a\", 3]])", """{"a":3}""")]
    [InlineData("object_from_array([], keys: [\"a\"])", "{}")]
    [InlineData(
        "object_from_array([1], keys: [true])",
        "function call error for \"object_from_array\" at (0:36): object keys must be strings"
    )]
    public void Objects_are_made_of_objects_and_arrays(string source, string expected) =>
        Programs.Run(source).ShouldBe(expected);

    [Fact]
    public void What_is_merged_stays_as_it_is() =>
        Programs
            .Run(
                """a = {"x": {"y": 1}}; b = {"x": {"z": [2]}}; c = merge(a, b, deep: true); c.x.z[0] = 3; [a, b, c]"""
            )
            .ShouldBe("""[{"x":{"y":1}},{"x":{"z":[2]}},{"x":{"y":1,"z":[3]}}]""");

    [Theory]
    [InlineData(".a = [1, {\"b\": 2}]; unnest(.a)", """[{"a":1,"x":0},{"a":{"b":2},"x":0}]""")]
    [InlineData(".a.b = [1]; unnest(.a.b)", """[{"a":{"b":1},"x":0}]""")]
    [InlineData(".a = []; unnest(.a)", "[]")]
    [InlineData("v = [[1, 2], 3]; unnest(v[0])", "[[1],[2]]")]
    [InlineData("%a = [1]; unnest(%a)", """[{"a":1}]""")]
    [InlineData("unnest({\"a\": [1], \"b\": 2}.a)", """[{"a":1,"b":2}]""")]
    [InlineData(
        "unnest!(.x)",
        "function call error for \"unnest\" at (0:11): expected array, got integer"
    )]
    [InlineData(
        "unnest!(.y)",
        "function call error for \"unnest\" at (0:11): expected array, got null"
    )]
    public void Unnest_makes_an_object_of_each_element(string source, string expected) =>
        Programs.Run(source, """{"x": 0}""").ShouldBe(expected);

    [Fact]
    public void Unnest_leaves_the_event_as_it_is() =>
        Programs.Run("x = unnest!(.a); .", """{"a": [1]}""").ShouldBe("""{"a":[1]}""");

    [Fact]
    public void Fields_of_merged_objects_are_known()
    {
        Programs
            .TypeOf("""merge({"a": 1, "b": {"c": 1}}, {"b": {"d": "x"}})""")
            .ShouldBe(Kind.From(Json.Read("""{"a": 1, "b": {"d": "x"}}""")));
        Programs.TypeOf("""merge(., {"b": "x"}).b""").ShouldBe(Kind.Bytes);
        Programs.TypeOf("""merge({"b": "x"}, .).b""").ShouldBe(Kind.Of(Kinds.Any));
    }

    [Fact]
    public void Each_object_of_an_unnested_array_is_known()
    {
        Programs
            .TypeOf(""". = {"a": [1, "x"], "h": 1}; unnest(.a)""")
            .ShouldBe(Kind.From(Json.Read("""[{"a": 1, "h": 1}, {"a": "x", "h": 1}]""")));
        Programs
            .TypeOf(""". = {"a": keys(.), "h": 1}; unnest(.a)""")
            .ShouldBe(Kind.ArrayOf(Kind.From(Json.Read("""{"a": "x", "h": 1}"""))));
    }

    [Theory]
    [InlineData("unnest(.a)", 110)]
    [InlineData("x = unnest(.a)", 103)]
    [InlineData("x = unnest([1])", 610)]
    [InlineData("x = unnest({\"a\": 1}.a)", 110)]
    [InlineData("merge(., 1)", 110)]
    [InlineData("match_datadog_query(., \"a:\")", 610)]
    [InlineData("match_datadog_query(., .q)", 610)]
    public void What_cannot_be_or_may_fail_is_told(string source, int code) =>
        Programs.Errors(source).ShouldContain(code);
}
