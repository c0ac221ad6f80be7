using Freshet.Cli;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class TestCommandTests : IDisposable
{
    private const string Transformers = """"
        [transformers.push]
        type = "vrl"
        template = """
        if exists(.body.bad) { abort "no such thing" }
        if .headers."x-event" == "ping" { return [] }
        [{ "metadata": .metadata, "headers": .headers, "body": { "branch": .body.ref, "n": 1.0 } }]
        """
        [transformers.once]
        type = "deduplicate"
        """";

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };

    private string Output => output.ToString();

    private string Error => error.ToString();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Every_kind_of_expectation_can_be_met()
    {
        folder.Write("push.json", """{"ref": "main"}""");
        folder.Write("rows.csv", "ref\na\nb\n");
        folder.Write("expected.json", """{ "n": 1, "branch": "main" }""");
        (
            await RunAsync(
                """
                [[tests]]
                name = "body as text"
                transformer_refs = ["push"]
                input = '{"ref": "main"}'
                expect = [{ body = '{"n": 1.0, "branch": "main"}' }]
                [[tests]]
                name = "body as TOML, headers, metadata, condition"
                transformer_refs = ["push"]
                input = { ref = "main" }
                headers = { "X-Kept" = "1" }
                metadata = { team = { name = "a" }, other = 1 }
                [[tests.expect]]
                body = { branch = "main", n = 1 }
                headers = { "x-kept" = "1" }
                metadata = { team = { name = "a" }, context = { source = "http://cdviz-collector.example.com?source=cli-transform" } }
                condition = '.body.branch == "main" && .headers."X-Kept" == "1"'
                [[tests]]
                name = "files"
                transformer_refs = ["push"]
                input_file = "push.json"
                expect = [{ body_file = "expected.json" }]
                [[tests]]
                name = "several"
                transformer_refs = ["push"]
                input_file = "rows.csv"
                expect = [{ condition = '.body.branch == "a"' }, { condition = '.body.branch == "b"' }]
                [[tests]]
                name = "no event"
                transformer_refs = ["push"]
                input = "{}"
                headers = { "x-event" = "ping" }
                expect = [{ no_event = true }]
                [[tests]]
                name = "rejected"
                transformer_refs = ["push"]
                input = '{"bad": 1}'
                expect = [{ rejected_with = "no such thing" }]
                [[tests]]
                name = "text"
                input = "one"
                input_parser = "text"
                expect = [{ body = { text = "one" } }]
                """
            )
        ).ShouldBe(0, Error + Output);
        Output.ShouldBe(
            """
            ok      body as text
            ok      body as TOML, headers, metadata, condition
            ok      files
            ok      several
            ok      no event
            ok      rejected
            ok      text
            7 tests, all passed

            """
        );
        Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        """expect = [{ body = { branch = "dev", n = 1 } }]""",
        "the body of the event is another",
        "  -   \"branch\": \"dev\",",
        "  +   \"branch\": \"main\","
    )]
    [InlineData(
        """expect = [{ condition = '.body.branch == "dev"' }]""",
        "the condition of the event gave false",
        "\"branch\": \"main\""
    )]
    [InlineData(
        """expect = [{ condition = 'upcase(.body.absent) == ""' }]""",
        "the condition of the event failed: "
    )]
    [InlineData("""expect = [{ headers = { "X-A" = "1" } }]""", "the event has no header X-A")]
    [InlineData(
        """expect = [{ headers = { "X-Kept" = "2" } }]""",
        "the header X-Kept of the event is \"1\", expected \"2\""
    )]
    [InlineData(
        """expect = [{ metadata = { team = "b" } }]""",
        "metadata.team of the event is another",
        "  - \"b\"",
        "  + \"a\""
    )]
    [InlineData(
        """expect = [{ metadata = { absent = 1 } }]""",
        "metadata.absent of the event is absent"
    )]
    [InlineData(
        """expect = [{ no_event = true }]""",
        "expected no event, and this came",
        "  +   \"branch\": \"main\","
    )]
    [InlineData(
        """expect = [{ rejected_with = "x" }]""",
        "expected a rejection, and there was none",
        "this came"
    )]
    [InlineData(
        """expect = [{ condition = "true" }, { body = { x = 1 } }]""",
        "expected 2 events, and 1 event came",
        "event 2 did not come",
        "  -   \"x\": 1"
    )]
    public async Task Failure_says_what_is_another(string expect, params string[] told)
    {
        (
            await RunAsync(
                $$"""
                [[tests]]
                name = "a"
                transformer_refs = ["push"]
                input = '{"ref": "main"}'
                headers = { "X-Kept" = "1" }
                metadata = { team = "a" }
                {{expect}}
                """
            )
        ).ShouldBe(1);
        Output.ShouldStartWith($"FAILED  a ({folder.Path}/freshet.toml:");
        Output.ShouldEndWith("1 test, 1 failed\n");
        foreach (var part in told)
        {
            Output.ShouldContain(part);
        }
    }

    [Fact]
    public async Task Rejection_that_nobody_expects_fails_as_does_another_than_the_expected()
    {
        (
            await RunAsync(
                """
                [[tests]]
                name = "a"
                transformer_refs = ["push"]
                input = '{"bad": 1}'
                expect = [{ condition = "true" }]
                [[tests]]
                name = "b"
                transformer_refs = ["push"]
                input = '{"bad": 1}'
                expect = [{ rejected_with = "too large" }]
                """
            )
        ).ShouldBe(1);
        Output.ShouldContain("rejected by push: ");
        Output.ShouldContain(
            "expected a rejection with \"too large\", and it was rejected by push: "
        );
        Output.ShouldEndWith("2 tests, 2 failed\n");
    }

    [Fact]
    public async Task Example_of_the_documentation_says_what_happens()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "docs", "testing.md"),
            TestContext.Current.CancellationToken
        );
        var parts = page.Split("```");
        var toml = parts[1]["toml\n".Length..];
        (await RunAsync(toml)).ShouldBe(0, Output + Error);
        ("\n$ freshet test --config freshet.toml\n" + Output).ShouldBe(parts[3]);
    }

    [Fact]
    public async Task Each_test_has_transformers_of_its_own()
    {
        const string test = """
            transformer_refs = ["once"]
            input = '{"id": 1}'
            expect = [{ condition = "true" }]

            """;
        (
            await RunAsync($"[[tests]]\nname = \"a\"\n{test}[[tests]]\nname = \"b\"\n{test}")
        ).ShouldBe(0, Output);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_tests_is_told_at_once_by_check_too()
    {
        const string wrong = """
            [[tests]]
            transformer_refs = ["absent"]
            input = "{"
            expect = []
            [[tests]]
            name = "a"
            expect = [{ no_event = true, body = "1" }]
            [[tests]]
            name = "a"
            input = "1"
            input_file = "x.json"
            expect = [{ }]
            [[tests]]
            name = "c"
            input_file = "absent.json"
            expect = [{ condition = "1 +" }, { condition = "1" }, { body = "{" }, { no_event = false }]
            """;
        (await RunAsync(wrong)).ShouldBe(1);
        foreach (
            var told in new[]
            {
                "the key \"name\" is missing in tests[0]",
                "refers to the transformer \"absent\", which is not defined",
                "input: ",
                "a test that expects nothing shows nothing",
                "no_event stands alone",
                "a test needs an input",
                "there are two tests \"a\"",
                "both input and input_file are given",
                "this expects nothing",
                "does not exist",
                "the condition never gives true or false",
                "the body that is expected: ",
                "no_event is true, or is not there",
            }
        )
        {
            Error.ShouldContain(told);
        }
        Error.ShouldNotContain("nothing to do");
        var inTest = Error;
        error.GetStringBuilder().Clear();
        (await RunAsync(wrong, "check")).ShouldBe(1);
        Error.ShouldStartWith(inTest);
    }

    [Fact]
    public async Task Configuration_with_tests_can_be_checked_and_runs_none()
    {
        (
            await RunAsync(
                """
                [[tests]]
                name = "fails"
                input = "1"
                expect = [{ body = "2" }]
                """,
                "check"
            )
        ).ShouldBe(0);
        Output.ShouldNotContain("FAILED");
    }

    [Fact]
    public async Task Transformer_that_needs_a_running_server_cannot_be_tried()
    {
        (
            await RunAsync(
                """
                [sources.state.extractor]
                type = "terraform_state"
                path = "terraform.tfstate"
                [transformers.drift]
                type = "terraform_drift"
                state = "state"
                [[tests]]
                name = "a"
                transformer_refs = ["drift"]
                input = "{}"
                expect = [{ condition = "true" }]
                """
            )
        ).ShouldBe(1);
        Output.ShouldContain("the transformer \"drift\" judges events by what a source");
    }

    [Fact]
    public async Task Configuration_without_tests_fails()
    {
        (await RunAsync("")).ShouldBe(1);
        Error.ShouldContain("the configuration has no tests");
    }

    private Task<int> RunAsync(string tests, string command = "test") =>
        CommandLine.RunAsync(
            [
                command,
                "--config",
                folder.Write(
                    "freshet.toml",
                    (
                        tests.Contains("[transformers", StringComparison.Ordinal)
                            ? ""
                            : Transformers + "\n"
                    ) + tests
                ),
            ],
            Components.Catalog,
            new Terminal
            {
                Input = Stream.Null,
                Output = output,
                Error = error,
                Environment = new Dictionary<string, string>(),
            }
        );
}
