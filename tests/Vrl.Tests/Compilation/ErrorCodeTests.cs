using Shouldly;
using Xunit;

namespace Vrl.Tests.Compilation;

public sealed class ErrorCodeTests
{
    [Theory]
    [InlineData("shout(.s)", 110)]
    [InlineData("shout(.s) == \"A\"", 110)]
    [InlineData("[shout(.s)]", 110)]
    [InlineData("{\"a\": shout(.s), \"b\": shout(.t)}", 110, 110)]
    [InlineData("shout(.s) == \"A\" || shout(.t) == \"B\"", 110, 110)]
    [InlineData("if true { shout(.s) } else { shout(.t) }", 110, 110)]
    [InlineData("risky(1)", 100)]
    [InlineData("1 + risky(1)", 100)]
    [InlineData("\"a\" + .foo", 100)]
    [InlineData("\"a\" + 1", 100)]
    [InlineData(".x - 1", 100)]
    [InlineData("1 / 0", 100)]
    [InlineData("1 / (2)", 100)]
    [InlineData(".i < 3", 100)]
    [InlineData("\"a\" < 1", 100)]
    [InlineData("\"\" && true", 100)]
    [InlineData("x = 1; \"a {{ x }}\"", 100)]
    [InlineData("{ risky(1); 2 }", 100)]
    [InlineData("risky(1)\nrisky(2)", 100, 100)]
    public void What_may_fail_must_be_handled(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("risky(1) ?? 0")]
    [InlineData("(risky(1)) ?? 0")]
    [InlineData("{ risky(1) } ?? 0")]
    [InlineData("risky(1) ?? risky(2) ?? 0")]
    [InlineData("risky!(1)")]
    [InlineData("x, err = risky(1); [x, err]")]
    [InlineData("_, err = risky(1); err")]
    [InlineData("[risky(1)] ?? []")]
    [InlineData("true || risky(1)")]
    [InlineData("false && risky(1)")]
    [InlineData("4 / 2")]
    [InlineData("x = 2; 4 / x")]
    [InlineData("\"a\" * 3")]
    [InlineData("\"a\" + null")]
    [InlineData("x = \"b\"; \"a {{ x }}\"")]
    public void What_is_handled_is_fine(string source) => Programs.Errors(source).ShouldBeEmpty();

