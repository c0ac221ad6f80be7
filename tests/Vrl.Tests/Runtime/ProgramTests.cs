using Freshet.Vrl.Values;
using Shouldly;
using Vrl.Tests.Compilation;
using Xunit;

namespace Vrl.Tests.Runtime;

public sealed class ProgramTests
{
    private const string Event =
        """{"i": 5, "f": 2.5, "s": "str", "b": true, "n": null, "a": [1, "x", {"k": 3}], "o": {"p": 1}}""";

    [Theory]
    [InlineData("1 + 2", "3")]
    [InlineData("1 + 2.5", "3.5")]
    [InlineData("9223372036854775807 + 1", "-9223372036854775808")]
    [InlineData("9223372036854775807 * 2", "-2")]
    [InlineData("-9223372036854775807 - 2", "9223372036854775807")]
    [InlineData("\"a\" + \"b\"", "\"ab\"")]
    [InlineData("\"a\" + null", "\"a\"")]
    [InlineData("null + \"a\"", "\"a\"")]
    [InlineData("\"ab\" * 2", "\"abab\"")]
    [InlineData("2 * \"ab\"", "\"abab\"")]
    [InlineData("\"ab\" * -1", "\"\"")]
    [InlineData("4 / 2", "2.0")]
    [InlineData("1 == 1.0", "true")]
    [InlineData("[1] == [1.0]", "false")]
    [InlineData("{\"a\": 1} == {\"a\": 1}", "true")]
    [InlineData("1 == \"1\"", "false")]
    [InlineData("1 != \"1\"", "true")]
    [InlineData("\"a\" < \"b\"", "true")]
    [InlineData("1 < 1.5", "true")]
    [InlineData("t'2020-01-01T00:00:00Z' < t'2021-01-01T00:00:00Z'", "true")]
    [InlineData("null || \"x\"", "\"x\"")]
    [InlineData("false || null", "null")]
    [InlineData("0 || 1", "0")]
    [InlineData("\"\" || 1", "\"\"")]
    [InlineData("true && null", "false")]
    [InlineData("null && true", "false")]
    [InlineData("true && true", "true")]
    [InlineData("!false", "true")]
    [InlineData("{\"a\": {\"b\": 1}} | {\"a\": {\"c\": 2}}", """{"a":{"c":2}}""")]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("(if 1 == 2 { \"a\" } else { \"b\" }) + \"c\"", "\"bc\"")]
    public void Operators_compute(string source, string result) =>
        Programs.Result(source).ShouldBe(result);

    [Theory]
    [InlineData(".i + \"a\"", "can't add type string to integer")]
    [InlineData(".n + 1", "can't add type integer to null")]
    [InlineData(".o + 1", "can't add type integer to { p: integer }")]
    [InlineData(".s - 1", "can't subtract type integer from string")]
    [InlineData(".b * 2", "can't multiply type boolean by integer")]
    [InlineData(".i / 0", "can't divide by zero")]
    [InlineData(".s / 2", "can't divide type string by integer")]
    [InlineData(".s < 1", "expected string, got integer")]
    [InlineData(".i >= .s", "can't compare integer >= string")]
    [InlineData(".i && true", "can't apply an AND to types integer and boolean")]
    [InlineData(".n || 1 / 0", "can't apply an OR to these types - can't divide by zero")]
    [InlineData("risky(-1)", "function call error for \"risky\" at (10:19): it is negative")]
    [InlineData(
        "shout(.i)",
        "function call error for \"shout\" at (10:19): expected string, got integer"
    )]
    public void An_error_is_a_text_that_programs_can_take(string expression, string message) =>
        Programs
            .Result($"ok, err = {expression}; err", Event)
            .ShouldBe(VrlJson.Write(Value.From(message)));

    [Fact]
    public void An_error_in_an_argument_is_told_by_each_call_around_it() =>
        Programs
            .Result(
                "ok, err = shout(shout(risky!(-1) ?? .i)); err",
                Event,
                Programs.Options with
                {
                    Strict = false,
                }
            )
            .ShouldBe(
                "\"function call error for \\\"shout\\\" at (10:40): function call error for \\\"shout\\\" at (16:39): expected string, got integer\""
            );

    [Theory]
    [InlineData("ok, err = risky(-1); ok", "0")]
    [InlineData("ok, err = 1 / 0; ok", "0.0")]
    [InlineData("ok, err = .s + 1; ok", "null")]
    [InlineData("ok, err = \"a\" + 1; ok", "\"\"")]
    [InlineData("ok, err = [risky(-1)]; ok", "[]")]
    [InlineData("ok, err = {\"a\": risky(-1)}; ok", "{}")]
    [InlineData("ok, err = !(1 / 0 == 1); ok", "false")]
    [InlineData("ok, err = risky(3); [ok, err]", "[3,null]")]
    [InlineData("x = (ok, err = risky(3)); x", "3")]
    public void What_failed_leaves_an_empty_value(string source, string result) =>
        Programs.Result(source, Event).ShouldBe(result);

    [Theory]
    [InlineData(".o.p", "1")]
    [InlineData(".a[2].k", "3")]
    [InlineData(".a[-1].k", "3")]
    [InlineData(".a[3]", "null")]
    [InlineData(".a[-4]", "null")]
    [InlineData(".s.x", "null")]
    [InlineData("[1, 2, 3][1]", "2")]
    [InlineData("{\"a\": {\"b\": 2}}.a.b", "2")]
    [InlineData("x = [1, {\"y\": 2}]; x[1].y", "2")]
    [InlineData("each([[7]]) -> |i, v| { 5 }", "5")]
    [InlineData("%a.b = 1; %", """{"a":{"b":1}}""")]
    [InlineData("{ x = 1; x + 1 }", "2")]
    [InlineData("if .b == true { 1 }", "1")]
    [InlineData("if .b == false { 1 }", "null")]
    [InlineData("if .b == false { 1 } else if .i == 5 { 2 } else { 3 }", "2")]
    [InlineData("if (x = 2; x == 2) { x }", "2")]
    [InlineData("a = \"x\"; b = null; \"{{ a }}-{{ b }}-{{ a }}\"", "\"x--x\"")]
    [InlineData("a = 1; \"{{ a }}\"", "1")]
    [InlineData("x = y = 1; x + y", "2")]
    [InlineData("return 1; 2", "1")]
    [InlineData("if true { return [.i] }; 2", "[5]")]
    [InlineData("abort \"bye\"; 2", "!bye")]
    [InlineData("abort", "!aborted")]
    [InlineData("", "null")]
    public void Expressions_have_values(string source, string result) =>
        Programs.Result(source, Event).ShouldBe(result);

    [Theory]
    [InlineData(".x = 1", """{"x":1}""")]
    [InlineData(".x.y[1].z = 1", """{"x":{"y":[null,{"z":1}]}}""")]
    [InlineData(".x[-2] = 1", """{"x":[1,null]}""")]
    [InlineData(".x = [1]; .x[-3] = 0", """{"x":[0,null,1]}""")]
    [InlineData(".\"a b\" = 1", """{"a b":1}""")]
    [InlineData(". = [1]", "[1]")]
    [InlineData(".x = {\"a\": 1}; .y = .x; .y.a = 2", """{"x":{"a":1},"y":{"a":2}}""")]
    [InlineData(
        "x = {\"a\": [1]}; .p = x; x.a[0] = 2; .q = x",
        """{"p":{"a":[1]},"q":{"a":[2]}}"""
    )]
    [InlineData(".x = .y = {}; .x.a = 1", """{"x":{"a":1},"y":{}}""")]
    [InlineData(". |= {\"z\": 1}", """{"z":1}""")]
    [InlineData(
        "x = {\"a\": {\"c\": 1}}; x.a |= {\"b\": 2}; .x = x",
        """{"x":{"a":{"b":2,"c":1}}}"""
    )]
    [InlineData(
        ".x = {\"a\": {\"b\": 1}}; .y = del(.x.a); .y.c = 2",
        """{"x":{},"y":{"b":1,"c":2}}"""
    )]
    [InlineData(
        ".o = {\"p\": {\"k\": .none}}; x = part(.o); x.k = 2; .x = x",
        """{"o":{"p":{"k":null}},"x":{"k":2}}"""
    )]
    [InlineData("del(.)", "{}")]
    [InlineData(
        ".x, .err = risky(-1)",
        """{"err":"function call error for \"risky\" at (11:20): it is negative","x":0}"""
    )]
    public void Assignments_change_the_event(string source, string @event) =>
        VrlJson.Write(Programs.Run(source).Event).ShouldBe(@event);

    [Theory]
    [InlineData("s = 0; each([1, 2, 3]) -> |_, v| { s = s + v; v }; s", "6")]
    [InlineData("i = \"out\"; each([1]) -> |i, v| { .r = i; v }; i", "\"out\"")]
    [InlineData("each({\"b\": 1, \"a\": 2}) -> |k, v| { .keys = .keys || []; k }", "\"b\"")]
    [InlineData("each([1, 2]) -> |i, v| { each([3]) -> |i, w| { i }; i }", "1")]
    [InlineData(
        "x, err = each([1]) -> |i, v| { risky(-1) }; err",
        "\"function call error for \\\"each\\\" at (9:42): function call error for \\\"risky\\\" at (31:40): it is negative\""
    )]
    [InlineData("each([1]) -> |i, v| { return v }", "!return cannot be used inside closures")]
    [InlineData("each({\"a\": 1}) -> |k, v| { return v }", "1")]
    [InlineData("each([1]) -> |i, v| { abort \"x\" }", "!x")]
    public void Closures_run_with_their_own_parameters(string source, string result) =>
        Programs.Result(source).ShouldBe(result);

    [Fact]
    public void An_event_is_what_the_program_left_of_it_also_where_it_failed()
    {
        var (result, @event) = Programs.Run(".a = 1; abort \"x\"");
        result.IsSuccess.ShouldBeFalse();
        result.Failure.Kind.ShouldBe(FailureKind.Abort);
        VrlJson.Write(@event).ShouldBe("""{"a":1}""");
    }

    [Fact]
    public void A_failure_says_where_it_was()
    {
        var (result, _) = Programs.Run("x = 1\nrisky!(-1)\nx");
        result.Failure!.Start.ShouldBe(6);
        result.Failure.End.ShouldBe(16);
    }

    [Fact]
    public void A_shared_event_stays_as_it_was()
    {
        var program = Programs.Compile(".a.b = 2; del(.c); .").Program!;
        var kept = Programs.Json("""{"a": {"b": 1}, "c": [1]}""").Share();
        var @event = kept;
        var metadata = Value.From(new VrlObject());
        program.Run(ref @event, ref metadata);
        VrlJson.Write(kept).ShouldBe("""{"a":{"b":1},"c":[1]}""");
        VrlJson.Write(@event).ShouldBe("""{"a":{"b":2}}""");
    }

    [Fact]
    public void An_array_grows_only_so_far()
    {
        Programs.Result(".x[1073741824] = 1").ShouldStartWith("!arrays have no more than");
        Programs.Result(".x[-1073741824] = 1").ShouldStartWith("!arrays have no more than");
    }

    [Fact]
    public void A_program_runs_on_many_threads_at_the_same_time()
    {
        var program = Programs
            .Compile(
                "s = 0; each(.list) -> |_, v| { s = s + v; v }; .sum = s; .c.n = {\"k\": [1]}; .c.n.k[0] = s; .",
                Programs.Options with
                {
                    Event = Freshet.Vrl.Typing.Kind.ObjectOf(
                        [
                            new(
                                "list",
                                Freshet.Vrl.Typing.Kind.ArrayOf(Freshet.Vrl.Typing.Kind.Integer)
                            ),
                        ],
                        Freshet.Vrl.Typing.Kind.Any
                    ),
                    Strict = false,
                }
            )
            .Program.ShouldNotBeNull();
        var results = new string[2000];
        Parallel.For(
            0,
            results.Length,
            i =>
            {
                var @event = Programs.Json($$"""{"list": [1, 2, {{i}}]}""");
                var metadata = Value.From(new VrlObject());
                results[i] = VrlJson.Write(program.Run(ref @event, ref metadata).Value);
            }
        );
        for (var i = 0; i < results.Length; i++)
        {
            results[i]
                .ShouldBe(
                    $$$"""{"c":{"n":{"k":[{{{i + 3}}}]}},"list":[1,2,{{{i}}}],"sum":{{{i + 3}}}}"""
                );
        }
    }

    [Fact]
    public void A_small_program_allocates_for_its_results_alone()
    {
        var program = Programs
            .Compile("if exists(.a) { .n = 1 } else { .n = 2 }\n.n == 1 && exists(.b)")
            .Program!;
        var @event = Programs.Json("""{"a": 1, "n": 0}""");
        var metadata = Value.From(new VrlObject());
        for (var i = 0; i < 100; i++)
        {
            program.Run(ref @event, ref metadata);
        }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            program.Run(ref @event, ref metadata);
        }
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThan(200);
    }
}
