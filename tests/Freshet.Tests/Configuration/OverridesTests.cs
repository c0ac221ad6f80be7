using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class OverridesTests
{
    [Theory]
    [InlineData("", "FRESHET__A__B", "\n[a]\nb = \"x\"\n")]
    [InlineData("[A]\nB = 1", "FRESHET__A__B", "\n[A]\nB = \"x\"\n")]
    [InlineData("[a]\nb = 1", "FRESHET__A__B", "\n[a]\nb = \"x\"\n")]
    [InlineData("[a]\nmy-key = 1", "FRESHET__A__MY_KEY", "\n[a]\nmy-key = \"x\"\n")]
    [InlineData("[a]\nmy_key = 1", "FRESHET__a__my_key", "\n[a]\nmy_key = \"x\"\n")]
    [InlineData(
        "[a]\nmy-key = 1\nmy_key = 2",
        "FRESHET__A__MY_KEY",
        "\n[a]\nmy-key = 1\nmy_key = \"x\"\n"
    )]
    [InlineData("[a]\nB = 1\nb = 2", "FRESHET__a__B", "\n[a]\nB = \"x\"\nb = 2\n")]
    [InlineData("a = 1", "FRESHET_A", "a = 1\n")]
    public void Variable_sets_the_key_that_it_means(string toml, string name, string expected) =>
        Loaded
            .From(toml, new Dictionary<string, string> { [name] = "x" })
            .Masked()
            .ShouldBe(expected);

    [Theory]
    [InlineData("FRESHET__")]
    [InlineData("FRESHET__A____B")]
    [InlineData("FRESHET__A__")]
    public void Variable_that_names_no_key_is_a_mistake(string name) =>
        Loaded
            .From("", new Dictionary<string, string> { [name] = "x" })
            .Messages.ShouldBe([$"{name} names no key"]);

    [Fact]
    public void Variable_of_endless_depth_is_a_mistake() =>
        Loaded
            .From(
                "",
                new Dictionary<string, string>
                {
                    [$"FRESHET__{string.Join("__", Enumerable.Repeat('A', 40_000))}"] = "x",
                }
            )
            .Messages.ShouldHaveSingleItem();

    [Fact]
    public void Value_in_the_way_of_a_table_is_a_mistake() =>
        Loaded
            .From(
                "[http]\nport = 1",
                new Dictionary<string, string> { ["FRESHET__HTTP__PORT__X"] = "x" },
                "http.port.y=1"
            )
            .Messages.ShouldBe([
                "http.port is an integer, and has no key \"X\"",
                "http.port is an integer, and has no key \"y\"",
            ]);

    [Theory]
    [InlineData("a=1", "a = 1\n")]
    [InlineData("a.b=1", "\n[a]\nb = 1\n")]
    [InlineData("a.\"b.c\".d=1", "\n[a.\"b.c\"]\nd = 1\n")]
    [InlineData("a.\"b=c\"=1", "\n[a]\n\"b=c\" = 1\n")]
    [InlineData("a=b=c", "a = \"b=c\"\n")]
    [InlineData("a=", "a = \"\"\n")]
    [InlineData("a=30s", "a = \"30s\"\n")]
    [InlineData("a = true", "a = true\n")]
    [InlineData("a=\"quoted\"", "a = \"quoted\"\n")]
    [InlineData("a=[1, 2]", "a = [1, 2]\n")]
    [InlineData("a={ b = 1 }", "\n[a]\nb = 1\n")]
    [InlineData("A=1", "A = 1\n")]
    public void Setting_of_the_command_line_is_a_TOML_value_or_a_text(
        string setting,
        string expected
    ) => Loaded.From("", null, setting).Masked().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("=1")]
    [InlineData("a b=1")]
    [InlineData("a.=1")]
    [InlineData("a\nb=1")]
    public void Setting_without_a_key_is_a_mistake(string setting) =>
        Loaded.From("", null, setting).Messages.ShouldBe(["--set takes key=value"]);

    [Fact]
    public void Later_setting_wins_and_may_change_a_table_that_came_before() =>
        Loaded
            .From("", null, "a={ b = 1, c = 2 }", "a.b=3", "a.b=4")
            .Masked()
            .ShouldBe("\n[a]\nb = 4\nc = 2\n");

    [Fact]
    public void Text_with_quotes_around_it_is_what_is_in_them()
    {
        Loaded.From("", null, "text=\"a b\"", "token='t'").Read<EveryKind>().Text.ShouldBe("a b");
        Loaded.From("", null, "text=say \"hi\"").Read<EveryKind>().Text.ShouldBe("say \"hi\"");
    }
}
