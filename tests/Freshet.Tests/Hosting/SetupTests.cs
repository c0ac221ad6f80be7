using System.Text;
using Freshet.Configuration;
using Freshet.Hosting;
using Freshet.Tests.Toml;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Hosting;

public sealed class SetupTests
{
    // What means something to Freshet reaches further into it than random documents do.
    private static readonly string[] Lines =
    [
        "[http]",
        "[http.cors]",
        "[journal]",
        "[journal.retention]",
        "[log]",
        "[pipeline]",
        "[sources.a]",
        "[sources.a.extractor]",
        "[sources.a.extractor.headers]",
        "[sources.a.extractor.metadata]",
        "[transformers.t]",
        "[sinks.b]",
        "[sinks.b.headers]",
        "[sinks.b.cors]",
        "[[sinks.b.headers]]",
        "[[sinks.c]]",
        "header = \"X-A\"",
        "rule = { type = \"exists\" }",
        "\"X-A\" = { type = \"matches\", pattern = \"(\" }",
        "\"X-B\" = [{ type = \"secret\", value = \"ABSENT\" }, { type = \"equals\", value = \"v\" }]",
        "\"bad header\" = { type = \"signature\", token = \"t\", token_encoding = \"hex\" }",
        "type = \"sse\"",
        "type = \"webhook\"",
        "type = \"deduplicate\"",
        "type = \"log\"",
        "type = \"nothing\"",
        "type = \"vrl\"",
        "template = \"[.]\"",
        "script = \".body.n + 1; nope(\"",
    ];

    private static readonly string[] Keys =
    [
        "id",
        "path",
        "port",
        "host",
        "enabled",
        "transformer_refs",
        "headers",
        "headers_to_keep",
        "keep_alive",
        "buffer",
        "max_age",
        "max_bytes",
        "allowed_origins",
        "allow_credentials",
        "filter",
        "key_path",
        "level",
        "capacity",
        "metadata",
        "extractor",
        "id_file",
        "cors",
        "unknown",
    ];

    private static readonly string[] Values =
    [
        "1",
        "-1",
        "99999999999",
        "0.5",
        "nan",
        "true",
        "\"\"",
        "\"/a\"",
        "\"/body/x\"",
        "\"30s\"",
        "\"1MiB\"",
        "\"${ABSENT}\"",
        "\"${SET}\"",
        "\"${ABSENT:-x}\"",
        "\"\\u0000\\u001b\"",
        "\"https://a.example\"",
        "[]",
        "[\"t\", \"u\"]",
        "[1, [2], {}]",
        "{}",
        "{ type = \"sse\" }",
        "{ a = { b = [\"${ABSENT}\"] } }",
        "1979-05-27",
        "",
    ];

    private static readonly Dictionary<string, string> Environment = new()
    {
        ["SET"] = "value",
        ["FRESHET__SINKS__B__ID"] = "fromoutside",
        ["FRESHET__HTTP__REQUEST_TIMEOUT"] = "5s",
    };

