using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Syntax;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Syntax;

public sealed class SyntaxErrorTests
{
    [Theory]
    [InlineData("x -1")]
    [InlineData("1-1")]
    [InlineData("-x")]
    [InlineData("\n+ 1")]
    [InlineData("!\n1")]
    [InlineData("1 2")]
    [InlineData("x = $")]
    [InlineData("else")]
    [InlineData("@a = 1")]
    [InlineData("1 & 1")]
    [InlineData("x!=1")]
    [InlineData(";")]
    [InlineData("1;;2")]
    public void A_token_in_the_wrong_place_is_E203(string source) =>
        Outline.Codes(source)[..3].ShouldBe("203");

    [Theory]
    [InlineData(". foo")]
    [InlineData("x .a")]
    [InlineData("x. a")]
    [InlineData(".a [0]")]
    [InlineData(".a.")]
    [InlineData(".a[")]
    [InlineData(".a[0")]
    [InlineData(".a[b]")]
    [InlineData(".a[\"b\"]")]
    [InlineData(".a..b")]
    [InlineData("..a")]
    [InlineData("%.a")]
    [InlineData(".1")]
    [InlineData(".a._")]
    [InlineData(".a.s'b'")]
    [InlineData(".a(1)")]
    [InlineData(".(a|b)")]
    [InlineData(".a!= 1")]
    [InlineData("if .a{ 1 }")]
    [InlineData("if.a { 1 }")]
    [InlineData("true.foo")]
    [InlineData("1.5.a")]
    [InlineData("1.a")]
    [InlineData("\"a\".b")]
    [InlineData("(x).a")]
    [InlineData("f() -> |a| { 1 }.b")]
    public void A_path_with_gaps_or_on_a_scalar_is_E203(string source) =>
        Outline.Codes(source).ShouldBe("203");

    [Theory]
    [InlineData("{\"x\": if true { 1 }}")]
    [InlineData("[abort]")]
    [InlineData("f(return 1)")]
    [InlineData("1 + abort")]
    [InlineData("!abort")]
    [InlineData("x = (abort) ?? 1")]
    [InlineData("f(x = 1)")]
    [InlineData("[x = 1]")]
    [InlineData("!x = 1")]
    [InlineData("1 = 2")]
    [InlineData("f() = 1")]
    [InlineData("(x) = 1")]
    [InlineData("x, 1 = 1")]
    [InlineData("if x = 1 { 2 }")]
    public void Only_operations_stand_where_a_value_is_needed(string source) =>
        Outline.Codes(source).ShouldBe("203");

    [Theory]
    [InlineData("if true {}")]
    [InlineData("if true { \"a\": 1 }")]
    [InlineData("f() -> |a| {}")]
    [InlineData("f() -> |a| 1")]
    [InlineData("f() -> |true| { 1 }")]
    [InlineData("{a: 1}")]
    [InlineData("{s'a': 1}")]
    [InlineData("[,]")]
    [InlineData("f(,)")]
    [InlineData("f(1,,2)")]
    [InlineData("f(1 2)")]
    [InlineData("[\n1\n,2]")]
    [InlineData("f(_: 1)")]
    [InlineData("f(a.b: 1)")]
    [InlineData("if(true) { 1 }")]
    public void Blocks_and_lists_have_their_form(string source) =>
        Outline.Codes(source).ShouldBe("203");

    [Theory]
    [InlineData("x =")]
    [InlineData("if")]
    [InlineData("if x")]
    [InlineData("if x { 1 } else")]
    [InlineData("return")]
    [InlineData("f(1")]
    [InlineData("[1")]
    [InlineData("x + ")]
    [InlineData("_")]
    [InlineData("x, y")]
    public void A_program_that_stops_short_is_E204(string source) =>
        Outline.Codes(source).ShouldBe("204");

    [Theory]
    [InlineData("for = 1")]
    [InlineData("x = (while)")]
    [InlineData("f() -> |any| { 1 }")]
    [InlineData("array.a = 1")]
    public void A_name_kept_for_later_is_E205(string source) =>
        Outline.Codes(source).ShouldBe("205");

    [Theory]
    [InlineData("f().a = 1", 0, 5)]
    [InlineData("{\"a\": 1}.a |= 1", 0, 10)]
    [InlineData("x, [1][0] = 1", 3, 9)]
    public void A_path_into_a_new_value_is_no_target(string source, int start, int end)
    {
        var diagnostic = Parser.Parse(source).Diagnostics.ShouldHaveSingleItem();
        diagnostic.Code.ShouldBe(641);
        diagnostic.Labels[0].Span.ShouldBe(new Span(start, end));
    }

    [Theory]
    [InlineData("x = 1 -1\ny = 2\n)", "203,203")]
    [InlineData("a = ); b = )", "203,203")]
    [InlineData("if true {\n x = 1 -1\n y = 2\n}\nz = 1", "203,203")]
    [InlineData(";;", "203,203")]
    [InlineData("for\nx =", "205,204")]
    public void Reading_goes_on_in_the_next_line(string source, string codes) =>
        Outline.Codes(source).ShouldBe(codes);

    [Theory]
    [InlineData(")\n\"abc", 207)]
    [InlineData(")\n1 === 2\n)", 203)]
    [InlineData("x = (\n9223372036854775808", 206)]
    public void What_cannot_be_split_into_words_is_told_alone(string source, int code)
    {
        var result = Parser.Parse(source);
        result.Program.ShouldBeNull();
        result.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public void An_error_stands_in_the_program_where_it_is()
    {
        var result = Parser.Parse("x = 1\ny = )\nz = 2");
        result.Program!.Expressions.Count.ShouldBe(3);
        var error = result.Program.Expressions[1].ShouldBeOfType<ErrorNode>();
        error.Span.ShouldBe(new Span(6, 11));
        error.Diagnostic.ShouldBeSameAs(result.Diagnostics.ShouldHaveSingleItem());
    }

    [Theory]
    [InlineData("x = )", "unexpected \")\"", "expected an expression")]
    [InlineData("f(1\n2)", "unexpected \"2\"", "expected \",\" or \")\"")]
    [InlineData("x = (1\n", "unexpected new line", "expected \")\"")]
    [InlineData("x = ", "unexpected end of program", "expected an expression")]
    [InlineData(
        "x.\ny = 1",
        "unexpected end of path",
        "expected the name of a field, right behind the dot"
    )]
    public void An_error_tells_what_is_there_and_what_could_be(
        string source,
        string got,
        string expected
    )
    {
        var labels = Parser.Parse(source).Diagnostics[0].Labels;
        labels[0]
            .ShouldSatisfyAllConditions(
                label => label.Text.ShouldBe(got),
                label => label.IsPrimary.ShouldBeTrue()
            );
        labels[1]
            .ShouldSatisfyAllConditions(
                label => label.Text.ShouldBe(expected),
                label => label.IsPrimary.ShouldBeFalse()
            );
    }
}
