using System.Text;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Syntax;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Syntax;

public sealed class LexerTests
{
    private static string Kinds(string source)
    {
        var (tokens, error) = Lexer.Read(Encoding.UTF8.GetBytes(source));
        error.ShouldBeNull(source);
        tokens[^1].Kind.ShouldBe(TokenKind.End);
        return string.Join(' ', tokens.SkipLast(1).Select(token => token.Kind));
    }

    private static int? Code(string source) =>
        Lexer.Read(Encoding.UTF8.GetBytes(source)).Error?.Code;

    [Theory]
    [InlineData("abc a1 _a A_9", "Identifier Identifier Identifier Identifier")]
    [InlineData("@a a@b", "PathField PathField")]
    [InlineData("_ _", "Underscore Underscore")]
    [InlineData("1a 0x10 1e5", "Identifier Identifier Identifier")]
    [InlineData("if else null true false abort return", "If Else Null True False Abort Return")]
    [InlineData("array while duration", "Reserved Reserved Reserved")]
    public void Names_are_identifiers_keywords_or_kept_for_later(string source, string kinds) =>
        Kinds(source).ShouldBe(kinds);

    [Theory]
    [InlineData("f(", "FunctionName OpenParenthesis")]
    [InlineData("f!(", "FunctionName Bang OpenParenthesis")]
    [InlineData("array(", "FunctionName OpenParenthesis")]
    [InlineData("if(", "FunctionName OpenParenthesis")]
    [InlineData("f (", "Identifier OpenParenthesis")]
    [InlineData("f !(", "Identifier Bang OpenParenthesis")]
    public void A_name_is_called_where_a_parenthesis_or_bang_touches_it(
        string source,
        string kinds
    ) => Kinds(source).ShouldBe(kinds);

    [Theory]
    [InlineData("+ - * /", "Add Subtract Multiply Divide")]
    [InlineData("== != < <= > >=", "Equal NotEqual Less LessOrEqual Greater GreaterOrEqual")]
    [InlineData("&& || ?? | !a", "And Or Coalesce Pipe Bang Identifier")]
    [InlineData("= |= -> !!a", "Assign MergeAssign Arrow Bang Bang Identifier")]
    [InlineData("1 -1 - 1", "Integer Integer Subtract Integer")]
    [InlineData(
        "; , : . % [ ] { }",
        "Semicolon Comma Colon Dot Percent OpenBracket CloseBracket OpenBrace CloseBrace"
    )]
    public void Signs_are_operators_and_punctuation(string source, string kinds) =>
        Kinds(source).ShouldBe(kinds);

    [Theory]
    [InlineData("+=")]
    [InlineData("===")]
    [InlineData("??=")]
    [InlineData("--1")]
    [InlineData("1==-1")]
    [InlineData("a&&!b")]
    [InlineData("?")]
    [InlineData("\\")]
    public void What_looks_like_an_operator_but_is_none_ends_the_reading(string source) =>
        Code(source).ShouldBe(203);

    [Theory]
    [InlineData("$")]
    [InlineData("é")]
    [InlineData("🙂")]
    [InlineData("\uFEFF")]
    [InlineData("&")]
    [InlineData("'")]
    public void A_character_of_no_rule_is_an_invalid_token(string source) =>
        Kinds(source).ShouldBe("Invalid");

    [Fact]
    public void White_space_and_comments_are_dropped_but_new_lines_are_not() =>
        Kinds("a\t# b\r\n \u00A0\u2003c#d\n#").ShouldBe("Identifier Newline Identifier Newline");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("012", 12)]
    [InlineData("1_000", 1000)]
    [InlineData("1_", 1)]
    [InlineData("-5", -5)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808", long.MinValue)]
    public void Integers_have_their_sign_and_64_bits(string source, long value)
    {
        var (tokens, _) = Lexer.Read(Encoding.UTF8.GetBytes(source));
        tokens[0].Kind.ShouldBe(TokenKind.Integer);
        tokens[0].Integer.ShouldBe(value);
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("-1.5", -1.5)]
    [InlineData("1.", 1)]
    [InlineData("1._5_0", 1.5)]
    [InlineData("1_0.5", 10.5)]
    public void Floats_have_a_point_and_no_exponent(string source, double value)
    {
        var (tokens, _) = Lexer.Read(Encoding.UTF8.GetBytes(source));
        tokens[0].Kind.ShouldBe(TokenKind.Float);
        tokens[0].Float.ShouldBe(value);
    }

    [Theory]
    [InlineData("9223372036854775808", 206)]
    [InlineData("-9223372036854775809", 206)]
    [InlineData("\"abc", 207)]
    [InlineData("\"abc\\\"", 207)]
    [InlineData("s'abc", 208)]
    [InlineData("r'abc\\'", 208)]
    [InlineData("t'", 208)]
    [InlineData("r'\\", 208)]
    [InlineData("\"\\x\"", 209)]
    [InlineData("\"\\é\"", 209)]
    [InlineData("\"\\\r\n\"", 209)]
    [InlineData("\"\\", 209)]
    [InlineData("\"\\u\"", 211)]
    [InlineData("\"\\u12\"", 211)]
    [InlineData("\"\\u{}\"", 211)]
    [InlineData("\"\\u{g}\"", 211)]
    [InlineData("\"\\u{41\"", 211)]
    [InlineData("\"\\u{D800}\"", 211)]
    [InlineData("\"\\u{110000}\"", 211)]
    [InlineData("\"\\u{0000041}\"", 211)]
    [InlineData("[1, # c", 210)]
    [InlineData("f(1, # c\n", 210)]
    [InlineData("{ 1 + \"a\"", 210)]
    public void A_literal_that_is_wrong_has_its_code(string source, int code) =>
        Code(source).ShouldBe(code);

    [Fact]
    public void Places_count_the_bytes_of_UTF_8()
    {
        var (tokens, _) = Lexer.Read("\"é🙂\" x"u8.ToArray());
        tokens
            .Select(token => token.Span)
            .ShouldBe([new Span(0, 8), new Span(9, 10), new Span(10, 10)]);
    }
}
