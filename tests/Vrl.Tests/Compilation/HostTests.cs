using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Typing;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Compilation;

public sealed class HostTests
{
    private static readonly CompileOptions loose = Programs.Options with { Strict = false };

    [Theory]
    [InlineData("risky(-1)", "!function call error for \"risky\" at (0:9): it is negative", 100)]
    [InlineData("x = risky(3); x", "3", 103)]
    [InlineData("x, err = 1; [x, err]", "[1,null]", 104)]
    [InlineData("shout(.s)", "\"HI!\"", 110)]
    [InlineData(
        "shout(.i)",
        "!function call error for \"shout\" at (0:9): expected string, got integer",
        110
    )]
    [InlineData("risky(risky(1)) ?? 5", "1", 630)]
    [InlineData("return risky(4)", "4", 631)]
    [InlineData("abort shout(.s)", "!HI!", 631)]
    [InlineData("del(.s) ?? 1", "\"hi\"", 651)]
    [InlineData("if risky(1) == 1 { 2 }", "2", 100)]
    [InlineData("if shout(.s) == \"HI!\" { 2 }", "2", 110)]
    public void A_host_that_is_not_strict_runs_what_may_fail_until_it_fails(
        string source,
        string result,
        int warning
    )
    {
        Programs.Warnings(source, loose).Distinct().ShouldBe([warning]);
        Programs
            .Compile(source, loose)
            .Warnings.ShouldAllBe(diagnostic => diagnostic.Severity == Severity.Warning);
        Programs.Result(source, """{"s": "hi", "i": 5}""", loose).ShouldBe(result);
    }

    [Fact]
    public void A_host_that_is_not_strict_lets_a_closure_go_through_what_is_perhaps_an_array()
    {
        const string Source = "each(.list) -> |_, v| { v }";
        Programs.Warnings(Source, loose).Distinct().ShouldBe([121, 122, 110]);
        Programs.Result(Source, """{"list": [1, 2]}""", loose).ShouldBe("2");
        Programs
            .Result(Source, """{"list": 5}""", loose)
            .ShouldBe(
                "!function call error for \"each\" at (0:27): expected array or object, got integer"
            );
    }

    [Theory]
    [InlineData("nope()", 105)]
    [InlineData("shout(1)", 110)]
    [InlineData("x", 701)]
    [InlineData("if .x { 1 }", 102)]
    [InlineData("1 == 1 == 1", 650)]
    public void What_can_never_run_is_an_error_for_every_host(string source, int code) =>
        Programs.Errors(source, loose).ShouldBe([code]);

    [Theory]
    [InlineData(".id = 1", 315)]
    [InlineData(".id.a = 1", 315)]
    [InlineData(". = {}", 315)]
    [InlineData("%meta = 1", 315)]
    [InlineData(".id, err = risky(1)", 315)]
    [InlineData("x, .id = risky(1)", 315)]
    [InlineData("del(.id)", 610)]
    [InlineData("del(.id.x)", 610)]
    [InlineData(".other = .id")]
    [InlineData(".ids = 1; %other = 1; id = 1; id")]
    public void What_is_read_only_is_not_changed(string source, params int[] codes) =>
        Programs
            .Errors(source, Programs.Options with { ReadOnlyPaths = [".id", "%meta"] })
            .ShouldBe(codes);

    [Fact]
    public void A_function_that_reaches_out_is_there_once_it_is_enabled()
    {
        Programs
            .Errors(
                "outside()",
                Programs.Options with
                {
                    EnabledFunctions = new HashSet<string> { "outside" },
                }
            )
            .ShouldBeEmpty();
        Programs
            .Errors("outside()", Programs.Options with { EnableAllFunctions = true })
            .ShouldBeEmpty();
    }

    [Fact]
    public void What_the_host_knows_of_the_event_is_used()
    {
        var options = Programs.Options with
        {
            Event = Kind.ObjectOf([new("name", Kind.Bytes)], Kind.Any),
        };
        Programs.Errors("shout(.name)", options).ShouldBeEmpty();
        Programs.Errors("shout(.other)", options).ShouldBe([110]);
    }

    [Fact]
    public void What_is_known_behind_the_program_is_told()
    {
        var program = Programs
            .Compile(". = {\"a\": 1}; %x = \"m\"; .b = true; del(.a); 5")
            .Program!;
        program.Type.Kind.ShouldBe(Kind.Integer);
        program.FinalEvent.ShouldBe(Kind.ObjectOf([new("b", Kind.Boolean)]));
        program.FinalMetadata.Fields!.Known["x"].ShouldBe(Kind.Bytes);
    }
}
