using System.CommandLine;
using Freshet.Cli;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli;

public sealed class CommandTests : IDisposable
{
    private const string Good = """
        [sources.hooks]
        transformer_refs = ["once", "note"]
        [sources.hooks.extractor]
        type = "webhook"
        id = "ci"
        [sources.idle]
        [transformers.once]
        type = "deduplicate"
        [transformers.note]
        type = "log"
        [sinks.events]
        type = "sse"
        id = "events"
        transformer_refs = ["note"]
        [sinks.later]
        type = "sse"
        path = "/later"
        enabled = false
        """;

    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> environment = [];
    private readonly StringWriter output = new() { NewLine = "\n" };
    private readonly StringWriter error = new() { NewLine = "\n" };
    private byte[] input = [];

    private string Output => output.ToString();

    private string Error => error.ToString();

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task Check_shows_where_events_go()
    {
        (await RunAsync("check", "--config", folder.Write("a.toml", Good))).ShouldBe(0);
        Output.ShouldBe(
            """
            hooks (webhook: POST /webhook/ci) → once → note → journal
            idle (no extractor)               → nothing
            journal                           → note → events (sse: GET /sse/events)
            off: sinks.later

            """
        );
        Error.ShouldStartWith("warning: sources.idle has no extractor");
    }

    [Fact]
    public async Task Check_tells_everything_that_is_wrong_at_once()
    {
        var path = folder.Write(
            "a.toml",
            """
            [http]
            prot = 1
            port = 70000
            [log]
            filter = "loud"
            [sources.a]
            transformer_refs = ["absent"]
            [sources.a.extractor]
            type = "webhok"
            [sinks.b]
            type = "sse"
            id = "x"
            keep_alive = "soon"
            headers = { "X" = { type = "matches", pattern = "(" }, "Y" = { type = "secret", value = "NOT_SET" } }
            [sinks.c]
            type = "sse"
            id = "X"
            event_name = "${ALSO_NOT_SET}"
            """
        );
        (await RunAsync("check", "--config", path)).ShouldBe(1);
        Output.ShouldBeEmpty();
        foreach (var line in new[] { 2, 3, 5, 7, 9, 13, 14, 17, 18 })
        {
            Error.ShouldContain($"--> {path}:{line}:");
        }
        Error.ShouldContain("did you mean \"port\"?");
        Error.ShouldContain("did you mean \"webhook\"?");
        Error.ShouldContain("the environment variable NOT_SET is not set");
        Error.ShouldContain("the environment variable ALSO_NOT_SET is not set");
        Error.ShouldContain("sinks.c answers at /sse/X, where sinks.b answers already");
        Error.ShouldEndWith("10 errors\n");
    }

    [Fact]
    public async Task Check_tells_that_the_path_of_a_streams_sessions_is_taken_and_shows_the_streams_alone()
    {
        const string stream = "[sinks.b]\ntype = \"sse\"\nid = \"x\"\n";
        var good = folder.Write("good.toml", stream);
        var bad = folder.Write(
            "bad.toml",
            $"{stream}[sinks.c]\ntype = \"sse\"\npath = \"/sse/x/session\""
        );

        (await RunAsync("check", "--config", good)).ShouldBe(0);
        Output.ShouldContain("b (sse: GET /sse/x)");
        (await RunAsync("check", "--config", bad)).ShouldBe(1);
        Error.ShouldContain("sinks.c answers at /sse/x/session, where sinks.b answers already");
    }

    [Fact]
    public async Task One_error_is_no_plural()
    {
        (await RunAsync("check", "--set", "http.port=x")).ShouldBe(1);
        Error.ShouldBe(
            """
            error: http.port must be an integer, not this text
              --> --set http.port
            1 error

            """
        );
    }

    [Fact]
    public async Task Without_a_configuration_the_built_in_one_counts()
    {
        (await RunAsync("check")).ShouldBe(0);
        Output.ShouldBe(
            """
            webhook_000 (webhook: POST /webhook/000) → journal
            journal                                  → events (sse: GET /sse/events)

            """
        );
    }

    [Fact]
    public async Task Variable_names_the_files_where_the_command_line_does_not()
    {
        var one = folder.Write("1.toml", "[http]\nport = 1\nhost = \"::1\"");
        var two = folder.Write("2.toml", "[http]\nport = 2");
        environment["FRESHET_CONFIG"] = $"{one}{Path.PathSeparator}{two}";
        (await RunAsync("config")).ShouldBe(0);
        Output.ShouldBe("\n[http]\nport = 2\nhost = \"::1\"\n");

        output.GetStringBuilder().Clear();
        (await RunAsync("config", "-c", one)).ShouldBe(0);
        Output.ShouldContain("port = 1");
    }