    [Fact]
    public void Whatever_a_file_says_is_read_or_told_in_its_place()
    {
        var line = Gen.OneOf(
            Gen.Elements(Lines),
            Gen.Elements(Keys)
                .SelectMany(key => Gen.Elements(Values).Select(value => $"{key} = {value}"))
        );
        var documents = Gen.OneOf(
            line.ListOf().Select(lines => string.Join('\n', lines)),
            // Each key once in its table, so that the whole is mostly valid TOML.
            line.ListOf().Select(lines => string.Join('\n', Unrepeated(lines))),
            Gen.Choose(0, int.MaxValue - 1)
                .Select(seed => new TomlDocumentWriter(seed).Write().Toml)
        );
        Prop.ForAll(documents.ToArbitrary(), ShouldCope)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Nothing_to_do_is_worth_a_warning()
    {
        var setup = Read("");
        setup.HasErrors.ShouldBeFalse();
        setup
            .Diagnostics.ShouldHaveSingleItem()
            .Message.ShouldBe("no source and no sink is enabled, so there is nothing to do");
    }

    [Fact]
    public void Built_in_configuration_is_right()
    {
        var setup = Setup.Read(
            new ConfigurationInput { Base = Profiles.Default.Configuration },
            Components.Catalog
        );
        setup.Diagnostics.ShouldBeEmpty();
        setup.Blueprint.Sources.Count.ShouldBe(1);
        setup.Blueprint.Sinks.Count.ShouldBe(1);
    }

    [Fact]
    public void Transformer_without_options_is_whole() =>
        Read("transformers = { a = { type = \"log\" }, b = { type = \"deduplicate\" } }")
            .HasErrors.ShouldBeFalse();

    [Fact]
    public void Transformers_that_need_no_options_are_there_without_a_definition()
    {
        const string source =
            "[sources.a]\ntransformer_refs = [\"log\", \"passthrough\", \"discard_all\"]\nextractor = { type = \"webhook\", id = \"a\" }\n";
        var setup = Read(source + "[transformers.log]\ntype = \"deduplicate\"");
        setup.Diagnostics.ShouldBeEmpty();
        setup.Blueprint.Transformers["passthrough"].Type.Name.ShouldBe("passthrough");
        setup.Blueprint.Transformers["log"].Type.Name.ShouldBe("deduplicate");
    }

    [Fact]
    public void Key_path_of_nothing_is_told() =>
        Read("[transformers.a]\ntype = \"deduplicate\"\nkey_path = \"\"")
            .Diagnostics.ShouldContain(diagnostic =>
                diagnostic.Message == "transformers.a.key_path must not be empty"
            );

    [Fact]
    public void No_line_that_is_shown_holds_a_secret()
    {
        var setup = Read(
            """
            [sinks.b]
            type = "sse"
            id = "b"
            headers = { "X-A" = { type = "equals", value = "leak", oops = 1 }, "X-B" = { type = "equal", value = "leak" } }
            """
        );
        setup.Diagnostics.Count.ShouldBe(2);
        setup.Diagnostics.ShouldAllBe(diagnostic => !diagnostic.Render().Contains("leak"));
        setup.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Render().Contains("^^"));
    }

    private static void ShouldCope(string toml)
    {
        var lines = toml.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        var setup = Read(toml, Environment);
        foreach (var diagnostic in setup.Diagnostics)
        {
            diagnostic.Message.ShouldNotBeNullOrWhiteSpace();
            diagnostic
                .Render()
                .ReplaceLineEndings("")
                .ShouldNotContain(text => char.IsControl(text));
            if (diagnostic.Location is not { } at)
            {
                diagnostic.Severity.ShouldBe(Severity.Warning);
            }
            else if (at.Line > 0)
            {
                at.Line.ShouldBeLessThanOrEqualTo(lines.Count);
                var length = lines[at.Line - 1].EnumerateRunes().Count();
                at.LineText.EnumerateRunes().Count().ShouldBe(length);
                at.Column.ShouldBeInRange(1, length + 1);
                at.Length.ShouldBeInRange(1, Math.Max(1, length - at.Column + 1));
            }
        }
        using var output = new StringWriter();
        MaskedToml.Write(setup.Root, setup.Secrets, output);
        output.ToString().ShouldNotContain("\0");
    }

    private static IEnumerable<string> Unrepeated(IEnumerable<string> lines)
    {
        var seen = new HashSet<string>();
        var table = "";
        foreach (var line in lines)
        {
            if (line.StartsWith('['))
            {
                table = line;
            }
            var key = line.StartsWith('[') ? line : $"{table} {line.Split('=')[0]}";
            if (seen.Add(key))
            {
                yield return line;
            }
        }
    }

    private static Setup Read(string toml, Dictionary<string, string>? environment = null) =>
        Setup.Read(
            new ConfigurationInput
            {
                Base = new("test.toml", Encoding.UTF8.GetBytes(toml)),
                Environment = environment ?? [],
            },
            Components.Catalog
        );
}
