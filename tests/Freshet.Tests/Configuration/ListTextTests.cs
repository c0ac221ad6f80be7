using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

/// <summary>Lists that come as text from the environment or the command line.</summary>
public sealed class ListTextTests
{
    [Theory]
    [InlineData("a,b", new[] { "a", "b" })]
    [InlineData(" a , b ,, ", new[] { "a", "b" })]
    [InlineData("a", new[] { "a" })]
    [InlineData("8080", new[] { "8080" })]
    [InlineData("", new string[0])]
    [InlineData(",", new string[0])]
    [InlineData("*", new[] { "*" })]
    [InlineData("[\"a,b\", 'c']", new[] { "a,b", "c" })]
    [InlineData("[]", new string[0])]
    [InlineData("[::1]:9092,[::2]:9092", new[] { "[::1]:9092", "[::2]:9092" })]
    [InlineData("[::1]", new[] { "[::1]" })]
    public void Text_from_outside_is_a_list(string text, string[] expected)
    {
        var environment = new Dictionary<string, string> { ["X"] = text };
        Loaded.From("names = \"${X}\"", environment).Read<EveryKind>().Names.ShouldBe(expected);
        Loaded.From("", null, $"names={text}").Read<EveryKind>().Names.ShouldBe(expected);
        Loaded
            .From("", new Dictionary<string, string> { ["FRESHET__NAMES"] = text })
            .Read<EveryKind>()
            .Names.ShouldBe(expected);
    }

    [Fact]
    public void Default_of_a_variable_is_a_list_too() =>
        Loaded.From("names = \"${ABSENT:-a,b}\"").Read<EveryKind>().Names.ShouldBe(["a", "b"]);

    [Fact]
    public void Quotes_around_all_of_it_are_none_of_the_items() =>
        Loaded.From("", null, "names=\"a,b\"").Read<EveryKind>().Names.ShouldBe(["a", "b"]);

    [Theory]
    [InlineData("a,b")]
    [InlineData("a")]
    public void String_of_a_file_is_no_list(string text) =>
        Loaded
            .From($"names = \"{text}\"")
            .Mistakes<EveryKind>()
            .ShouldBe(["1:9 names must be an array, not this text"]);

    [Theory]
    [InlineData("[a, b]")]
    [InlineData("[\"a\", \"b\"")]
    [InlineData("['a'")]
    [InlineData("{ a = 1 }")]
    public void Array_that_is_none_is_told(string text) =>
        Loaded
            .From("names = \"${X}\"", new Dictionary<string, string> { ["X"] = text })
            .Mistakes<EveryKind>()
            .ShouldBe(["1:9 names must be an array, not this text"]);

    [Fact]
    public void Mistake_in_an_item_is_told_by_its_number() =>
        Loaded
            .From("several = \"${X}\"", new Dictionary<string, string> { ["X"] = "a,b" })
            .Mistakes<EveryKind>()
            .ShouldBe([
                "1:11 several[0] must be a table, not this text",
                "1:11 several[1] must be a table, not this text",
            ]);
}