    [Fact]
    public async Task Config_prints_what_everything_comes_to_without_its_secrets()
    {
        environment["HOST"] = "leak.example";
        environment["FRESHET__SINKS__EVENTS__ID"] = "live";
        var path = folder.Write(
            "a.toml",
            """
            [http]
            root_url = "https://user:leak@${HOST}"
            [sinks.events]
            type = "sse"
            id = "events"
            [sinks.events.headers]
            "X-A" = { type = "equals", value = "leak" }
            "X-B" = { type = "signature", token = "leak", signature_prefix = "sha256=" }
            "X-C" = { type = "equal", value = "leak" }
            "X-D" = [{ value = "leak" }, "leak"]
            [sinks.typo]
            type = "see"
            value = "leak"
            """
        );
        (await RunAsync("config", "--config", path, "--set", "http.port=9000")).ShouldBe(1);
        Output.ShouldNotContain("leak");
        Error.ShouldNotContain("leak");
        Output.ShouldContain("id = \"live\"");
        Output.ShouldContain("port = 9000");
        Output.ShouldContain("root_url = \"https://user:***@${HOST}\"");
        Output.ShouldContain("[sinks.events.headers.X-A]\ntype = \"equals\"\nvalue = \"***\"\n");
        Output.ShouldContain("signature_prefix = \"sha256=\"");
    }

    [Fact]
    public async Task Version_names_the_runtime_and_every_type()
    {
        (await RunAsync("--version")).ShouldBe(0);
        Output.ShouldMatch(
            """^freshet \d+\.\d+\.\d+.*\nruntime: \.NET 10.* on .*\nsources: .*webhook.*\ntransformers: .*deduplicate.*\nsinks: .*sse.*\n$"""
        );
    }

    [Fact]
    public async Task Freshet_alone_prints_its_help()
    {
        (await RunAsync()).ShouldBe(0);
        var alone = Output;
        output.GetStringBuilder().Clear();
        (await RunAsync("--help")).ShouldBe(0);
        alone.ShouldBe(Output);
        Output.ShouldContain("freshet connect --set http.port=9000");
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("check")]
    [InlineData("config")]
    [InlineData("toml")]
    public async Task Help_of_a_command_ends_with_lines_to_try(string command)
    {
        (await RunAsync(command, "--help")).ShouldBe(0);
        Output.ShouldMatch($"(?s)Usage:.*Examples:\n  freshet {command} ");
    }

    [Fact]
    public void Every_command_and_option_has_a_description()
    {
        var root = CommandLine.Create(Components.Catalog, NewTerminal());
        foreach (var symbol in Descendants(root))
        {
            symbol.Description.ShouldNotBeNullOrEmpty(symbol.Name);
        }
    }

    [Theory]
    [InlineData("conect")]
    [InlineData("check", "--confg", "x")]
    [InlineData("check", "--config")]
    public async Task Command_line_that_makes_no_sense_is_an_error(params string[] args)
    {
        (await RunAsync(args)).ShouldBe(1);
        Error.ShouldNotBeEmpty();
        Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Toml_writes_tagged_JSON()
    {
        input = "a = [1, \"é\"]"u8.ToArray();
        (await RunAsync("toml")).ShouldBe(0);
        Output.ShouldContain("integer");
        Output.ShouldContain("é");
        Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Toml_that_is_none_is_an_error_in_its_place()
    {
        input = "a = "u8.ToArray();
        (await RunAsync("toml")).ShouldBe(1);
        Output.ShouldBeEmpty();
        Error.ShouldContain("--> standard input:1:");
    }

    [Theory]
    [InlineData("loud", null, null, "--log")]
    [InlineData(null, "Freshet=loud", null, "FRESHET_LOG")]
    [InlineData(null, null, "loud", "test.toml:2:10")]
    public async Task Bad_log_filter_says_why(
        string? option,
        string? variable,
        string? key,
        string place
    )
    {
        if (variable is not null)
        {
            environment["FRESHET_LOG"] = variable;
        }
        var path = folder.Write("test.toml", key is null ? "" : $"[log]\nfilter = \"{key}\"");
        string[] log = option is null ? [] : ["--log", option];
        (await RunAsync(["connect", "--config", path, .. log])).ShouldBe(1);
        Error.ShouldContain("is not a log level");
        Error.ShouldContain(place);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("check")]
    [InlineData("config")]
    public async Task File_that_is_no_configuration_is_told_in_words(string command)
    {
        var large = Path.Combine(folder.Path, "large.toml");
        await File.WriteAllBytesAsync(
            large,
            new byte[20 << 20],
            TestContext.Current.CancellationToken
        );
        var binary = Path.Combine(folder.Path, "binary.toml");
        await File.WriteAllBytesAsync(
            binary,
            [0x61, 0xff, 0xfe],
            TestContext.Current.CancellationToken
        );
        foreach (
            var (path, why) in new[]
            {
                (Path.Combine(folder.Path, "absent.toml"), "does not exist"),
                (folder.Path, "is a directory"),
                (large, "is larger than 16MiB"),
                (binary, "UTF-8"),
            }
        )
        {
            error.GetStringBuilder().Clear();
            (await RunAsync(command, "--config", path)).ShouldBe(1);
            Error.ShouldContain(why);
            Error.ShouldContain(path);
            Error.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task Docs_prints_the_page()
    {
        (await RunAsync("docs", "configuration")).ShouldBe(0);
        Output.ShouldBe(DocsCommand.Configuration(Components.Catalog));
    }

    private Task<int> RunAsync(params string[] args) =>
        CommandLine.RunAsync(args, Components.Catalog, NewTerminal());

    private Terminal NewTerminal() =>
        new()
        {
            Input = new MemoryStream(input),
            Output = output,
            Error = error,
            Environment = environment,
        };

    private static IEnumerable<Symbol> Descendants(Command command) =>
        command
            .Options.Concat<Symbol>(command.Subcommands)
            .Concat(command.Subcommands.SelectMany(Descendants));
}
