using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class InterpolationTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["NAME"] = "value",
        ["EMPTY"] = "",
        ["_1"] = "one",
        ["PORT"] = "8080",
        ["LIST"] = "[\"a\", \"b\"]",
        ["TRICK"] = "${NAME} \"quoted\"",
        ["name"] = "lower",
    };

    [Theory]
    [InlineData("${NAME}", "value")]
    [InlineData("a${NAME}b${_1}c", "avaluebonec")]
    [InlineData("${EMPTY}", "")]
    [InlineData("${NAME:-other}", "value")]
    [InlineData("${ABSENT:-other}", "other")]
    [InlineData("${ABSENT:-}", "")]
    [InlineData("${EMPTY:-other}", "other")]
    [InlineData("${ABSENT:-a:-b}", "a:-b")]
    [InlineData("$${NAME}", "${NAME}")]
    [InlineData("$$${NAME}", "$${NAME}")]
    [InlineData("${name}", "${name}")]
    [InlineData("$${name}", "${name}")]
    [InlineData("$NAME", "$NAME")]
    [InlineData("${NAME", "${NAME")]
    [InlineData("${}", "${}")]
    [InlineData("${1A}", "${1A}")]
    [InlineData("${TRICK}", "${NAME} \"quoted\"")]
    public void Names_in_strings_are_replaced_once(string text, string expected) =>
        Loaded.From($"text = '{text}'", Environment).Read<EveryKind>().Text.ShouldBe(expected);

    [Fact]
    public void Strings_are_replaced_wherever_they_stand()
    {
        var options = Loaded
            .From(
                """
                names = ["${NAME}", "x"]
                number = "${PORT}"
                own = "${NAME}"
                metadata = { deep = [{ er = "${NAME}" }] }
                """,
                Environment
            )
            .Read<EveryKind>();
        options.Names.ShouldBe(["value", "x"]);
        options.Number.ShouldBe(8080);
        options.Own.ShouldBe(new Word("value"));
        options.Metadata.ToJsonString().ShouldBe("""{"deep":[{"er":"value"}]}""");
    }

    [Fact]
    public void Variable_may_hold_a_whole_list() =>
        Loaded
            .From("names = \"${LIST}\"", Environment)
            .Read<EveryKind>()
            .Names.ShouldBe(["a", "b"]);

    [Fact]
    public void String_of_free_form_stays_a_string_whatever_the_variable_holds() =>
        Loaded
            .From("[metadata]\nversion = \"${PORT}\"", Environment)
            .Read<EveryKind>()
            .Metadata.ToJsonString()
            .ShouldBe("""{"version":"8080"}""");

    [Fact]
    public void Variable_that_is_not_set_is_told_once_where_it_stands()
    {
        var loaded = Loaded.From(
            """
            text = "a ${ABSENT}"
            wait = "${ABSENT}"
            token = "${ABSENT}"
            own = "${ABSENT}"
            names = ["${ABSENT}"]
            [metadata]
            deep = ["${ABSENT}"]
            """
        );
        loaded
            .Mistakes<EveryKind>()
            .ShouldBe(
                new[] { "1:8", "2:8", "3:9", "4:7", "5:10", "7:9" }.Select(place =>
                    $"{place} the environment variable ABSENT is not set"
                ),
                ignoreOrder: true
            );
        loaded
            .Diagnostics[0]
            .Hint.ShouldBe(
                "set it, give a default with ${ABSENT:-value}, or write $${ABSENT} for the text itself"
            );
    }

    [Fact]
    public void Variable_of_a_value_that_is_overridden_need_not_be_set() =>
        Loaded
            .From(
                "text = \"${ABSENT}\"",
                new Dictionary<string, string> { ["FRESHET__TEXT"] = "x" }
            )
            .Read<EveryKind>()
            .Text.ShouldBe("x");

    [Fact]
    public void What_an_option_asks_of_a_variable_is_told_without_its_value()
    {
        var loaded = Loaded.From("number = \"${NAME}\"", Environment);
        loaded.Mistakes<EveryKind>().ShouldBe(["1:10 number must be an integer, not this text"]);
        loaded.Diagnostics[0].Render().ShouldNotContain("value");
    }
}
