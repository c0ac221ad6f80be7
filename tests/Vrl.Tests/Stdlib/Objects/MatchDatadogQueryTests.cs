using Freshet.Vrl.Stdlib.Objects;
using Freshet.Vrl.Values;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Objects;

public sealed class MatchDatadogQueryTests
{
    [Theory]
    [InlineData("""{"message": "test"}""", "_exists_:message", true)]
    [InlineData("""{"a": "value"}""", "_exists_:@a", true)]
    [InlineData("""{"a": null}""", "_exists_:@a", true)]
    [InlineData("""{"a-b": "value"}""", "_exists_:@a-b", true)]
    [InlineData("""{"tags": ["a", "b"]}""", "_exists_:a", true)]
    [InlineData("""{"tags": ["a:1", "b:2"]}""", "_exists_:a", true)]
    [InlineData("""{"tags": ["ab:1"]}""", "_exists_:a", false)]
    [InlineData("""{"tags": ["a"]}""", "_exists_:tags", false)]
    [InlineData("{}", "_missing_:message", true)]
    [InlineData("""{"b": "value"}""", "_missing_:@a", true)]
    [InlineData("""{"a-b": "value"}""", "_missing_:@c-d", true)]
    [InlineData("""{"tags": ["b", "c"]}""", "_missing_:a", true)]
    [InlineData("""{"tags": ["a:1"]}""", "_missing_:a", false)]
    [InlineData("""{"a": 1}""", "_exists_:\"@a\"", true)]
    public void Fields_are_there_or_missing(string @event, string query, bool expected) =>
        Matches(@event, query, expected);

    [Theory]
    [InlineData("""{"message": "match by word boundary"}""", "match", true)]
    [InlineData("""{"message": "another value"}""", "match", false)]
    [InlineData("""{"message": "matches"}""", "match", false)]
    [InlineData("""{"message": "a match, perhaps"}""", "\"match, perhaps\"", true)]
    [InlineData("""{"message": "a match"}""", "a match", true)]
    [InlineData("""{"message": "a good match"}""", "a match", false)]
    [InlineData("""{"message": 5}""", "5", false)]
    [InlineData("""{"custom": {"title": "a title"}}""", "title", true)]
    [InlineData("""{"custom": {"error": {"message": "a fault"}}}""", "fault", true)]
    [InlineData("""{"other": "a title"}""", "title", false)]
    [InlineData("""{"message": "größe über"}""", "über", true)]
    [InlineData("""{"message": "ORANGE"}""", "ORANGE", true)]
    [InlineData("""{"tags": ["a", "b", "c"]}""", "tags:a", true)]
    [InlineData("""{"tags": ["a", "b", "c"]}""", "tags:d", false)]
    [InlineData("""{"tags": ["x:1", "y:2", "z:3"]}""", "y:2", true)]
    [InlineData("""{"tags": ["x:1", "y:2", "z:3"]}""", "y:3", false)]
    [InlineData("""{"z": 1}""", "@z:1", true)]
    [InlineData("""{"z": 1.5}""", "@z:1.5", true)]
    [InlineData("""{"z": null}""", "@z:null", true)]
    [InlineData("""{"a": {"b": "x y"}}""", "@a.b:\"x y\"", true)]
    [InlineData("""{"a": ["x"]}""", """@a\[0\]:x""", true)]
    [InlineData("""{"a-b": "3"}""", "@a-b:3", true)]
    [InlineData("""{"a-b": 1}""", """@\"a-b\":1""", true)]
    [InlineData("""{"a": "b:c"}""", """@a:b\:c""", true)]
    [InlineData("""{"host": "this"}""", "host:this", true)]
    [InlineData("""{"host": "this one"}""", "host:this", false)]
    public void Terms_are_words_of_text_and_whole_values_of_other_fields(
        string @event,
        string query,
        bool expected
    ) => Matches(@event, query, expected);

