using Freshet.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class LayersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Later_file_wins_over_earlier_then_environment_then_settings()
    {
        var options = Load(
                new() { ["FRESHET__NUMBER"] = "3", ["FRESHET__RATIO"] = "3" },
                ["ratio=4"],
                "text = 'one'\nlarge = 1\nnumber = 1\nratio = 1",
                "large = 2\nnumber = 2\nratio = 2"
            )
            .Read<EveryKind>();
        options.Text.ShouldBe("one");
        options.Large.ShouldBe(2);
        options.Number.ShouldBe(3);
        options.Ratio.ShouldBe(4);
    }

    [Fact]
    public void Tables_are_merged_key_by_key_in_the_order_in_which_they_came()
    {
        var loaded = Load(
            [],
            [],
            "[t]\nb = 1\na = 1\n[t.x]\nk = 1",
            "[t]\na = 2\nc = 2\n[t.x]\nl = 2"
        );
        loaded.Masked().ShouldBe("\n[t]\nb = 1\na = 2\nc = 2\n\n[t.x]\nk = 1\nl = 2\n");
    }

    [Fact]
    public void Arrays_are_replaced_whole_in_either_form()
    {
        Load([], [], "a = [1, 2]", "a = [3]").Masked().ShouldBe("a = [3]\n");
        Load([], [], "[[h]]\nx = 1\n[[h]]\nx = 2", "[[h]]\nx = 3")
            .Masked()
            .ShouldBe("h = [{ x = 3 }]\n");
        // Of two forms of the same thing the later stands alone: rules of a map do not survive in an array.
        Load([], [], "[h]\nA = 1", "[[h]]\nx = 3").Masked().ShouldBe("h = [{ x = 3 }]\n");
        Load([], [], "[[h]]\nx = 3", "[h]\nA = 1").Masked().ShouldBe("\n[h]\nA = 1\n");
    }

    [Fact]
    public void Table_that_becomes_another_type_is_replaced_whole_and_says_what_is_lost()
    {
        var loaded = Load(
            [],
            [],
            "[s.x]\ntype = 'sse'\nid = 'x'\nbuffer = 5",
            "[s.x]\ntype = 'http'\nid = 'y'"
        );
        loaded.Masked().ShouldBe("\n[s.x]\ntype = \"http\"\nid = \"y\"\n");
        loaded
            .Messages.ShouldHaveSingleItem()
            .ShouldMatch(
                """^2:8 s.x changes its type from "sse" to "http" here, so what .*0.toml says of it no longer holds: buffer$"""
            );
    }

    [Fact]
    public void Table_that_keeps_its_type_is_merged()
    {
        var loaded = Load(
            [],
            [],
            "[s.x]\ntype = 'sse'\nid = 'x'",
            "[s.x]\ntype = 'sse'\nbuffer = 1"
        );
        loaded.Masked().ShouldBe("\n[s.x]\ntype = \"sse\"\nid = \"x\"\nbuffer = 1\n");
        loaded.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void Files_that_cannot_be_read_are_all_told()
    {
        var loaded = Loaded.From(
            new ConfigurationInput
            {
                Files =
                [
                    Path.Combine(folder.Path, "absent.toml"),
                    folder.Path,
                    folder.Write("bad.toml", "a = "),
                    "/dev/zero",
                    "a\0b",
                ],
            }
        );
        loaded.Messages.Count().ShouldBe(5);
        loaded.Messages.ElementAt(0).ShouldEndWith("absent.toml does not exist");
        loaded.Messages.ElementAt(1).ShouldEndWith("is a directory");
        loaded.Messages.ElementAt(2).ShouldStartWith("1:");
        loaded.Messages.ElementAt(3).ShouldEndWith("/dev/zero is larger than 16MiB");
        loaded.Messages.ElementAt(4).ShouldEndWith("is no path");
    }

    private Loaded Load(
        Dictionary<string, string> environment,
        string[] settings,
        params string[] files
    ) =>
        Loaded.From(
            new ConfigurationInput
            {
                Files = [.. files.Select((toml, i) => folder.Write($"{i}.toml", toml))],
                Environment = environment,
                Settings = settings,
            }
        );
}
