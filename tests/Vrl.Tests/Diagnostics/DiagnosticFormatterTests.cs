using Freshet.Vrl.Diagnostics;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Diagnostics;

public sealed class DiagnosticFormatterTests
{
    private static string Draw(string source, params Label[] labels) => Draw(source, [], labels);

    private static string Draw(string source, string[] notes, params Label[] labels) =>
        "\n"
        + DiagnosticFormatter.Format(
            source,
            new Diagnostic(Severity.Error, 103, "unhandled fallible assignment", labels, notes)
        );

    private static Label Primary(int start, int end, string text) =>
        new(new Span(start, end), text);

    private static Label Context(int start, int end, string text) =>
        new(new Span(start, end), text, IsPrimary: false);

    [Fact]
    public void The_cause_has_carets_and_the_context_dashes() =>
        Draw(
                ".a = to_int(.b)",
                ["see the documentation", "first line\nsecond line"],
                Primary(5, 15, "this expression is fallible"),
                Context(0, 4, "or change this to an infallible assignment:"),
                Context(0, 4, ".a, err = to_int(.b)")
            )
            .ShouldBe(
                """

                error[E103]: unhandled fallible assignment
                  ┌─ :1:6
                  │
                1 │ .a = to_int(.b)
                  │ ---- ^^^^^^^^^^ this expression is fallible
                  │ │
                  │ or change this to an infallible assignment:
                  │ .a, err = to_int(.b)
                  │
                  = see the documentation
                  = first line
                    second line
                """
            );

    [Fact]
    public void Labels_of_one_place_hang_below_each_other() =>
        Draw("x = 1 -1", Primary(6, 8, "unexpected"), Context(6, 8, "expected"))
            .ShouldBe(
                """

                error[E103]: unhandled fallible assignment
                  ┌─ :1:7
                  │
                1 │ x = 1 -1
                  │       ^^
                  │       │
                  │       unexpected
                  │       expected
                """
            );

    [Fact]
    public void Threads_lead_past_labels_to_the_right() =>
        Draw("a + b", Primary(0, 5, "whole"), Context(0, 1, "left"), Context(4, 5, "right"))
            .ShouldBe(
                """

                error[E103]: unhandled fallible assignment
                  ┌─ :1:1
                  │
                1 │ a + b
                  │ ^^^^^
                  │ │   │
                  │ │   right
                  │ whole
                  │ left
                """
            );

    [Fact]
    public void A_label_over_lines_is_a_bracket() =>
        Draw(
                "x = {\n  1\n}\n  {\n  2\n}",
                Primary(4, 11, "first"),
                Context(12, 21, "second\nand more")
            )
            .ShouldBe(
                """

                error[E103]: unhandled fallible assignment
                  ┌─ :1:5
                  │
                1 │     x = {
                  │ ╭───────^
                2 │ │     1
                3 │ │   }
                  │ ╰───^ first
                4 │   ╭   {
                5 │   │   2
                6 │   │ }
                  │   ╰─' second
                  │       and more
                """
            );

    [Fact]
    public void Lines_that_say_nothing_are_left_out()
    {
        var drawn = Draw(
            string.Concat(Enumerable.Range(1, 12).Select(line => $"line{line:00}\n")),
            Primary(0, 6, "one"),
            Context(14, 20, "three"),
            Context(77, 83, "twelve")
        );
        drawn.ShouldContain(" 2 │ line02\n");
        drawn.ShouldContain("   │ ------ three\n   ·\n12 │ line12\n   │ ------ twelve");
        drawn.ShouldNotContain("line04");
    }

    [Fact]
    public void Tabs_and_wide_characters_keep_the_columns() =>
        Draw("\tx = \"日本\" + é + y", Primary(16, 18, "é"), Context(21, 22, "y"))
            .ShouldBe(
                """

                error[E103]: unhandled fallible assignment
                  ┌─ :1:13
                  │
                1 │     x = "日本" + é + y
                  │                  ^   - y
                  │                  │
                  │                  é
                """
            );

    [Fact]
    public void Characters_that_steer_a_terminal_are_pictures()
    {
        var drawn = Draw("a\e[2J\u202E\r\n\u007F", ["\a"], Primary(0, 1, "\e]0;x\u0007"));
        drawn.ShouldContain("1 │ a␛[2J\uFFFD\n");
        drawn.ShouldContain("^ ␛]0;x␇");
        drawn.ShouldContain("= ␇");
        drawn.ShouldAllBe(character => character == '\n' || !char.IsControl(character));
    }

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("", 5, 9)]
    [InlineData("a\n", 2, 2)]
    [InlineData("é", 1, 1)]
    [InlineData("a", -3, 100)]
    [InlineData("ab", 2, 1)]
    public void Places_outside_of_the_source_are_moved_into_it(string source, int start, int end) =>
        Draw(source, Primary(start, end, "here")).ShouldContain("^ here");

    [Fact]
    public void Without_labels_there_are_only_words() =>
        Draw("", ["a note"]).ShouldBe("\nerror[E103]: unhandled fallible assignment\n = a note");

    [Fact]
    public void Colour_is_given_only_when_asked_for()
    {
        var warning = new Diagnostic(Severity.Warning, 900, "unused", [Primary(0, 1, "here")], []);
        DiagnosticFormatter.Format("a", warning).ShouldNotContain('\e');
        var coloured = DiagnosticFormatter.Format("a", warning, colour: true);
        coloured.ShouldStartWith("\e[0;1;33mwarning[E900]\e[0;1m: unused\e[0m\n");
        coloured.ShouldEndWith("\e[0;33m^ here\e[0m");
    }
}
