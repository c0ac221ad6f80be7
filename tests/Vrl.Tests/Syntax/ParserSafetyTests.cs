using System.Text;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Syntax;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Syntax;

public sealed class ParserSafetyTests
{
    private const int Deep = 10_000;
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    // Pieces that mean something to the parser reach further into it than random characters do.
    private static readonly string[] Pieces =
    [
        .. "x y _ . .a % %m .a.b[0] x.a [ [1] ] { } ( ) f( f!( , : ; = |= | || && == ! != ?? + - * / < >= 1 -1 1.5".Split(
            ' '
        ),
        .. "\"a\" \"{{ s'q' r'a+' t'2020' true null if else abort return for array -> @b $ & ? \\ \" ' é 🙂 \\u{41}".Split(
            ' '
        ),
        " ",
        "\n",
        "\t",
        "\r\n",
        "# c\n",
        "\"\\",
        "if x { 1 }",
        " else { 2 }",
        " -> |k, v| { ",
        "{\"k\": 1}",
        "9999999999999999999",
        "\0",
        "\uD800",
        "\u202E",
    ];

    private static readonly string[] Programs =
    [
        "if !(.a.b == \"high\" ||\n     .a.c == \"low\") {\n    return []\n}\n[{ \"a\": merge(.a, {\"b\": true}), \"c\": del(.d) ?? .e }]",
        "x, err = parse_json(string!(.message))\nif err != null { abort \"bad: {{ err }}\" } else if x.a[0] > 1.5 { . |= object!(x) }\n%m = map_values(.) -> |v| { v }",
    ];

    [Theory]
    [InlineData("(", "")]
    [InlineData("[", "")]
    [InlineData("{", "")]
    [InlineData("{ \"a\": ", "")]
    [InlineData("f(", "")]
    [InlineData("f(a: ", "")]
    [InlineData("!", "")]
    [InlineData("x = ", "")]
    [InlineData("x, y = ", "")]
    [InlineData("return ", "")]
    [InlineData("abort ", "")]
    [InlineData("if ", "")]
    [InlineData("if (", "")]
    [InlineData("if x { ", "")]
    [InlineData("f() -> || { ", "")]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{ ", " }")]
    [InlineData("{\"a\": ", "}")]
    [InlineData("f(", ")")]
    [InlineData("if x { ", " }")]
    [InlineData("f() -> |a| { ", " }")]
    [InlineData("1 + ", "")]
    [InlineData("1 ?? ", "")]
    [InlineData("if a { 1 } else ", "")]
    public void Nesting_ten_thousand_deep_is_a_syntax_error(string open, string close)
    {
        var source =
            string.Concat(Enumerable.Repeat(open, Deep))
            + "{ 1 }"
            + string.Concat(Enumerable.Repeat(close, Deep));
        var result = Parser.Parse(source);
        result.Diagnostics[0].Code.ShouldBe(203);
        Check(source);
    }

    [Theory]
    [InlineData(".a", "")]
    [InlineData("[0]", "")]
    [InlineData("{{ x }}", "\"")]
    [InlineData("1\n", "")]
    [InlineData("#\n", "")]
    public void What_does_not_nest_may_be_long(string piece, string quote)
    {
        var source =
            quote
            + (piece[0] == '[' ? "." : "")
            + string.Concat(Enumerable.Repeat(piece, Deep))
            + quote;
        Parser.Parse(source).Diagnostics.ShouldBeEmpty();
        Check(source);
    }

    [Theory]
    [InlineData("(", "1", ")", 100)]
    [InlineData("{\"a\": [", "1", "]}", 60)]
    [InlineData("", "1", " + 1", 1000)]
    [InlineData("", "if a { 1 }", " else if a { 1 }", 1000)]
    public void What_people_write_is_not_too_deep(
        string open,
        string inner,
        string close,
        int times
    )
    {
        var source =
            string.Concat(Enumerable.Repeat(open, times))
            + inner
            + string.Concat(Enumerable.Repeat(close, times));
        Parser.Parse(source).Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Any_text_is_read_without_an_exception() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<string?>(),
                text =>
                {
                    Check(text ?? "");
                    return true;
                }
            )
            .Check(Runs);

    [Fact]
    public void Any_sequence_of_words_is_read_without_an_exception() =>
        Prop.ForAll(
                Gen.Elements(Pieces).ArrayOf().Select(string.Concat).ToArbitrary(),
                text =>
                {
                    Check(text);
                    return true;
                }
            )
            .Check(Runs);

    [Fact]
    public void Any_change_of_a_program_is_read_without_an_exception() =>
        Prop.ForAll(
                (
                    from program in Gen.Elements(Programs)
                    from at in Gen.Choose(0, program.Length - 1)
                    from drop in Gen.Choose(0, 3)
                    from piece in Gen.Elements(Pieces)
                    select program[..at] + piece + program[Math.Min(program.Length, at + drop)..]
                ).ToArbitrary(),
                text =>
                {
                    Check(text);
                    return true;
                }
            )
            .Check(Runs);

    /// <summary>Reads it; every place must be in the source, and every node's in its parent's, in order.</summary>
    private static void Check(string source)
    {
        var length = Encoding.UTF8.GetByteCount(source);
        var result = Parser.Parse(source);
        (result.Program is not null || result.Diagnostics.Count == 1).ShouldBeTrue();
        foreach (var diagnostic in result.Diagnostics)
        {
            foreach (var label in diagnostic.Labels)
            {
                ShouldBeWithin(label.Span, new Span(0, length));
            }
            DiagnosticFormatter.Format(source, diagnostic).ShouldStartWith("error[E");
        }
        if (result.Program is { } program)
        {
            TreeDepth.IsWithin(program, Parser.MaximumDepth + 1).ShouldBeTrue();
            CheckSpans(program);
        }
    }

    private static void CheckSpans(Node root)
    {
        var open = new Stack<Node>([root]);
        while (open.TryPop(out var node))
        {
            var position = node.Span.Start;
            foreach (var child in TreeDepth.Children(node))
            {
                ShouldBeWithin(child.Span, new Span(position, node.Span.End));
                position = child.Span.End;
                open.Push(child);
            }
        }
    }

    private static void ShouldBeWithin(Span inner, Span outer)
    {
        inner.Start.ShouldBeGreaterThanOrEqualTo(outer.Start);
        inner.End.ShouldBeGreaterThanOrEqualTo(inner.Start);
        inner.End.ShouldBeLessThanOrEqualTo(outer.End);
    }
}
