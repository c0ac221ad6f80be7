using Freshet.Events.CDEvents;
using Freshet.Pipelines;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Pipelines;

public sealed class BlueprintTests
{
    private static readonly string[] Reserved = ["/health", "/health/live"];

    [Fact]
    public void Enabled_components_are_planned_with_their_transformers_in_order()
    {
        var (blueprint, loaded) = Read(
            """
            [sources.a]
            transformer_refs = ["two", "one"]
            [sources.a.extractor]
            type = "hook"
            path = "/a"
            [transformers.one]
            type = "pass"
            [transformers.two]
            type = "pass"
            [sinks.b]
            type = "stream"
            transformer_refs = ["one"]
            [sinks.c]
            type = "stream"
            enabled = false
            """
        );
        loaded.Messages.ShouldBeEmpty();
        var source = blueprint.Sources.ShouldHaveSingleItem();
        (source.Name, source.Type.Name).ShouldBe(("a", "hook"));
        source.TransformerRefs.ShouldBe(["two", "one"]);
        ((FakeOptions)source.Options).Path.ShouldBe("/a");
        var sink = blueprint.Sinks.ShouldHaveSingleItem();
        (sink.Name, sink.Type.Name).ShouldBe(("b", "stream"));
        blueprint.Transformers.Keys.ShouldBe(["one", "two"]);
        blueprint.Disabled.ShouldBe(["sinks.c"]);
    }

    [Fact]
    public void A_source_may_say_how_its_CDEvents_are_checked_and_a_sink_may_not()
    {
        const string toml = """
            [sources.a]
            cdevents = "require"
            [sources.a.extractor]
            type = "hook"
            [sources.b.extractor]
            type = "hook"
            """;
        var (blueprint, loaded) = Read(toml);
        loaded.Messages.ShouldBeEmpty();
        blueprint.Sources.Select(source => source.CDEvents).ShouldBe([CDEventMode.Require, null]);

        Read("[sinks.c]\ntype = \"stream\"\ncdevents = \"off\"")
            .Loaded.Messages.ShouldHaveSingleItem()
            .ShouldContain("cdevents");
    }

    [Theory]
    [InlineData("sources = 1", "1:11 sources must be a table, not an integer")]
    [InlineData("sinks.a = true", "1:11 sinks.a must be a table, not a boolean")]
    [InlineData(
        "sources.a.extractor = \"x\"",
        "1:23 sources.a.extractor must be a table, not this text"
    )]
    [InlineData("[sources.a.extractor]", "1:1 the key \"type\" is missing in sources.a.extractor")]
    [InlineData(
        "[sources.a.extractor]\ntype = \"hok\"",
        "2:8 sources.a.extractor: there is no source of type \"hok\" in this build"
    )]
    [InlineData(
        "[sources.a.extractor]\ntype = 1",
        "2:8 sources.a.extractor.type must be a string, not an integer"
    )]
    [InlineData(
        "[transformers.a]\ntype = \"pas\"",
        "2:8 transformers.a: there is no transformer of type \"pas\" in this build"
    )]
    [InlineData(
        "[sinks.a]\ntype = \"steam\"",
        "2:8 sinks.a: there is no sink of type \"steam\" in this build"
    )]
    [InlineData(
        "[sinks.a]\ntype = \"stream\"\npaht = \"/a\"",
        "3:1 unknown key \"paht\" in sinks.a"
    )]
    [InlineData(
        "[sources.a]\npath = \"/a\"\nextractor = { type = \"hook\" }",
        "2:1 unknown key \"path\" in sources.a"
    )]
    [InlineData(
        "[sources.a]\nextractor = { type = \"hook\", transformer_refs = [] }",
        "2:30 unknown key \"transformer_refs\" in sources.a.extractor"
    )]
    [InlineData(
        "[sinks.a]\ntype = \"stream\"\nenabled = \"no\"",
        "3:11 sinks.a.enabled must be true or false, not this text"
    )]
    [InlineData(
        "[sinks.a]\ntype = \"stream\"\ntransformer_refs = [\"x\"]",
        "3:21 sinks.a refers to the transformer \"x\", which is not defined"
    )]
    [InlineData("[sources.a]", "1:1 sources.a has no extractor, so it produces nothing")]
    public void Mistakes_are_told_in_their_place(string toml, string message) =>
        Read(toml).Loaded.Messages.ShouldBe([message]);

