using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Parse;

public sealed class ParseRegexTests
{
    [Theory]
    [InlineData(
        """parse_regex!("first group and second", r'(?P<number>\w+?) group')""",
        """{"number":"first"}"""
    )]
    [InlineData("""parse_regex!("abc", r'(?P<x>z)')""", "could not find any pattern matches")]
    [InlineData("""parse_regex!("ab", r'(?P<a>a)|(?P<b>b)')""", """{"a":"a","b":null}""")]
    [InlineData(
        """parse_regex!("ab", r'(a)(?P<n>b)', numeric_groups: true)""",
        """{"0":"ab","1":"a","2":"b","n":"b"}"""
    )]
    [InlineData(
        """parse_regex!("b", r'(a)?(?P<n>b)', numeric_groups: true)""",
        """{"0":"b","1":"b","n":"b"}"""
    )]
    [InlineData("""parse_regex!("x", r'y?')""", "{}")]
    [InlineData("""parse_regex!("Ünïcode", r'(?P<w>\w+)')""", """{"w":"Ünïcode"}""")]
    [InlineData("""parse_regex!("a\nb", r'(?P<l>.)$')""", """{"l":"b"}""")]
    [InlineData("""parse_regex!("😀x", r'(?P<e>.)x')""", """{"e":"😀"}""")]
    public void The_first_match_is_taken(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);

    [Theory]
    [InlineData("""parse_regex_all!("abab", r'(?P<a>a)')""", """[{"a":"a"},{"a":"a"}]""")]
    [InlineData(
        """parse_regex_all!("abc", r'(?P<e>x?)')""",
        """[{"e":""},{"e":""},{"e":""},{"e":""}]"""
    )]
    [InlineData("""parse_regex_all!("aab", r'(?P<e>a*)')""", """[{"e":"aa"},{"e":""}]""")]
    [InlineData(
        """parse_regex_all!("a😀b", r'(?P<e>x*)')""",
        """[{"e":""},{"e":""},{"e":""},{"e":""}]"""
    )]
    [InlineData("""parse_regex_all!("", r'(?P<e>.*)')""", """[{"e":""}]""")]
    [InlineData(
        """parse_regex_all!("ab", r'(?P<a>a)|(?P<b>b)', numeric_groups: true)""",
        """[{"0":"a","1":"a","a":"a","b":null},{"0":"b","1":"b","a":null,"b":"b"}]"""
    )]
    public void All_matches_are_taken(string program, string expected) =>
        ParserPrograms.Run(program).ShouldBe(expected);
}