    [Theory]
    [InlineData("""{"message": "vector"}""", "*tor", true)]
    [InlineData("""{"message": "torvec"}""", "*tor", false)]
    [InlineData("""{"tags": ["a:vector"]}""", "a:*tor", true)]
    [InlineData("""{"tags": ["b:vector"]}""", "a:*tor", false)]
    [InlineData("""{"a": "vector"}""", "@a:*tor", true)]
    [InlineData("""{"b": "vector"}""", "@a:*tor", false)]
    [InlineData("""{"message": "vector"}""", "vec*", true)]
    [InlineData("""{"message": "torvec"}""", "vec*", false)]
    [InlineData("""{"tags": ["a:vector"]}""", "a:vec*", true)]
    [InlineData("""{"tags": ["b:vector"]}""", "a:vec*", false)]
    [InlineData("""{"a": "vector"}""", "@a:vec*", true)]
    [InlineData("""{"message": "vector"}""", "v*c*r", true)]
    [InlineData("""{"message": "torvec"}""", "v*c*r", false)]
    [InlineData("""{"tags": ["a:vector"]}""", "a:v*c*r", true)]
    [InlineData("""{"a": "vector"}""", "@a:v*c*r", true)]
    [InlineData("""{"a": "vectors"}""", "@a:v*c*r", false)]
    [InlineData("""{"a": "aba"}""", "@a:ab*ba", false)]
    [InlineData("""{"a": "foo?"}""", "@a:foo?", true)]
    [InlineData("""{"a": "fooo"}""", "@a:foo?", false)]
    [InlineData("""{"a": "foo?"}""", "@a:fo?*", false)]
    [InlineData("""{"a": 123}""", "@a:1*", true)]
    [InlineData("""{"a": 1}""", "@a:*", true)]
    [InlineData("""{"b": 1}""", "@a:*", false)]
    public void Stars_stand_for_any_characters(string @event, string query, bool expected) =>
        Matches(@event, query, expected);

    [Theory]
    [InlineData("""{"message": "1"}""", "[* TO *]", true)]
    [InlineData("""{"message": "400"}""", "[4 TO *]", true)]
    [InlineData("""{"message": "400"}""", "[50 TO *]", false)]
    [InlineData("""{"message": "400"}""", "[\"4\" TO *]", true)]
    [InlineData("""{"message": "300"}""", "[* TO 4]", true)]
    [InlineData("""{"message": "50"}""", "[* TO 400]", false)]
    [InlineData("""{"message": 500}""", "[1 TO 6]", true)]
    [InlineData("""{"message": 70}""", "[1 TO 6]", false)]
    [InlineData("""{"tags": ["a"]}""", "a:[* TO *]", true)]
    [InlineData("""{"tags": ["b"]}""", "a:[* TO *]", false)]
    [InlineData("""{"tags": ["a:1"]}""", "a:[* TO *]", true)]
    [InlineData("""{"tags": ["a:400"]}""", "a:[4 TO *]", true)]
    [InlineData("""{"tags": ["a:400"]}""", "a:[50 TO *]", false)]
    [InlineData("""{"tags": ["a:400"]}""", "a:[\"50\" TO *]", false)]
    [InlineData("""{"tags": ["a:500"]}""", "a:[\"1\" TO \"6\"]", true)]
    [InlineData("""{"tags": ["b:500"]}""", "a:[1 TO 6]", true)]
    [InlineData("""{"a": 1}""", "@a:[* TO *]", true)]
    [InlineData("""{"a": 5}""", "@a:[4 TO *]", true)]
    [InlineData("""{"a": 5}""", "@a:[50 TO *]", false)]
    [InlineData("""{"a": "400"}""", "@a:[\"50\" TO *]", false)]
    [InlineData("""{"a": 500}""", "@a:[* TO 400]", false)]
    [InlineData("""{"a": 5}""", "@a:[1 TO 6]", true)]
    [InlineData("""{"a": 200}""", "@a:[1 TO 6]", false)]
    [InlineData("""{"a": "500"}""", "@a:[\"1\" TO \"6\"]", true)]
    [InlineData("""{"a": "7"}""", "@a:[\"1\" TO \"60\"]", false)]
    [InlineData("""{"message": "100"}""", "{1 TO 2}", true)]
    [InlineData("""{"message": "1"}""", "{1 TO 2}", false)]
    [InlineData("""{"message": "200"}""", "{1 TO *}", true)]
    [InlineData("""{"message": "3"}""", "{* TO 3}", false)]
    [InlineData("""{"level": 7.0}""", "@level:[7 TO 10]", true)]
    [InlineData("""{"level": 6.9}""", "@level:[7 TO 10]", false)]
    [InlineData("""{"level": 7}""", "@level:[7.0 TO 10.0]", true)]
    [InlineData("""{"level": 6}""", "@level:[7.0 TO 10.0]", false)]
    [InlineData("""{"a": 3}""", "@a:>=3", true)]
    [InlineData("""{"a": 3}""", "@a:>3", false)]
    [InlineData("""{"a": 3}""", "@a:<-3", false)]
    [InlineData("""{"a": 0.0001}""", "@a:<4.12345E-4", true)]
    [InlineData("""{"a": 0.0001}""", """@a:<4.12345E\-4""", true)]
    [InlineData("""{"a": 5}""", "@a: >4", true)]
    [InlineData("""{"a": "zeta"}""", "@a:>alpha", true)]
    public void Ranges_and_comparisons_are_of_numbers_only_for_attributes(
        string @event,
        string query,
        bool expected
    ) => Matches(@event, query, expected);

