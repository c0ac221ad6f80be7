using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Syntax;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Syntax;

public sealed class StringLiteralTests
{
    [Theory]
    [InlineData(""" "" """, "<>")]
    [InlineData(""" "a\n\r\t\0\\\"\'\{\}" """, "<a\n\r\t\0\\\"'{}>")]
    [InlineData(""" "\u{41}\u{1F600}\u{00e9}" """, "<A😀é>")]
    [InlineData("\"a \\\n \t\u00A0\n b\"", "<a b>")]
    [InlineData("\"a\nb\"", "<a\nb>")]
    [InlineData(""" "{ {x} } }}" """, "<{ {x} } }}>")]
    [InlineData(""" "\{{ a }}" """, "<{{ a }}>")]
    [InlineData(""" "\{{ a \}}" """, "<{{ a }}>")]
    [InlineData(""" "\\{{x}}" """, "<{{x}}>")]
    [InlineData(""" "{{}}" """, "<>")]
    [InlineData(""" "abc {{ x" """, "<abc >")]
    public void Escapes_are_undone(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Theory]
    [InlineData(""" "{{ x }}" """, "template<$x>")]
    [InlineData(""" "a{{x}}b{{ y }}" """, "template<a|$x|b|$y>")]
    [InlineData(""" "{{ .a }}" """, "template<$.a>")]
    [InlineData(""" "{{ }}" """, "template<$>")]
    [InlineData(""" "{{{ x }}}" """, "template<${ x|}>")]
    [InlineData(""" "a\n{{x}}\t" """, "template<a\n|$x|\t>")]
    public void Double_braces_hold_a_variable(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);

    [Fact]
    public void The_parts_of_a_template_know_their_places()
    {
        var template = Parser
            .Parse(""" "é{{ x }}b" """)
            .Program!.Expressions[0]
            .ShouldBeOfType<TemplateNode>();
        template.Span.ShouldBe(new Span(1, 13));
        template
            .Parts.Select(part => part.Span)
            .ShouldBe([new Span(2, 4), new Span(4, 11), new Span(11, 12)]);
    }

    [Theory]
    [InlineData("""s'a\nb\'c"{{ x }}'""", """<a\nb\'c"{{ x }}>""")]
    [InlineData("s''", "<>")]
    [InlineData("""r'\d+\'\\'""", """regex<\d+'\\>""")]
    [InlineData("""t'2020-01-01T00:00:00Z'""", "time<2020-01-01T00:00:00Z>")]
    public void Raw_literals_keep_their_backslashes(string source, string outline) =>
        Outline.Of(source).ShouldBe(outline);
}
