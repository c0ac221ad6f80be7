using System.Text;
using System.Text.Json.Nodes;
using Freshet.Cli;
using Freshet.Cli.Vrl;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class VrlCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    private string[] Lines => output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Error => error.ToString();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Theory]
    [InlineData(
        """{"id":1,"source":".a = 1; .a + 1"}""",
        """{"id":1,"errors":[],"warnings":[],"messages":[],"result":2,"event":{"a":1}}"""
    )]
    [InlineData(
        """{"id":{"a":[1.50,"\u0041"]},"source":"."}""",
        """{"id":{"a":[1.50,"\u0041"]},"errors":[],"warnings":[],"messages":[],"result":{},"event":{}}"""
    )]
    [InlineData(
        """{"source":".a","event":{"a":[1,2.0]}}""",
        """{"id":null,"errors":[],"warnings":[],"messages":[],"result":[1,2.0],"event":{"a":[1,2.0]}}"""
    )]
    [InlineData(
        """{"id":1,"source":"abort"}""",
        """{"id":1,"errors":[],"warnings":[],"messages":[],"runtime_error":"aborted","aborted":true,"event":{}}"""
    )]
    [InlineData(
        """{"id":1,"source":".x = 1\nabort \"why\""}""",
        """{"id":1,"errors":[],"warnings":[],"messages":[],"runtime_error":"why","aborted":true,"event":{"x":1}}"""
    )]
    [InlineData(
        """{"id":1,"source":"[t'2020-01-01T00:00:00Z', r'a+', s'\\d', {\"b\": 1, \"a\": 2}]"}""",
        """{"id":1,"errors":[],"warnings":[],"messages":[],"result":["2020-01-01T00:00:00Z","a+","\\d",{"a":2,"b":1}],"event":{}}"""
    )]
    public void A_case_is_answered_with_all_that_came_of_it(string given, string answer) =>
        Cases(given).ShouldHaveSingleItem().ShouldBe(answer);

    [Fact]
    public void Errors_and_warnings_are_told_by_their_codes_and_in_words()
    {
        var answers = Cases(
            """{"id":1,"source":"nope(1)\n.a + 1\n.b + 1"}""",
            """{"id":2,"source":"\"unused\"\n1"}"""
        );

        Codes(answers[0], "errors").ShouldBe([105, 100, 100]);
        Codes(answers[0], "warnings").ShouldBeEmpty();
        JsonNode.Parse(answers[0])!["messages"]![0]!
            .GetValue<string>()
            .ShouldStartWith("call to undefined function: ");
        JsonNode.Parse(answers[0])!.AsObject().ContainsKey("result").ShouldBeFalse();
        Codes(answers[1], "warnings").ShouldBe([900]);
        JsonNode.Parse(answers[1])!["result"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public void A_failure_of_a_run_is_told_and_the_event_as_it_was_left()
    {
        var answer = JsonNode
            .Parse(Cases("""{"id":1,"source":".x = 1\n.x = purl_to_string!({})"}""")[0])
            .ShouldNotBeNull();

        answer["errors"]!.AsArray().ShouldBeEmpty();
        answer["runtime_error"]!
            .GetValue<string>()
            .ShouldBe(
                "function call error for \"purl_to_string\" at (12:31): a package URL needs a type"
            );
        answer["event"]!.ToJsonString().ShouldBe("""{"x":1}""");
        answer.AsObject().ContainsKey("result").ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"id":1,"source":".a.b = 1","read_only":[".a"]}""", 315)]
    [InlineData("""{"id":1,"source":".a.b = 1","read_only":["a"]}""", 315)]
    [InlineData("""{"id":1,"source":"%a = 1","read_only":["%a"]}""", 315)]
    public void Paths_may_be_read_only(string given, int code) =>
        Codes(Cases(given).ShouldHaveSingleItem(), "errors").ShouldBe([code]);

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData("[]", null)]
    [InlineData("""{"id":1}""", 1)]
    [InlineData("""{"id":1,"source":1}""", 1)]
    [InlineData("""{"id":1,"source":"\ud800"}""", 1)]
    [InlineData("""{"id":1,"source":".","timezone":"Mars"}""", 1)]
    [InlineData("""{"id":1,"source":".","functions":"some"}""", 1)]
    [InlineData("""{"id":1,"source":".","read_only":"a"}""", 1)]
    [InlineData("""{"id":1,"source":".","read_only":["a b"]}""", 1)]
    [InlineData("""{"id":1,"source":".","event":1e999}""", 1)]
    public void What_is_no_case_is_told_and_the_next_goes_on(string given, int? id)
    {
        var answers = Cases(given, """{"id":2,"source":"true"}""");

        answers.Length.ShouldBe(2);
        Codes(answers[0], "errors").ShouldBe([CaseRunner.NoCase]);
        var told = JsonNode.Parse(answers[0])!;
        told["messages"]!.AsArray().ShouldHaveSingleItem();
        told["id"]?.GetValue<int>().ShouldBe(id!.Value);
        JsonNode.Parse(answers[1])!["result"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Answers_are_written_before_more_cases_are_waited_for()
    {
        using var input = new TalkingStream(
            output,
            """{"id":1,"source":"1"}""",
            """{"id":2,"source":"2"}"""
        );

        CaseRunner.Run(input, output);

        // Behind each line that was given, its answer was there when the next was asked for.
        input.Answered.ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task A_program_runs_over_lines_and_what_fails_does_not_end_it()
    {
        var code = await RunAsync(
            """
            {"n":1}
            {"n":"x"}

            nonsense
            {"n":2}
            """,
            "vrl",
            ".m = .n + 1; .m"
        );

        code.ShouldBe(1);
        Lines.ShouldBe(["2", "3"]);
        Error.ShouldContain("warning[E103]");
        Error.ShouldContain("can't add type integer to string");
        Error.ShouldContain("error: standard input:4: expected ");
    }

    [Fact]
    public async Task The_event_is_printed_in_place_of_the_result()
    {
        var program = folder.Write("program.vrl", ".b = 2\nnull");
        var events = folder.Write("events.jsonl", "{\"a\":1}\r\n{\"a\":2}");

        (await RunAsync("", "vrl", "-p", program, "-i", events, "--print", "event")).ShouldBe(0);

        Lines.ShouldBe(["""{"a":1,"b":2}""", """{"a":2,"b":2}"""]);
    }

    [Fact]
    public async Task A_strict_program_is_refused_and_the_mistake_drawn()
    {
        (await RunAsync("{}", "vrl", "--strict", ".b = .a + 1")).ShouldBe(1);

        Lines.ShouldBeEmpty();
        Error.ShouldContain("error[E103]: unhandled fallible assignment");
        Error.ShouldContain("1 │ .b = .a + 1");
    }

    [Theory]
    [InlineData("vrl", "-p", "absent.vrl")]
    [InlineData("vrl", ".", "-i", "absent.jsonl")]
    [InlineData("vrl", ".", "-p", "absent.vrl")]
    [InlineData("vrl", ".", "--print", "all")]
    [InlineData("vrl", "functions", "upcaze")]
    public async Task What_cannot_be_done_is_told(params string[] arguments)
    {
        (await RunAsync("", arguments)).ShouldBe(1);

        Error.ShouldNotBeEmpty();
        Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Typed_programs_share_variables_and_the_event()
    {
        var code = await RunAsync(
            """
            x = { "a": 1 }
            .b = x.a
            x.a = 2
            [x, .]
            variables
            """,
            "vrl"
        );

        code.ShouldBe(0);
        Lines.ShouldBe(["""{"a":1}""", "1", "2", """[{"a":2},{"b":1}]""", """x = {"a":2}"""]);
        Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_typed_program_goes_on_while_a_bracket_is_open()
    {
        await RunAsync("if true {\n  \"one\"\n} else {\n  \"two\"\n}\n[1,\n2]\n", "vrl");

        Lines.ShouldBe(["\"one\"", "[1,2]"]);
        Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_line_ends_a_typed_program_and_a_mistake_does_not_end_the_session()
    {
        var code = await RunAsync("[1,\n\nnope(1)\nabort \"why\"\n1 + 1\nexit\n2\n", "vrl");

        code.ShouldBe(1);
        Lines.ShouldBe(["2"]);
        Error.ShouldContain("error[E204]");
        Error.ShouldContain("error[E105]");
        Error.ShouldContain("why");
    }

    [Fact]
    public async Task Functions_are_listed_and_one_is_told_about()
    {
        (await RunAsync("", "vrl", "functions")).ShouldBe(0);
        Lines.ShouldContain("Path");
        Lines.ShouldContain(line => line.StartsWith("  del ", StringComparison.Ordinal));
        output.GetStringBuilder().Clear();

        (await RunAsync("help purl_to_string\nfunctions\nhelp\n", "vrl")).ShouldBe(0);
        Lines[0].ShouldBe("purl_to_string(purl: object) → string, may fail");
        Lines.ShouldContain("# => \"pkg:npm/%40acme/shop@1.0.0%2Bbuild\"");
        Lines.ShouldContain("Path");
    }

    [Fact]
    public void Page_in_docs_is_what_the_code_prints() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "vrl-functions.md"))
            .ShouldBe(FunctionReference.Page(), "print it anew with ./do docs");

    private string[] Cases(params string[] cases)
    {
        CaseRunner.Run(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', cases))), output);
        return Lines;
    }

    private static IEnumerable<int> Codes(string answer, string name) =>
        JsonNode.Parse(answer)![name]!.AsArray().Select(code => code!.GetValue<int>());

    private Task<int> RunAsync(string input, params string[] arguments) =>
        CommandLine.RunAsync(
            arguments,
            Components.Catalog,
            new Terminal
            {
                Input = new MemoryStream(Encoding.UTF8.GetBytes(input)),
                Output = output,
                Error = error,
                Environment = new Dictionary<string, string>(),
            }
        );

    /// <summary>Gives a line each time it is asked, and notes how many answers there are by then.</summary>
    private sealed class TalkingStream(StringWriter output, params string[] lines) : MemoryStream
    {
        private int given;

        public List<int> Answered { get; } = [];

        public override int Read(Span<byte> buffer)
        {
            Answered.Add(output.ToString().Count(c => c == '\n'));
            return given == lines.Length
                ? 0
                : Encoding.UTF8.GetBytes(lines[given++] + "\n", buffer);
        }
    }
}
