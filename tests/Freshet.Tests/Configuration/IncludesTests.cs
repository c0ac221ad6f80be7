using Freshet.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class IncludesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_file_that_includes_has_the_last_word_and_of_those_included_the_later()
    {
        folder.Write("parts/b.toml", "a = 2\nb = 2\nc = 2");
        folder.Write("parts/a.toml", "a = 1\nb = 1");
        folder.Write("last.toml", "c = 3\nd = 3");

        Load("include = ['parts/*.toml', 'last.toml']\nd = 4\n[t]\nk = 1")
            .Masked()
            .ShouldBe("a = 2\nb = 2\nc = 3\nd = 4\n\n[t]\nk = 1\n");
    }

    [Fact]
    public void What_an_included_file_includes_is_relative_to_it()
    {
        folder.Write("one/first.toml", "include = ['two/*/x?.toml', '../side.toml']\na = 1");
        folder.Write("one/two/p/x1.toml", "b = 1");
        folder.Write("one/two/q/x2.toml", "c = 1");
        folder.Write("one/two/q/x22.toml", "no = 1");
        folder.Write("one/two/q/.x3.toml", "no = 1");
        folder.Write("side.toml", "d = 1");

        Load("include = ['one/first.toml']").Masked().ShouldBe("b = 1\nc = 1\nd = 1\na = 1\n");
    }

    [Fact]
    public void Values_in_files_are_read_beside_the_file_that_names_them()
    {
        folder.Write("parts/text.txt", "here");
        folder.Write("parts/a.toml", "text_file = 'text.txt'");

        Load("include = ['parts/a.toml']").Read<EveryKind>().Text.ShouldBe("here");
    }

    [Fact]
    public void A_pattern_does_not_mean_the_file_it_stands_in()
    {
        folder.Write("other.toml", "a = 1");

        var loaded = Load("include = ['*.toml']\nb = 1");

        loaded.Masked().ShouldBe("a = 1\nb = 1\n");
        loaded.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void Paths_may_be_whole_and_have_variables()
    {
        folder.Write("parts/a.toml", "a = 1");
        folder.Write("parts/b.toml", "b = 1");

        Load(
                $"include = ['${{PARTS}}/a.toml', '{folder.Path}/parts/b*']",
                new() { ["PARTS"] = Path.Combine(folder.Path, "parts") }
            )
            .Masked()
            .ShouldBe("a = 1\nb = 1\n");
    }

    [Fact]
    public void Two_files_may_include_the_same()
    {
        folder.Write("a.toml", "include = ['common.toml']\nn = 2");
        folder.Write("b.toml", "include = ['common.toml']");
        folder.Write("common.toml", "n = 1");

        var loaded = Load("include = ['a.toml', 'b.toml']");

        loaded.Masked().ShouldBe("n = 1\n");
        loaded.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_with_its_place()
    {
        folder.Write("bad.toml", "x = ");
        folder.Write("kind.toml", "include = 'a.toml'");

        var loaded = Load(
            "include = ['absent.toml', 'no/*.toml', 'a/**/b.toml', 3, '${ABSENT}/a', 'bad.toml', 'kind.toml']\na = 1"
        );

        loaded.Masked().ShouldBe("a = 1\n");
        var messages = loaded.Messages.ToList();
        messages[0].ShouldBe("1:58 the environment variable ABSENT is not set");
        messages[1].ShouldMatch("^1:12 the included file .*absent.toml does not exist$");
        messages[2].ShouldBe("1:27 no file is there for \"no/*.toml\"");
        messages[3].ShouldBe("1:40 ** is not understood here");
        messages[4].ShouldBe("1:55 include must be a string, not an integer");
        messages[5].ShouldStartWith("1:5 ");
        messages[6].ShouldBe("1:11 include must be an array of paths, not this text");
        messages.Count.ShouldBe(7);
    }

    [Fact]
    public void A_file_that_includes_itself_is_told_and_read_once()
    {
        folder.Write("a.toml", "include = ['b.toml']\na = 1");
        folder.Write("b.toml", "include = ['./a.toml']\nb = 1");

        var loaded = Load("include = ['a.toml']");

        loaded.Masked().ShouldBe("b = 1\na = 1\n");
        loaded
            .Messages.ShouldHaveSingleItem()
            .ShouldMatch("^1:12 .*a.toml includes itself: .*a.toml → .*b.toml → .*a.toml$");
    }

    [Fact]
    public void Files_that_include_each_other_in_many_ways_come_to_an_end()
    {
        for (var i = 0; i < 20; i++)
        {
            folder.Write(
                $"{i}.toml",
                i == 19 ? "a = 1" : $"include = ['{i + 1}.toml', '{i + 1}.toml']"
            );
        }

        var loaded = Load("include = ['0.toml']");

        loaded
            .Messages.ShouldHaveSingleItem()
            .ShouldEndWith($"more than {Includes.MaxFiles} files are included");
    }

    [Fact]
    public void A_setting_includes_nothing()
    {
        var loaded = Loaded.From("", null, "include=['a.toml']");

        loaded.Messages.ShouldHaveSingleItem().ShouldBe("\"include\" works in files alone");
    }

    private Loaded Load(string toml, Dictionary<string, string>? environment = null) =>
        Loaded.From(
            new ConfigurationInput
            {
                Files = [folder.Write("main.toml", toml)],
                Environment = environment ?? [],
            }
        );
}
