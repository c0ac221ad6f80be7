using Freshet.Configuration;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class OptionsReaderTests
{
    private static readonly string[] Kinds =
    [
        "text",
        "flag",
        "number",
        "large",
        "ratio",
        "wait",
        "size",
        "colour",
        "token",
        "names",
        "counts",
        "metadata",
        "inner",
        "several",
        "own",
    ];

    [Fact]
    public void Every_kind_is_read()
    {
        var options = Loaded
            .From(
                """
                text = "some \"text\""
                flag = true
                number = -2_147_483_648
                large = 9_223_372_036_854_775_807
                ratio = 2.5
                wait = "1h30m"
                size = "64MiB"
                colour = "dark_blue"
                maybe = "red"
                token = "s3cret"
                names = ["a", "b"]
                counts = { one = 1, "t w o" = 2 }
                own = "word"
                [metadata]
                when = 1979-05-27T07:32:00Z
                list = [1, 2.5, true, "x", { y = nan, z = -inf }]
                [inner]
                name = "in"
                [[several]]
                name = "first"
                [[several]]
                name = "second"
                password = "p"
                """
            )
            .Read<EveryKind>();

        options.Text.ShouldBe("some \"text\"");
        options.Flag.ShouldBeTrue();
        options.Number.ShouldBe(int.MinValue);
        options.Large.ShouldBe(long.MaxValue);
        options.Ratio.ShouldBe(2.5);
        options.Wait.ShouldBe(TimeSpan.FromMinutes(90));
        options.Size.Bytes.ShouldBe(64 << 20);
        options.Colour.ShouldBe(Colour.DarkBlue);
        options.Maybe.ShouldBe(Colour.Red);
        options.Token!.Reveal().ShouldBe("s3cret");
        options.Names.ShouldBe(["a", "b"]);
        options.Counts.ShouldBe([new("one", 1), new("t w o", 2)]);
        options.Own.ShouldBe(new Word("word"));
        options
            .Metadata.ToJsonString()
            .ShouldBe(
                """{"when":"1979-05-27T07:32:00Z","list":[1,2.5,true,"x",{"y":"nan","z":"-inf"}]}"""
            );
        options.Inner!.Name.ShouldBe("in");
        options.Several.Select(inner => inner.Name).ShouldBe(["first", "second"]);
        options.Several[1].Password!.Reveal().ShouldBe("p");
    }

    [Fact]
    public void What_is_not_given_keeps_its_default()
    {
        var options = Loaded.From("").Read<EveryKind>();
        options.Text.ShouldBe("default");
        options.Maybe.ShouldBeNull();
        options.Names.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ratio = 2", "2")]
    [InlineData("ratio = inf", "∞")]
    public void Whole_numbers_are_numbers_too(string toml, string shown) =>
        Loaded
            .From(toml)
            .Read<EveryKind>()
            .Ratio.ToString()
            .ShouldBe(shown == "∞" ? "Infinity" : shown);

    [Theory]
    [InlineData("text = 1", "1:8 text must be a string, not an integer")]
    [InlineData("flag = \"true\"", "1:8 flag must be true or false, not this text")]
    [InlineData("flag = 1", "1:8 flag must be true or false, not an integer")]
    [InlineData("number = 1.0", "1:10 number must be an integer, not a float")]
    [InlineData("number = 2147483648", "1:10 number must be an integer of 32 bits, not an integer")]
    [InlineData("number = \"1\"", "1:10 number must be an integer, not this text")]
    [InlineData("ratio = true", "1:9 ratio must be a number, not a boolean")]
    [InlineData(
        "wait = 30",
        "1:8 wait must be a duration such as \"30s\", \"500ms\" or \"1h30m\", not an integer"
    )]
    [InlineData(
        "wait = \"soon\"",
        "1:8 wait must be a duration such as \"30s\", \"500ms\" or \"1h30m\", not this text"
    )]
    [InlineData(
        "size = -1",
        "1:8 size must be a size such as \"64MiB\" or \"10kB\", not an integer"
    )]
    [InlineData(
        "colour = \"gren\"",
        "1:10 colour must be one of \"red\", \"dark_blue\", not \"gren\""
    )]
    [InlineData("colour = 1", "1:10 colour must be one of \"red\", \"dark_blue\", not an integer")]
    [InlineData("token = 12345", "1:9 token must be a string, not an integer")]
    [InlineData("names = \"a\"", "1:9 names must be an array, not this text")]
    [InlineData("names = [\"a\", 2]", "1:15 names[1] must be a string, not an integer")]
    [InlineData("counts = { a = \"x\" }", "1:16 counts.a must be an integer, not this text")]
    [InlineData("counts = [1]", "1:10 counts must be a table, not an array")]
    [InlineData("metadata = 1", "1:12 metadata must be a table, not an integer")]
    [InlineData("inner = [1]", "1:9 inner must be a table, not an array")]
    [InlineData("[inner]\nname = 1", "2:8 inner.name must be a string, not an integer")]
    [InlineData("[[several]]\nname = 1", "2:8 several[0].name must be a string, not an integer")]
    [InlineData("own = \"two words\"", "1:7 a word has no spaces")]
    [InlineData("own = 1979-05-27", "1:7 a word must be a string, not a date or time")]
    public void Wrong_kind_is_told_with_its_place(string toml, string message) =>
        Loaded.From(toml).Mistakes<EveryKind>().ShouldBe([message]);

    [Theory]
    [InlineData("", "the key \"name\" is missing in the configuration")]
    [InlineData("number = 0", "1:10 number must be from 1 to 10")]
    [InlineData("number = 11", "1:10 number must be from 1 to 10")]
    [InlineData("large = 9223372036854775807", "1:9 large must be from 1 to 10")]
    [InlineData("wait = \"999ms\"", "1:8 wait must be from 1s to 1m")]
    [InlineData("size = \"2MiB\"", "1:8 size must be from 1KiB to 1MiB")]
    [InlineData("size = 1", "1:8 size must be from 1KiB to 1MiB")]
    [InlineData("text = \"\"", "1:8 text must not be empty")]
    [InlineData("text = \"123456\"", "1:8 text must have at most 5 characters")]
    [InlineData("choice = \"c\"", "1:10 choice must be one of \"a\", \"b\"")]
    [InlineData("digits = \"x\"", "1:10 digits must be digits")]
    [InlineData("text = \"no\"", "1:8 text and number do not go together")]
    [InlineData("digits = \"0\"", "something is absent")]
    public void Rules_are_checked(string toml, string message)
    {
        var named = toml.Length == 0 ? "" : $"{toml}\nname = \"n\"";
        Loaded.From(named).Mistakes<Ruled>().ShouldBe([message]);
    }

    [Fact]
    public void Missing_key_tells_what_to_do()
    {
        var loaded = Loaded.From("");
        loaded.Mistakes<Ruled>().Count().ShouldBe(1);
        loaded.Diagnostics[0].Hint.ShouldBe("give a name");
    }

    [Fact]
    public void Unknown_key_is_told_with_the_nearest_name()
    {
        var loaded = Loaded.From("nmaes = 1\n[inner]\npasword = \"x\"\nzzzzzz = 1");
        loaded
            .Mistakes<EveryKind>()
            .ShouldBe([
                "1:1 unknown key \"nmaes\" in the configuration",
                "3:1 unknown key \"pasword\" in inner",
                "4:1 unknown key \"zzzzzz\" in inner",
            ]);
        loaded.Diagnostics[0].Hint.ShouldBe("did you mean \"names\"?");
        loaded.Diagnostics[1].Hint.ShouldBe("did you mean \"password\"?");
        loaded.Diagnostics[2].Hint.ShouldBe("known: name, password");
    }

    [Fact]
    public void Every_mistake_of_a_file_is_told_at_once_each_in_its_place()
    {
        var loaded = Loaded.From(
            """
            number = "x"
            wait = "soon"
            colour = "purple"
            unknown = 1
            names = [1, "ok", 2]
            [inner]
            name = true
            """
        );
        loaded.Mistakes<EveryKind>().Count().ShouldBe(7);
        loaded
            .Diagnostics.Select(diagnostic => diagnostic.Location!.Line)
            .ShouldBe([1, 2, 3, 4, 5, 5, 7], ignoreOrder: true);
        loaded
            .Diagnostics.Single(diagnostic => diagnostic.Location!.Line == 2)
            .Render()
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                error: wait must be a duration such as "30s", "500ms" or "1h30m", not this text
                  --> test.toml:2:8
                  |
                2 | wait = "soon"
                  |        ^^^^^^
                """
            );
    }

    [Fact]
    public void Text_from_outside_becomes_what_the_option_asks_for()
    {
        var environment = new Dictionary<string, string>
        {
            ["FRESHET__TEXT"] = "8080",
            ["FRESHET__FLAG"] = "true",
            ["FRESHET__NUMBER"] = "42",
            ["FRESHET__LARGE"] = "1_000",
            ["FRESHET__RATIO"] = "0.5",
            ["FRESHET__WAIT"] = "30s",
            ["FRESHET__SIZE"] = "64MiB",
            ["FRESHET__COLOUR"] = "dark_blue",
            ["FRESHET__TOKEN"] = "0123",
            ["FRESHET__NAMES"] = "[\"a\", \"b\"]",
            ["FRESHET__COUNTS"] = "{ a = 1 }",
            ["FRESHET__COUNTS__B"] = "2",
            ["FRESHET__METADATA__VERSION"] = "1",
            ["FRESHET__INNER__NAME"] = "in",
            ["FRESHET__SEVERAL"] = "[{ name = \"x\" }]",
            ["FRESHET__OWN"] = "word",
        };
        var options = Loaded.From("", environment).Read<EveryKind>();

        options.Text.ShouldBe("8080");
        options.Flag.ShouldBeTrue();
        options.Number.ShouldBe(42);
        options.Large.ShouldBe(1000);
        options.Ratio.ShouldBe(0.5);
        options.Wait.ShouldBe(TimeSpan.FromSeconds(30));
        options.Size.Bytes.ShouldBe(64 << 20);
        options.Colour.ShouldBe(Colour.DarkBlue);
        options.Token!.Reveal().ShouldBe("0123");
        options.Names.ShouldBe(["a", "b"]);
        options.Counts.ShouldBe([new("a", 1), new("b", 2)]);
        options.Metadata.ToJsonString().ShouldBe("""{"version":1}""");
        options.Inner!.Name.ShouldBe("in");
        options.Several.ShouldHaveSingleItem().Name.ShouldBe("x");
        options.Own.ShouldBe(new Word("word"));
    }

    [Theory]
    [InlineData("1024", 1024)]
    [InlineData("\"1KiB\"", 1024)]
    public void Size_from_outside_may_be_a_number_of_bytes(string text, long bytes) =>
        Loaded
            .From("", new Dictionary<string, string> { ["FRESHET__SIZE"] = text })
            .Read<EveryKind>()
            .Size.Bytes.ShouldBe(bytes);

    [Fact]
    public void Text_from_outside_that_is_none_of_what_is_asked_for_names_its_variable()
    {
        var environment = Kinds
            .Except(["text", "token", "own", "names"])
            .ToDictionary(kind => $"FRESHET__{kind.ToUpperInvariant()}", _ => "}nonsense");
        var loaded = Loaded.From("", environment);
        loaded.Mistakes<EveryKind>().Count().ShouldBe(environment.Count);
        loaded
            .Diagnostics.Select(diagnostic => diagnostic.Location!.ToString())
            .ShouldBe(
                environment.Keys.Select(key => $"environment variable {key}"),
                ignoreOrder: true
            );
    }

    [Fact]
    public void Secret_prints_as_a_mask_and_compares_whole()
    {
        var secret = new Secret("hunter2");
        secret.ToString().ShouldBe("***");
        $"{secret}".ShouldBe("***");
        secret.Matches("hunter2").ShouldBeTrue();
        secret.Matches("hunter").ShouldBeFalse();
        secret.Matches("hunter22").ShouldBeFalse();
        secret.Matches("").ShouldBeFalse();
    }
}
