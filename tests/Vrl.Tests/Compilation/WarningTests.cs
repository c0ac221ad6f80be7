using Shouldly;
using Xunit;

namespace Vrl.Tests.Compilation;

public sealed class WarningTests
{
    [Theory]
    [InlineData("1\n2", 900)]
    [InlineData("\"a\"; true; .", 900, 900)]
    [InlineData("{\"a\": 1}; .", 900)]
    [InlineData("x = 1; .", 900)]
    [InlineData("x, err = risky(1); x", 900)]
    [InlineData("shout(\"a\"); .", 900)]
    [InlineData("exists(.z); .", 900)]
    [InlineData("1 + 2; .", 900)]
    [InlineData("x.a = 1; .", 900)]
    public void What_nobody_uses_is_warned_of(string source, params int[] codes) =>
        Programs.Warnings(source).ShouldBe(codes);

    [Theory]
    [InlineData("1")]
    [InlineData("x = 1; x")]
    [InlineData("_x = 1; .")]
    [InlineData("del(.a); .")]
    [InlineData(".a; .")]
    [InlineData("[1]; .b = 1")]
    [InlineData("x = 1; if x == 1 { .a = 1 }")]
    [InlineData("x = \"a\"; \"{{ x }}\"")]
    [InlineData("each([1]) -> |i, v| { .a = 1; 2 }")]
    [InlineData("x = 1; x = 2; x")]
    [InlineData("if true { 1 } else { 2 }")]
    [InlineData("return 1")]
    public void What_is_used_is_not(string source) =>
        Programs.Warnings(source).Except([900]).ShouldBeEmpty();

    [Theory]
    [InlineData("shout!(\"a\")", 620)]
    [InlineData("shout!(.a)")]
    [InlineData("risky!(1)")]
    public void An_exclamation_mark_is_for_calls_that_may_fail(string source, params int[] codes) =>
        Programs.Warnings(source).ShouldBe(codes);

    [Fact]
    public void Where_there_are_errors_they_come_alone()
    {
        var compiled = Programs.Compile("1\nnope");
        compiled.Errors.ShouldHaveSingleItem();
        compiled.Warnings.ShouldBeEmpty();
    }
}