    [Fact]
    public void Mistakes_come_with_what_was_probably_meant()
    {
        Hint("[sources.a.extractor]\ntype = \"hok\"").ShouldBe("did you mean \"hook\"?");
        Hint("[sources.a.extractor]").ShouldBe("known: hook");
        Hint("[sources.a]").ShouldBe("add [sources.a.extractor] with a type: hook");
        Hint(
                "[transformers.shape]\ntype = \"pass\"\n[sinks.a]\ntype = \"stream\"\ntransformer_refs = [\"shap\"]"
            )
            .ShouldBe("did you mean \"shape\"?");
        Hint("[sinks.a]\ntype = \"stream\"\ntransformer_refs = [\"x\"]")
            .ShouldBe("add [transformers.x]");

        static string? Hint(string toml) =>
            Read(toml).Loaded.Diagnostics.ShouldHaveSingleItem().Hint;
    }

    [Fact]
    public void Transformer_that_is_wrong_in_itself_is_defined_nevertheless() =>
        Read(
            """
            [transformers.a]
            type = "none"
            [sinks.b]
            type = "stream"
            transformer_refs = ["a"]
            """
        )
            .Loaded.Messages.Count()
            .ShouldBe(1);

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/a", "/A")]
    [InlineData("/a", "/a/")]
    public void Two_components_on_one_path_are_a_mistake(string one, string other)
    {
        var (_, loaded) = Read(
            $$"""
            [sources.s]
            extractor = { type = "hook", path = "{{one}}" }
            [sinks.t]
            type = "stream"
            path = "{{other}}"
            """
        );
        loaded.Messages.ShouldBe([
            $"5:8 sinks.t answers at {other}, where sources.s answers already",
        ]);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/Health/")]
    [InlineData("/health/live")]
    public void Paths_of_Freshet_itself_are_taken(string path) =>
        Read($"[sinks.t]\ntype = \"stream\"\npath = \"{path}\"")
            .Loaded.Messages.ShouldBe([
                $"3:8 sinks.t answers at {path}, where Freshet itself answers already",
            ]);

    [Fact]
    public void What_is_switched_off_takes_no_path_and_needs_nothing_from_outside()
    {
        var (blueprint, loaded) = Read(
            """
            [sources.off]
            enabled = false
            [sources.off.extractor]
            type = "hook"
            path = "/a"
            variable = "ABSENT"
            token = "${ABSENT}"
            [sources.empty]
            enabled = false
            [sinks.off]
            type = "stream"
            enabled = false
            path = "/a"
            token_file = "absent"
            [sinks.on]
            type = "stream"
            path = "/a"
            """
        );
        loaded.Messages.ShouldBeEmpty();
        blueprint.Disabled.ShouldBe(["sources.off", "sources.empty", "sinks.off"]);
        blueprint.Sinks.ShouldHaveSingleItem().Name.ShouldBe("on");
    }

    [Fact]
    public void What_is_switched_off_is_still_checked() =>
        Read("[sinks.off]\ntype = \"stream\"\nenabled = false\npath = 1\nzzzz = 1")
            .Loaded.Messages.Count()
            .ShouldBe(2);

    [Fact]
    public void Component_after_one_that_is_off_needs_its_variables_again()
    {
        var (_, loaded) = Read(
            """
            [sinks.off]
            type = "none"
            enabled = false
            [sinks.on]
            type = "stream"
            variable = "ABSENT"
            token = "${MISSING}"
            """
        );
        loaded.Messages.ShouldBe(
            [
                "2:8 sinks.off: there is no sink of type \"none\" in this build",
                "6:12 the environment variable ABSENT is not set",
                "7:9 the environment variable MISSING is not set",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public void Options_of_an_unknown_type_are_not_shown()
    {
        var (_, loaded) = Read(
            "[sinks.a]\ntype = \"steam\"\nvalue = \"leak\"\ndeep = [{ x = \"leak\" }]"
        );
        loaded.Masked().ShouldNotContain("leak");
        loaded.Masked().ShouldContain("steam");
    }

    private static (Blueprint Blueprint, Loaded Loaded) Read(string toml)
    {
        var loaded = Loaded.From(toml);
        var reader = new BlueprintReader(new FakeComponents().Catalog, loaded.Reader, Reserved);
        return (reader.Read(loaded.Root), loaded);
    }
}
