using System.Text;
using System.Text.Json.Nodes;
using Freshet.Cli;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class TransformCommandTests : IDisposable
{
    private const string Configuration = """"
        [transformers.split]
        type = "vrl"
        template = """
        map_values(array(.body.parts) ?? [.body]) -> |part| { { "metadata": .metadata, "headers": .headers, "body": part } }
        """
        [transformers.told]
        type = "vrl"
        template = """
        [{ "metadata": .metadata, "headers": .headers, "body": { "metadata": .metadata, "headers": .headers, "body": .body } }]
        """
        [transformers.strict]
        type = "vrl"
        template = """
        if exists(.body.bad) { abort "no such thing" }
        null
        """
        """";

    private const string CDEvent = """
        {"context": {"specversion": "0.5.0", "type": "dev.cdevents.service.deployed.0.3.0"},
         "subject": {"id": "a/b", "content": {"environment": {"id": "prod"}, "artifactId": "pkg:oci/a@sha256:1"}}}
        """;

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment = [];
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };
    private string answers = "";
    private bool isTerminal;

    private string Output => output.ToString();

    private string Error => error.ToString();

    public TransformCommandTests() => folder.Write("freshet.toml", Configuration);

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Outputs_that_are_as_their_golden_files_have_them_pass()
    {
        folder.Write("in/deep/a.json", """{"x": 1, "y": [1.0, "z"]}""");
        folder.Write("out/deep/a.json", """{ "y": [1, "z"], "x": 1 }""");

        (await CheckAsync()).ShouldBe(0);
        Output.ShouldBe("1 input, 1 output; no difference\n");
        Error.ShouldBeEmpty();
        Files("out").ShouldBe(["deep/a.json"]);
    }

    [Fact]
    public async Task Difference_is_shown_line_by_line_with_sorted_members()
    {
        folder.Write("in/a.json", """{"b": 1, "a": {"d": 2, "c": "new"}}""");
        folder.Write("out/a.json", """{"a": {"c": "old", "d": 2}, "b": 1}""");

        (await CheckAsync()).ShouldBe(1);
        Output.ShouldBe(
            """
            different: a.json
                {
                  "a": {
              -     "c": "old",
              +     "c": "new",
                    "d": 2
                  },
                  "b": 1
                …
            1 input, 1 output; 1 difference

            """
        );
        Files("out").ShouldBe(["a.json"]);
        Read("out/a.json").ShouldBe("""{"a": {"c": "old", "d": 2}, "b": 1}""");
    }

    [Fact]
    public async Task Missing_and_unexpected_outputs_are_differences()
    {
        folder.Write("in/a.json", "[1]");
        folder.Write("out/b.json", "[2]");

        (await CheckAsync()).ShouldBe(1);
        Output.ShouldContain("unexpected: a.json");
        Output.ShouldContain("missing: b.json");
        Output.ShouldEndWith("1 input, 1 output; 2 differences\n");
    }

    [Fact]
    public async Task Second_and_later_outputs_are_numbered()
    {
        folder.Write("in/a.json", """{"parts": [1, 2, 3]}""");

        (await RunAsync("-t", "split", "--mode", "overwrite", "--no-check-cdevent")).ShouldBe(0);
        Files("out").ShouldBe(["a.1.json", "a.2.json", "a.json"]);
        Read("out/a.json").ShouldBe("1\n");
        Read("out/a.2.json").ShouldBe("3\n");
        (await CheckAsync("-t", "split")).ShouldBe(0);
    }

    [Fact]
    public async Task Outputs_of_two_inputs_with_one_name_are_an_error()
    {
        folder.Write("in/a.1.json", "1");
        folder.Write("in/a.json", """{"parts": [1, 2]}""");

        (await CheckAsync("-t", "split")).ShouldBe(1);
        Error.ShouldBe("error: a.json: an output of it would be a.1.json, as one of a.1.json is\n");
    }

    [Fact]
    public async Task Transformers_see_the_headers_beside_an_input_and_where_it_is_from()
    {
        folder.Write("in/sub/a.json", "[]");
        folder.Write("in/sub/a.headers.json", """{"X-GitHub-Event": "push"}""");
        folder.Write("in/sub/a.metadata.json", """{"is": "no input"}""");
        folder.Write("in/sub/a.json.new", "neither is this");
        folder.Write("in/README.md", "nor this");
        var written = new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(Path.Combine(folder.Path, "in/sub/a.json"), written);

        (await RunAsync("-t", "told", "--mode", "overwrite", "--no-check-cdevent")).ShouldBe(0);
        Files("out").ShouldBe(["sub/a.json"]);
        var told = JsonNode.Parse(Read("out/sub/a.json"))!;
        told["headers"]!.ToJsonString().ShouldBe("""{"X-GitHub-Event":"push"}""");
        told["metadata"]!["context"]!["source"]!
            .GetValue<string>()
            .ShouldBe("http://cdviz-collector.example.com?source=cli-transform");
        told["metadata"]!["name"]!.GetValue<string>().ShouldBe("a.json");
        told["metadata"]!["path"]!.GetValue<string>().ShouldBe("sub/a.json");
        told["metadata"]!["root"]!.GetValue<string>().ShouldBe(Path.Combine(folder.Path, "in"));
        told["metadata"]!["last_modified"]!
            .GetValue<string>()
            .ShouldStartWith("2026-01-31T12:00:00");
    }

    [Fact]
    public async Task Source_begins_with_the_root_url_of_the_configuration()
    {
        folder.Write("in/a.json", "[]");
        (
            await RunAsync([
                "-t",
                "told",
                "--mode",
                "overwrite",
                "--no-check-cdevent",
                "--set",
                "http.root_url=https://e.example/",
            ])
        ).ShouldBe(0);
        Read("out/a.json").ShouldContain("\"https://e.example?source=cli-transform\"");
    }

    [Fact]
    public async Task Headers_and_metadata_are_compared_where_they_are_exported()
    {
        folder.Write("in/a.json", "[]");
        folder.Write("in/a.headers.json", """{"X-A": "1"}""");
        string[] export = ["--export-headers", "--export-metadata"];

        (await RunAsync(["--mode", "overwrite", "--no-check-cdevent", .. export])).ShouldBe(0);
        Files("out").ShouldBe(["a.headers.json", "a.json", "a.metadata.json"]);
        JsonNode.Parse(Read("out/a.headers.json"))!.ToJsonString().ShouldBe("""{"X-A":"1"}""");
        JsonNode
            .Parse(Read("out/a.metadata.json"))!
            .AsObject()
            .Select(pair => pair.Key)
            .ShouldBe(["context", "name", "path"]);
        (await CheckAsync()).ShouldBe(0);
        folder.Write("out/a.headers.json", """{"X-A": "2"}""");
        (await CheckAsync()).ShouldBe(0);
        (await CheckAsync(export)).ShouldBe(1);
        Output.ShouldContain("different: a.headers.json");
    }

    [Fact]
    public async Task Outputs_must_be_CDEvents_once_freshet_has_filled_in_what_it_does()
    {
        folder.Write("in/good.json", CDEvent);
        folder.Write("out/good.json", CDEvent);
        (await RunAsync("--mode", "check")).ShouldBe(0);

        folder.Write("in/plain.json", """{"a": 1}""");
        folder.Write("out/plain.json", """{"a": 1}""");
        (await RunAsync("--mode", "check")).ShouldBe(1);
        Error.ShouldContain("error: plain.json is no right CDEvent:\n  ");
        Output.ShouldEndWith("2 inputs, 2 outputs; no difference; 1 wrong CDEvent\n");
        (await CheckAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Null_where_a_member_may_be_absent_is_odd_and_no_failure()
    {
        var odd = CDEvent.Replace(
            "\"prod\"",
            "\"prod\", \"source\": null",
            StringComparison.Ordinal
        );
        folder.Write("in/a.json", odd);
        folder.Write("out/a.json", odd);

        (await RunAsync("--mode", "check")).ShouldBe(0);
        Error.ShouldContain("warning: a.json is a CDEvent, but not quite");
        Error.ShouldContain("subject.content.environment.source");
    }

    [Theory]
    [InlineData("\"prod\"", "\"\"", "subject.content.environment.id")]
    [InlineData("deployed.0.3.0", "deployed.0.2.0", "context.type")]
    public async Task What_most_readers_take_is_odd_and_no_failure(
        string part,
        string oddPart,
        string path
    )
    {
        var odd = CDEvent.Replace(part, oddPart, StringComparison.Ordinal);
        folder.Write("in/a.json", odd);
        folder.Write("out/a.json", odd);

        (await RunAsync("--mode", "check")).ShouldBe(0, Error);
        Error.ShouldContain("warning: a.json is a CDEvent, but not quite");
        Error.ShouldContain($"  {path}: ");
    }

    [Fact]
    public async Task Flag_of_telemetry_is_taken()
    {
        folder.Write("in/a.json", "1");
        folder.Write("out/a.json", "1");
        (await CheckAsync("--disable-otel")).ShouldBe(0);
    }

    [Fact]
    public async Task Folder_that_cannot_be_gone_to_is_an_error()
    {
        (await CheckAsync("-C", Path.Combine(folder.Path, "nowhere"))).ShouldBe(1);
        Error.ShouldStartWith("error: --directory: ");
    }

    [Fact]
    public async Task Rejected_input_is_told_and_leaves_its_golden_files_alone()
    {
        folder.Write("in/a.json", """{"bad": 1}""");
        folder.Write("in/b.json", "{}");
        folder.Write("out/a.json", "1");
        folder.Write("out/a.1.json", "1");

        (await RunAsync("-t", "strict", "--mode", "overwrite", "--no-check-cdevent")).ShouldBe(1);
        Error.ShouldStartWith("error: a.json: rejected by strict: ");
        Error.ShouldContain("no such thing");
        Output.ShouldBe("written: b.json\n2 inputs, 1 output; no difference; 1 input failed\n");
        Files("out").ShouldBe(["a.1.json", "a.json", "b.json"]);
    }

    [Fact]
    public async Task Overwriting_keeps_what_is_equal_as_it_is_and_removes_nothing()
    {
        folder.Write("in/a.json", "[1]");
        folder.Write("in/b.json", "[2]");
        folder.Write("out/a.json", "[ 1 ]");
        folder.Write("out/b.json", "[3]");
        folder.Write("out/c.json", "[4]");

        (await RunAsync("--mode", "overwrite", "--no-check-cdevent")).ShouldBe(1);
        Read("out/a.json").ShouldBe("[ 1 ]");
        Read("out/b.json").ShouldBe("[\n  2\n]\n");
        Files("out").ShouldBe(["a.json", "b.json", "c.json"]);
        Output.ShouldContain("missing: c.json");
    }

    [Fact]
    public async Task New_files_stay_where_they_are_to_be_kept()
    {
        folder.Write("in/a.json", "[1]");
        (await CheckAsync("--keep-new-files")).ShouldBe(1);
        Files("out").ShouldBe(["a.json.new"]);
        (await CheckAsync()).ShouldBe(1);
        Directory.Exists(Path.Combine(folder.Path, "out")).ShouldBeTrue();
    }

    [Fact]
    public async Task Folder_that_only_new_files_were_in_is_gone_again()
    {
        folder.Write("in/x/a.json", "[1]");
        (await CheckAsync()).ShouldBe(1);
        Directory.Exists(Path.Combine(folder.Path, "out")).ShouldBeFalse();
    }

    [Fact]
    public async Task Inputs_may_be_their_own_golden_files()
    {
        folder.Write("in/a.json", "[1]");
        folder.Write("in/a.headers.json", "{}");
        (
            await InvokeAsync(
                "transform",
                "-c",
                Path.Combine(folder.Path, "freshet.toml"),
                "-t",
                "passthrough",
                "-i",
                Path.Combine(folder.Path, "in"),
                "-o",
                Path.Combine(folder.Path, "in"),
                "--mode",
                "check",
                "--no-check-cdevent"
            )
        ).ShouldBe(0);
        Files("in").ShouldBe(["a.headers.json", "a.json"]);
    }

    [Fact]
    public async Task Review_takes_what_is_agreed_to_and_leaves_the_rest()
    {
        isTerminal = true;
        folder.Write("in/a.json", "1");
        folder.Write("in/b.json", "1");
        folder.Write("in/c.json", "1");
        folder.Write("out/b.json", "2");
        folder.Write("out/d.json", "3");
        answers = "y\nwhat?\nn\nq\n";

        (await RunAsync("--no-check-cdevent")).ShouldBe(1);
        Files("out").ShouldBe(["a.json", "b.json", "d.json"]);
        Read("out/b.json").ShouldBe("2");
        Output.ShouldContain("Add it as a golden file?");
        Output.ShouldContain("Take the new one?");
        Output.ShouldContain("\u001b[31m- 2\u001b[0m");
        Error.ShouldContain("1/3");

        answers = "all\n";
        (await RunAsync("--no-check-cdevent")).ShouldBe(0);
        Files("out").ShouldBe(["a.json", "b.json", "c.json"]);
        Read("out/b.json").ShouldBe("1\n");
    }

    [Fact]
    public async Task Colours_stay_out_where_they_are_not_wanted()
    {
        isTerminal = true;
        environment["NO_COLOR"] = "1";
        folder.Write("in/a.json", "1");
        folder.Write("out/a.json", "2");
        (await CheckAsync()).ShouldBe(1);
        Output.ShouldContain("  - 2\n  + 1\n");
        Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Review_without_a_terminal_is_refused()
    {
        folder.Write("in/a.json", "1");
        (await RunAsync("--no-check-cdevent")).ShouldBe(1);
        Error.ShouldContain("--mode check");
        Error.ShouldContain("--mode overwrite");
        Directory.Exists(Path.Combine(folder.Path, "out")).ShouldBeFalse();
    }

    [Fact]
    public async Task Parsers_read_other_inputs_than_JSON()
    {
        folder.Write("in/rows.csv", "a,b\n1,2\n3,4\n");
        folder.Write("in/doc.yaml", "a: 1");
        folder.Write("in/log.txt", "one\ntwo\n");

        (await RunAsync("--mode", "overwrite", "--no-check-cdevent")).ShouldBe(0);
        Files("out").ShouldBe(["doc.json", "log.1.json", "log.json", "rows.1.json", "rows.json"]);
        JsonNode.Parse(Read("out/rows.1.json"))!.ToJsonString().ShouldBe("""{"a":"3","b":"4"}""");

        Directory.Delete(Path.Combine(folder.Path, "out"), recursive: true);
        (
            await RunAsync("--mode", "overwrite", "--no-check-cdevent", "--input-parser", "text")
        ).ShouldBe(0);
        Files("out").ShouldBe(["log.json"]);
        JsonNode.Parse(Read("out/log.json"))!.ToJsonString().ShouldBe("""{"text":"one\ntwo\n"}""");
    }

    [Theory]
    [InlineData("a.json", "{", "error: a.json: ")]
    [InlineData("a.csv", "a,b\n1\n", "error: a.csv: expected 2 values")]
    public async Task Input_that_cannot_be_read_is_told_with_its_place(
        string name,
        string text,
        string told
    )
    {
        folder.Write("in/" + name, text);
        (await CheckAsync()).ShouldBe(1);
        Error.ShouldStartWith(told);
        Error.ShouldContain("line");
    }

    [Theory]
    [InlineData("""["a"]""", "expected an object of strings")]
    [InlineData("""{"a": 1}""", "a: expected a string")]
    [InlineData("{", "line 1")]
    public async Task Headers_that_cannot_be_read_are_told(string headers, string told)
    {
        folder.Write("in/a.json", "1");
        folder.Write("in/a.headers.json", headers);
        (await CheckAsync()).ShouldBe(1);
        Error.ShouldStartWith("error: a.headers.json: ");
        Error.ShouldContain(told);
    }

    [Fact]
    public async Task Golden_file_that_is_no_JSON_is_a_difference()
    {
        folder.Write("in/a.json", "1");
        folder.Write("out/a.json", "{ \u001b[2J");
        (await CheckAsync()).ShouldBe(1);
        Output.ShouldContain("different: a.json");
        Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Nothing_to_read_is_an_error()
    {
        (await CheckAsync()).ShouldBe(1);
        Error.ShouldContain("there is no folder");
        folder.Write("in/README.md", "");
        (await CheckAsync()).ShouldBe(1);
        Error.ShouldContain("there is no input in");
    }

    [Fact]
    public async Task Unknown_transformer_is_told_with_the_nearest_name()
    {
        folder.Write("in/a.json", "1");
        (await CheckAsync("-t", "split,splat", "-t", "passthrough")).ShouldBe(1);
        Error.ShouldContain("there is no transformer \"splat\"");
        Error.ShouldContain("did you mean \"split\"?");
    }

    private Task<int> CheckAsync(params string[] more) =>
        RunAsync(["--mode", "check", "--no-check-cdevent", .. more]);

    private Task<int> RunAsync(params string[] more) =>
        InvokeAsync([
            "transform",
            "--config",
            Path.Combine(folder.Path, "freshet.toml"),
            "--input",
            Path.Combine(folder.Path, "in"),
            "--output",
            Path.Combine(folder.Path, "out"),
            .. more,
        ]);

    private Task<int> InvokeAsync(params string[] args) =>
        CommandLine.RunAsync(
            args,
            Components.Catalog,
            new Terminal
            {
                Input = new MemoryStream(Encoding.UTF8.GetBytes(answers)),
                Output = output,
                Error = error,
                Environment = environment,
                IsInteractive = isTerminal,
                IsScreen = isTerminal,
            }
        );

    private string Read(string name) => File.ReadAllText(Path.Combine(folder.Path, name));

    private IEnumerable<string> Files(string name)
    {
        var root = Path.Combine(folder.Path, name);
        return Directory
            .EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path))
            .Where(path => name != "in" || !path.EndsWith(".md", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
    }
}
