using Freshet.Pipelines;
using Freshet.Terraform.Mapping;
using Freshet.Tests.Configuration;
using Freshet.Toml;
using Freshet.Transformers.Drift;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Transformers.Drift;

public sealed class DriftOptionsTests
{
    private const string State = """
        [sources.network.extractor]
        type = "terraform_state"
        path = "network.tfstate"
        [sources.hook.extractor]
        type = "webhook"
        id = "hook"
        [sources.away]
        enabled = false
        [sources.away.extractor]
        type = "terraform_state"
        path = "away.tfstate"
        [transformers.drift]
        type = "terraform_drift"

        """;

    [Fact]
    public void A_source_of_states_is_what_it_needs() =>
        Mistakes("state = \"network\"").ShouldBeEmpty();

    [Theory]
    [InlineData("", "the key \"state\" is missing in transformers.drift", "terraform_state source")]
    [InlineData("state = \"netwerk\"", "there is no source \"netwerk\"", "network")]
    [InlineData(
        "state = \"hook\"",
        "the source \"hook\" is of type webhook, and not terraform_state",
        "network"
    )]
    [InlineData("state = \"away\"", "the source \"away\" is switched off", "enabled = true")]
    public void Any_other_is_an_error_that_says_what_to_do(string key, string message, string hint)
    {
        var diagnostic = Mistakes(key).ShouldHaveSingleItem();

        diagnostic.Message.ShouldBe(message);
        diagnostic.Hint.ShouldNotBeNull().ShouldContain(hint);
        diagnostic.Location.ShouldNotBeNull().Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void It_is_one_of_sources_alone()
    {
        var diagnostic = Mistakes(
                """
                state = "network"
                [sinks.out]
                type = "sse"
                id = "out"
                transformer_refs = ["drift"]
                """
            )
            .ShouldHaveSingleItem();

        diagnostic.Message.ShouldStartWith("sinks.out refers to drift, and a terraform_drift");
    }

    [Theory]
    [InlineData("severity = \"low\"", "the key \"name\" is missing in transformers.drift.rules[0]")]
    [InlineData(
        "name = \"a\"\nseverity = \"bad\"",
        "transformers.drift.rules[0].severity must be one of"
    )]
    [InlineData("name = \"a\"\nresource_types = [\"\"]", "an empty text matches nothing")]
    [InlineData("name = \"a\"\nlevel = 1", "unknown key \"level\" in transformers.drift.rules[0]")]
    public void A_rule_that_is_wrong_is_told(string rule, string message) =>
        Mistakes($"state = \"network\"\n[[transformers.drift.rules]]\n{rule}")
            .ShouldHaveSingleItem()
            .Message.ShouldStartWith(message);

    [Fact]
    public void A_mapping_file_of_the_user_adds_calls_to_those_that_are_built_in()
    {
        using var folder = new TemporaryFolder();
        var file = Mapping(
            folder,
            """PaintThing = { change = "modified aws_thing name=request.name", attributes = { colour = "request.colour" } }"""
        );

        var options = Options($"state = \"network\"\nmappings = ['{file}']");

        options
            .Map.Find(CloudProvider.Aws, "ours.amazonaws.com", "PaintThing")
            .Kind.ShouldBe(CallKind.Mapped);
        options
            .Map.Find(CloudProvider.Aws, "ec2.amazonaws.com", "CreateVpc")
            .Kind.ShouldBe(CallKind.Mapped);
    }

    [Fact]
    public void A_mistake_in_a_mapping_file_is_told_with_its_place()
    {
        using var folder = new TemporaryFolder();
        var file = Mapping(folder, "PaintThing = 'painted aws_thing request.name'");

        var diagnostic = Mistakes($"state = \"network\"\nmappings = ['{file}']")
            .ShouldHaveSingleItem();

        diagnostic.Message.ShouldBe("\"painted\" is no action");
        diagnostic.Location.ShouldNotBeNull().ToString().ShouldStartWith($"{file}:6:");
    }

    [Fact]
    public void A_mapping_file_that_is_not_there_is_told() =>
        Mistakes("state = \"network\"\nmappings = [\"nowhere.toml\"]")
            .ShouldHaveSingleItem()
            .Message.ShouldContain("nowhere.toml");

    /// <summary>A file that maps one call of a service of its own.</summary>
    private static string Mapping(TemporaryFolder folder, string call)
    {
        var file = Path.Combine(folder.Path, "ours.toml");
        File.WriteAllText(
            file,
            $"""
            provider = "aws"
            [services.ours]
            title = "Ours"
            source = "ours.amazonaws.com"
            [services.ours.calls]
            {call}
            """
        );
        return file;
    }

    private static List<Diagnostic> Mistakes(string keys) => Read(keys).Loaded.Diagnostics;

    private static DriftOptions Options(string keys)
    {
        var (blueprint, loaded) = Read(keys);
        loaded.Messages.ShouldBeEmpty();
        return (DriftOptions)blueprint.Transformers["drift"].Options;
    }

    private static (Blueprint Blueprint, Loaded Loaded) Read(string keys)
    {
        var loaded = Loaded.From(State + keys);
        return (
            new BlueprintReader(Components.Catalog, loaded.Reader, []).Read(loaded.Root),
            loaded
        );
    }
}
