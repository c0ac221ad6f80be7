using Freshet.Pipelines;
using Freshet.Sources.Files;
using Freshet.Tests.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sources.Files;

public sealed class FilesOptionsTests
{
    [Fact]
    public void A_block_of_cdviz_collector_is_read_as_it_stands()
    {
        var options = Read(
            """
            kind = "fs"
            parameters = { root = "./source" }
            recursive = true
            path_patterns = ["**/*.json"]
            polling_interval = "10s"
            parser = "json"
            try_read_headers_json = true
            metadata = { context = { source = "/here" } }
            """,
            out var mistakes
        );

        mistakes.ShouldBeEmpty();
        options.Folder.ShouldBe(Path.GetFullPath("source"));
        options.Parser.ShouldBe(FileParser.Json);
        options.Patterns.Accept("a/b.json").ShouldBeTrue();
        options.Patterns.Accept("a/b.csv").ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "there is no root")]
    [InlineData("root = ''", "there is no root")]
    [InlineData("root = 'a'\nparameters = { root = 'b' }", "both given")]
    [InlineData("root = \"a\\u0000\"", "no path holds")]
    [InlineData("root = 'a'\nparameters = { rot = 'b' }", "unknown key \"rot\"")]
    [InlineData("root = 'a'\nsettle = '2h'", "settle")]
    [InlineData("root = 'a'\nparser = 'pdf'", "parser")]
    [InlineData("root = 'a'\nmax_file_bytes = '1GiB'", "max_file_bytes")]
    [InlineData("root = 'a'\nmax_events_per_file = 0", "max_events_per_file")]
    [InlineData("root = 'a'\nts_before_limit = '2026-01-01T00:00:00Z'", "is not available")]
    public void A_mistake_is_told(string toml, string reason)
    {
        Read(toml, out var mistakes);

        mistakes.ShouldHaveSingleItem().ShouldContain(reason);
    }

    [Fact]
    public void A_wrong_pattern_is_told_with_its_own_place()
    {
        Read("root = 'a'\npath_patterns = [\n  '*.json',\n  'a{b',\n]", out var mistakes);

        mistakes
            .ShouldHaveSingleItem()
            .ShouldStartWith("4:3 the pattern \"a{b\" cannot match: { is opened and never closed");
    }

    [Fact]
    public void Another_kind_of_storage_is_not_available_and_its_keys_are_not_shown()
    {
        var loaded = Loaded.From(
            "kind = \"s3\"\npath_patterns = [\"*\"]\n[parameters]\nsecret_access_key = \"hush\"\n"
        );

        loaded.Reader.Read<FilesOptions>(loaded.Root, "sources.files.extractor");

        var mistake = loaded.Diagnostics.ShouldHaveSingleItem();
        mistake.Message.ShouldBe(
            "the kind \"s3\" is not available: there is \"fs\", the files of this machine"
        );
        loaded.Reader.Secrets.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", ".freshet/state")]
    [InlineData("path = '/var/state'", "/var/state")]
    [InlineData(
        "kind = 'fs'\nparameters = { root = './.cdviz-collector/state' }",
        "./.cdviz-collector/state"
    )]
    public void State_has_a_folder(string toml, string folder)
    {
        var loaded = Loaded.From(toml);

        var options = loaded.Reader.Read<StateOptions>(loaded.Root, "state");

        loaded.Diagnostics.ShouldBeEmpty();
        options.Folder.ShouldBe(folder);
    }

    private static FilesOptions Read(string toml, out IReadOnlyList<string> mistakes)
    {
        var loaded = Loaded.From(toml);
        var options = loaded.Reader.Read<FilesOptions>(loaded.Root, "sources.files.extractor");
        mistakes =
        [
            .. loaded.Diagnostics.Select(diagnostic =>
                $"{diagnostic.Location?.Line}:{diagnostic.Location?.Column} {diagnostic.Message}"
            ),
        ];
        return options;
    }
}