    [Theory]
    [InlineData("""{"message": "this contains that"}""", "this AND that", true)]
    [InlineData("""{"message": "this contains that"}""", "this AND NOT that", false)]
    [InlineData("""{"message": "only contains that"}""", "this OR that", true)]
    [InlineData("""{"message": "only contains that"}""", "this OR NOT that", false)]
    [InlineData("""{"message": "this contains that"}""", "this && (that || the_other)", true)]
    [InlineData("""{"message": "this contains that"}""", "this AND -(that OR the_other)", false)]
    [InlineData("""{"message": "just this"}""", "this OR (that AND the_other)", true)]
    [InlineData("""{"message": "that and nothing else"}""", "this OR (that AND the_other)", false)]
    [InlineData("""{"message": "a"}""", "a OR b AND c", true)]
    [InlineData("""{"message": "c"}""", "a AND b OR c", true)]
    [InlineData("""{"message": "b"}""", "a OR b NOT c", true)]
    [InlineData("""{"message": "c"}""", "a OR b c", false)]
    [InlineData("""{"message": "x"}""", "*:*", true)]
    [InlineData("""{"message": "x"}""", "NOT *", false)]
    [InlineData("""{"message": "x"}""", "host:(*:*)", true)]
    [InlineData("""{"host": "a"}""", "host:(a OR b)", true)]
    [InlineData("""{"host": "a"}""", "host:( b OR -c )", true)]
    [InlineData("""{"message": "foo bar"}""", " foo", true)]
    [InlineData("""{"message": "x"}""", "  ", true)]
    [InlineData(
        """{"host": "this"}""",
        "host:this OR ((@b:test* AND c:that) AND d:the_other @e:[1 TO 5])",
        true
    )]
    [InlineData(
        """{"tags": ["c:that", "d:the_other"], "b": "testing", "e": 3}""",
        "host:this OR ((@b:test* AND c:that) AND d:the_other @e:[1 TO 5])",
        true
    )]
    public void And_binds_closer_than_or(string @event, string query, bool expected) =>
        Json.Write(Run(@event, query)).ShouldBe(expected ? "true" : "false");

    [Theory]
    [InlineData("@a%:3")]
    [InlineData("@a..b:3")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("a:")]
    [InlineData("a:> 4")]
    [InlineData("a:[1 TO 2}")]
    [InlineData("a:[1 TO")]
    [InlineData("\"a")]
    [InlineData("a AND")]
    [InlineData("host:UNICODE3000")]
    [InlineData("\\")]
    public void A_query_that_cannot_be_read_is_told_when_the_program_is_compiled(string query) =>
        Run("{}", query).IsFailure.ShouldBeTrue();

    [Fact]
    public void Any_query_is_read_or_refused() =>
        Prop.ForAll(
                Gen.Elements(
                        "a",
                        "1",
                        ":",
                        "(",
                        ")",
                        "[",
                        "]",
                        "{",
                        "}",
                        "*",
                        "?",
                        "\"",
                        "\\",
                        " ",
                        "-",
                        "+",
                        ".",
                        "@",
                        "<",
                        ">=",
                        "AND",
                        "OR",
                        "NOT",
                        " TO ",
                        "E",
                        "_exists_",
                        "tags",
                        "é",
                        "😀",
                        "\0"
                    )
                    .ArrayOf()
                    .ToArbitrary(),
                pieces =>
                {
                    var result = Run(
                        """{"tags": ["a:1"], "a": {"1": "a"}}""",
                        string.Concat(pieces)
                    );
                    (result.IsBoolean || result.IsFailure).ShouldBeTrue();
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Parentheses_may_not_go_down_without_end() =>
        Run("{}", new string('(', 100_000)).IsFailure.ShouldBeTrue();

    [Fact]
    public void What_follows_a_number_is_a_term_of_its_own()
    {
        Json.Write(Run("""{"a": 5}""", "@a:>4abc")).ShouldBe("false");
        Json.Write(Run("""{"a": 5, "message": "abc"}""", "@a:>4abc")).ShouldBe("true");
    }

    [Fact]
    public void A_star_goes_over_the_ends_of_lines() =>
        Json.Write(Run("""{"message": "foo\nbar"}""", "foo*bar")).ShouldBe("true");

    /// <summary>As the query says, and the other way round where it is negated.</summary>
    private static void Matches(string @event, string query, bool expected)
    {
        Json.Write(Run(@event, query)).ShouldBe(expected ? "true" : "false");
        Json.Write(Run(@event, $"NOT ({query})")).ShouldBe(expected ? "false" : "true");
        Json.Write(Run(@event, $"-({query})")).ShouldBe(expected ? "false" : "true");
    }

    private static Value Run(string @event, string query) =>
        FunctionRunner.Call(
            new MatchDatadogQuery(),
            ("value", Json.Read(@event)),
            ("query", query)
        );
}
