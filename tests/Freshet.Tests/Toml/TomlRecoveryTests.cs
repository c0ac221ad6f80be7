using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Toml;

public sealed class TomlRecoveryTests
{
    [Fact]
    public void Every_statement_with_an_error_is_reported_and_the_others_are_read()
    {
        var (document, errors) = TomlText.Read(
            """
            name = "unclosed
            port = 80_
            good = 1
            hosts = [
              "a,
              "b",
              more words,
            ]
            [server]
            a = tru
            [server]
            # not a clash with the first table, which these keys are not part of
            a = 1
            when = 2024-02-30
            [last
            x = 1 y = 2
            [end]
            ok = true
            """
        );

        errors.Select(error => error.Location!.Line).ShouldBe([1, 2, 5, 10, 11, 14, 15, 16]);
        TomlText.Show(document).ShouldBe("{good: 1, server: {}, end: {ok: true}}");
    }

    [Theory]
    [InlineData("a = [\n  {x = 1 y = 2},\n  {x = 2},\n]\nb = 1 2", new[] { 2, 5 })]
    [InlineData(
        "a = [\n  1 2,\n  \"]\", # ]\n  ']',\n  '''\n]''',\n]\nb = 1 2",
        new[] { 2, 7 + 1 }
    )]
    [InlineData("a = [1, 2\nb = tru", new[] { 1, 2 })]
    [InlineData("a = [1__0, 2, 3__0]\nb = tru", new[] { 1, 1, 2 })]
    [InlineData("a = {b = 1\nc = tru", new[] { 1, 2 })]
    [InlineData("a = \"\"\"x\nb = 1\nc = tru", new[] { 1 })]
    [InlineData("a = [1 2\n\nb\n= tru", new[] { 1 })]
    public void What_is_inside_of_a_broken_value_is_not_taken_for_statements(
        string toml,
        int[] lines
    ) => TomlText.Read(toml).Errors.Select(error => error.Location!.Line).ShouldBe(lines);

    [Fact]
    public void Keys_of_a_value_with_an_error_do_not_clash()
    {
        var (document, errors) = TomlText.Read(
            "a = [1, tru, 3]\nb = tru\nb = 1\n\"\\q\" = 1\n\"\\z\" = 1"
        );

        errors.Count.ShouldBe(4);
        TomlText.Show(document).ShouldBe("{a: [1, 3], b: 1}");
    }

    [Fact]
    public void No_more_than_twenty_errors_are_reported()
    {
        foreach (var line in new[] { "a = tru\n", "#\u0001\n", "a = {\n", "[\n", "\"\n" })
        {
            TomlText
                .Read(string.Concat(Enumerable.Repeat(line, 1000)))
                .Errors.Count.ShouldBeLessThanOrEqualTo(TomlReader.MaxErrors);
        }
        TomlText
            .Read("a = [" + string.Concat(Enumerable.Repeat("tru,", 1000)) + "]")
            .Errors.Count.ShouldBe(TomlReader.MaxErrors);
    }

    [Fact]
    public void An_error_shows_the_line_and_marks_the_place()
    {
        TomlText
            .ReadWithOneError("[http]\n\tport = 0900 # as always")
            .Render()
            .ReplaceLineEndings("\n")
            .ShouldBe(
                """
                error: `0900` is not a valid number
                  --> test.toml:2:9
                  |
                2 |  port = 0900 # as always
                  |         ^^^^
                   = help: a number does not begin with a zero
                """.ReplaceLineEndings("\n")
            );
    }

    [Fact]
    public void Of_a_very_long_line_the_part_around_the_error_is_shown()
    {
        var text = TomlText
            .ReadWithOneError(
                $"a = [{string.Concat(Enumerable.Repeat("'é😀', ", 100_000))} here, 'x']"
            )
            .Render();

        text.Length.ShouldBeLessThan(1000);
        text.ShouldContain("here, 'x']");
    }

    [Fact]
    public void No_text_of_the_user_forges_a_line_or_turns_one_round()
    {
        var text = TomlText.ReadWithOneError("a = x\u0085error:\u2028y\u202Ez").Render();

        text.ShouldNotContain("\u0085");
        text.ShouldNotContain("\u2028");
        text.ShouldNotContain("\u202E");
        text.ReplaceLineEndings("\n").Split('\n').Length.ShouldBe(6);
    }
}