    [Theory]
    [InlineData("x = risky(1)", 103)]
    [InlineData("_ = risky(1)", 103)]
    [InlineData("x = 1 / .i", 103)]
    [InlineData("x = shout(.s)", 103)]
    [InlineData("{ x = risky(1); x } ?? 0", 103)]
    [InlineData("ok, err = \"a\"", 104)]
    [InlineData("x, err = shout(\"a\")\nerr", 104, 701)]
    [InlineData("_ = 1", 640)]
    [InlineData("_, _ = risky(1)", 640)]
    [InlineData(". = {\"a\": 1}; .b.c = 2", 642)]
    [InlineData(". = {\"a\": 1}; .a.c = 2", 642)]
    [InlineData(". = {\"a\": 1}; .a[2] = 2", 642)]
    [InlineData("x = {}; x.a.b = 1", 642)]
    [InlineData("x = {}; x.b.c[2] = 1", 642)]
    [InlineData(".i |= {\"a\": 1}", 652)]
    [InlineData("y |= {\"a\": 1}", 701)]
    public void Assignments_are_checked(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("nope(1)", 105)]
    [InlineData("shout(\"a\", 2, 3)", 106)]
    [InlineData("shout()", 107)]
    [InlineData("shout(times: 1)", 107)]
    [InlineData("shout(loud: \"a\")", 108)]
    [InlineData("shout(\"a\") -> |x| { x }", 109)]
    [InlineData("shout(1)", 110)]
    [InlineData("shout!(1)", 110)]
    [InlineData("shout(\"a\", times: \"b\")", 110)]
    [InlineData("shout(null)", 110)]
    [InlineData("x = shout(shout(.s)) ?? \"z\"", 630)]
    [InlineData("risky(risky(1)) ?? 0", 630)]
    [InlineData("risky(missing)", 701)]
    [InlineData("unit(1, \"h\")", 610)]
    [InlineData("unit(1, .u) ?? 1", 610)]
    [InlineData("x = \"ms\"; unit(1, x)")]
    [InlineData("del(\"a\")", 610)]
    [InlineData("x = 1; del(x)", 610)]
    [InlineData("exists(x)", 701)]
    [InlineData("del(.x, \"y\")", 110)]
    public void Calls_are_checked(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("each([1])", 111)]
    [InlineData("each([1]) -> |v| { v }", 120)]
    [InlineData("each(.a) -> |k, v| { 1 }", 121)]
    [InlineData("each!(.a) -> |k, v| { 1 }", 121)]
    [InlineData("each([1]) -> |k, v| { true }", 122)]
    [InlineData("each([1]) -> |k, v| { if v == 1 { return true }; 1 }", 122)]
    [InlineData("each([1]) -> |k, v| { risky(v) }", 100)]
    [InlineData("each!([1]) -> |k, v| { risky(v) }", 100)]
    [InlineData("each([1, \"a\"]) -> |k, v| { v > 1; 1 }", 100)]
    [InlineData("each([1]) -> |k, v| { k + v }")]
    [InlineData("each({\"a\": \"b\"}) -> |k, v| { shout(k) + shout(v) }")]
    [InlineData("each([1]) -> |_, v| { v }; v", 701)]
    public void Closures_are_checked(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("1 == 1 == 1", 650)]
    [InlineData("1 < 2 >= 3", 650)]
    [InlineData("(1 == 1) == true")]
    [InlineData("1 ?? 2", 651)]
    [InlineData("x = .foo ?? \"default\"", 651)]
    [InlineData("shout(.s ?? \"x\")", 651)]
    [InlineData(".a | {}", 652)]
    [InlineData("{} | 1", 652)]
    [InlineData("!.b", 660)]
    [InlineData("!null", 660)]
    [InlineData("if .x { 1 }", 102)]
    [InlineData("if (true; 1) { 1 }", 102)]
    [InlineData("if shout(.s) == \"A\" { 1 }", 110)]
    [InlineData("if risky(1) == 1 { 1 }", 100)]
    public void Operators_and_predicates_are_checked(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("foo", 701)]
    [InlineData("foo.bar", 701)]
    [InlineData("foo = foo", 701)]
    [InlineData("{ x = 1 }; x", 701)]
    [InlineData("if true { x = 1 }; x", 701)]
    [InlineData("x = null; if true { x = 1 }; x")]
    [InlineData("\"{{ nope }}\"", 701)]
    [InlineData("x = y; x", 701)]
    public void A_variable_is_known_in_its_scope(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("abort 1", 113)]
    [InlineData("abort shout(.s)", 631)]
    [InlineData("return risky(1)", 631)]
    [InlineData("abort \"bye\"")]
    [InlineData("return .x")]
    public void What_a_program_ends_with_is_checked(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Theory]
    [InlineData("t'bad'", 601)]
    [InlineData("x = {\"a\": {\"b\": \"c\"}}; shout(x.a.c)", 110)]
    [InlineData("x = {\"a\": {\"b\": \"c\"}}; shout(x.a.b)")]
    [InlineData("x = if .b == true { \"a\" } else { 1 }; shout(x)", 110)]
    [InlineData("x = if .b == true { \"a\" }; shout(x)", 110)]
    [InlineData("x = \"a\"; if .b == true { x = 1 }; shout(x)", 110)]
    [InlineData("x = .foo || \"default\"; shout(x)", 110)]
    [InlineData(". = {\"a\": 1}; shout(del(.a))", 110)]
    [InlineData(". = {\"a\": \"x\"}; shout(.a)")]
    [InlineData(". = {\"a\": \"x\"}; del(.a); shout(.a)", 110)]
    [InlineData("x = [1, \"b\"]; shout(x[-1])")]
    [InlineData("x = if .b == true { abort } else { \"a\" }; shout(x)")]
    public void Kinds_are_followed_through_the_program(string source, params int[] codes) =>
        Programs.Errors(source).ShouldBe(codes);

    [Fact]
    public void The_code_inside_a_refused_call_is_told()
    {
        Programs
            .Compile("unit(1, .u)")
            .Errors.Single()
            .Message.ShouldBe(
                "function compilation error: error[E402] this argument must be a static expression"
            );
        Programs.Compile("unit(1, \"h\")").Errors.Single().Message.ShouldContain("E401");
        Programs.Compile("del(1)").Errors.Single().Message.ShouldContain("E400");
    }

    [Theory]
    [InlineData("shoot(\"a\")", "shout")]
    [InlineData("count = 1\ncont", "count")]
    [InlineData("nul", "null")]
    public void A_name_that_is_unknown_is_guessed(string source, string guess) =>
        Programs
            .Compile(source)
            .Errors.Single()
            .Labels[^1]
            .Text.ShouldBe($"did you mean \"{guess}\"?");

    [Fact]
    public void A_wrong_type_is_told_with_what_to_do()
    {
        var error = Programs.Compile("shout(.s)").Errors.Single();
        error.Labels[0].Text.ShouldBe("this expression is any");
        error.Labels[1].Text.ShouldBe("but the parameter \"value\" takes the exact type string");
        error.Notes[0].ShouldEndWith("string!(.s)");
        error.Notes[^1].ShouldContain("shout(.s) ??");
    }

    [Fact]
    public void A_place_counts_bytes() =>
        Programs.Compile("x = \"ä\"\nnope").Errors.Single().Labels[0].Span.Start.ShouldBe(9);

    [Fact]
    public void What_parser_and_checker_complain_of_is_told_in_the_order_of_the_program() =>
        Programs.Errors("risky(1)\nx = = 1\nnope(1)").ShouldBe([100, 203, 105]);
}
