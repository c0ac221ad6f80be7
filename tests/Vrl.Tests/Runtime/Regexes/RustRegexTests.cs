using System.Text;
using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Runtime.Regexes;

public sealed class RustRegexTests
{
    [Theory]
    [InlineData("a.c", "abc a\nc a\U0001F600c", "abc|a\U0001F600c")]
    [InlineData("(?s)a.c", "a\nc", "a\nc")]
    [InlineData("^.$", "\U0001F600", "\U0001F600")]
    [InlineData(".{2}", "\U0001F600\U0001F601x", "\U0001F600\U0001F601")]
    [InlineData("[^a]", "a\U0001F600b", "\U0001F600|b")]
    [InlineData(
        "[\U0001F600-\U0001F602]+",
        "x\U0001F600\U0001F601\U0001F603",
        "\U0001F600\U0001F601"
    )]
    [InlineData(@"\x{1F600}|\u{41}|\U00000042|\x43|\u0044", "\U0001F600ABCD", "\U0001F600|A|B|C|D")]
    [InlineData(
        @"\w+",
        "caf\u00e9_1 \U00020000\U00020001 \u0301-\u2160",
        "caf\u00e9_1|\U00020000\U00020001|\u0301|\u2160"
    )]
    [InlineData(@"\d+", "12\u0663x\U0001D7CE", "12\u0663|\U0001D7CE")]
    [InlineData(@"\s+", "a\u00a0\u2003b\u200bc", "\u00a0\u2003")]
    [InlineData(@"(?-u:\w)+", "caf\u00e9", "caf")]
    [InlineData(@"\W", "a\U0001F600\n", "\U0001F600|\n")]
    [InlineData("a$", "a\n", "")]
    [InlineData("(?m)^a$", "a\nb\na", "a|a")]
    [InlineData(@"\Aa|b\z", "ab", "a|b")]
    [InlineData(@"\bfoo\b", "foo food foo", "foo|foo")]
    [InlineData("a|ab", "ab", "a")]
    [InlineData("a+?|b", "aab", "a|a|b")]
    [InlineData("(?U)a+", "aa", "a|a")]
    [InlineData("(?U)a+?", "aa", "aa")]
    [InlineData("a{2}|b{1,2}|c{2,}", "aaabbbccc", "aa|bb|b|ccc")]
    [InlineData("a{ 2 , 3 }", "aaaa", "aaa")]
    [InlineData("a**", "aa", "aa")]
    [InlineData("(?x) a b # both\n c", "abc", "abc")]
    [InlineData(@"(?x)a\ b\#", "a b#", "a b#")]
    [InlineData("(?i)k", "kK\u212A", "k|K|\u212A")]
    [InlineData("(?i)stra\u00dfe", "STRA\u1e9eE", "STRA\u1e9eE")]
    [InlineData("(?i)[\u03c3]+", "\u03c3\u03a3\u03c2", "\u03c3\u03a3\u03c2")]
    [InlineData("(?i)[^k]", "k\u212Ax", "x")]
    [InlineData("(?i:a)b", "Ab AB", "Ab")]
    [InlineData("a(?i)b|c", "aB C A", "aB|C")]
    [InlineData("(?i-u)\u00e9a", "\u00e9A \u00c9A", "\u00e9A")]
    [InlineData("[a-z&&[^aeiou]]+", "hello", "h|ll")]
    [InlineData("[a-e--[bd]]+", "abcde", "a|c|e")]
    [InlineData("[a-c~~b-d]+", "abcd", "a|d")]
    [InlineData("[[:alpha:][:digit:]]+", "a1-\u00e9", "a1")]
    [InlineData("[[:^alpha:]]+", "a1-\u00e9", "1-\u00e9")]
    [InlineData("[]a]+|[a-]+", "]a-", "]a|-")]
    [InlineData(@"[\w.-]+@[\w.]+", "x.y-z@example.org", "x.y-z@example.org")]
    [InlineData(@"\pL+\p{Nd}", "ab1", "ab1")]
    [InlineData(@"\p{Greek}+", "abg \u03b1\u03b2", "\u03b1\u03b2")]
    [InlineData(@"\p{sc=Cyrillic}\p{gc=Lu}?", "\u0436Q", "\u0436Q")]
    [InlineData(@"\P{L}+", "ab12", "12")]
    [InlineData(@"\p{Uppercase}|\p{Alphabetic}", "\u2160\u0345", "\u2160|\u0345")]
    [InlineData(@"\b\w", "\u0915\u093f \U00020000x", "\u0915|\U00020000")]
    [InlineData(@"\b{start}\w|\w\b{end}", "abc de", "a|c|d|e")]
    [InlineData(@"\<\w|\w\>", "abc", "a|c")]
    [InlineData(@"\b{start-half}.|.\b{end-half}", "ab", "a|b")]
    [InlineData(@"(?-u:\b)\w+", "caf\u00e9", "caf\u00e9")]
    [InlineData(@"(?-u:\b)(?-u:\w)+(?-u:\b)", "caf\u00e9", "caf")]
    [InlineData("(?mR)^.*$", "a\r\nb\rc\n", "a|b|c|")]
    [InlineData("(?R).+", "a\r\nb", "a|b")]
    [InlineData("(?:a|ab)*.", "abc", "ab|c")]
    [InlineData("(?:t||a).{1,2}", "abc", "ab|c")]
    [InlineData("(?:a??|)", "aa", "||")]
    [InlineData(@"\{\}\[\]\.\-\/\!", "{}[].-/!", "{}[].-/!")]
    [InlineData("}]", "}]", "}]")]
    public void Patterns_match_what_they_match_in_rust(
        string pattern,
        string text,
        string matches
    ) =>
        string.Join('|', Regex(pattern).Matches(text).Select(match => match.Value))
            .ShouldBe(matches);

    [Theory]
    [InlineData("a*", "baaac", "0+0 1+3 5+0")]
    [InlineData("", "\U0001F600a", "0+0 2+0 3+0")]
    [InlineData("x*", "a\U0001F600x", "0+0 1+0 3+1")]
    [InlineData(@"\b", "ab c", "0+0 2+0 3+0 4+0")]
    public void An_empty_match_is_none_after_another_nor_inside_a_character(
        string pattern,
        string text,
        string places
    ) =>
        string.Join(
                ' ',
                Regex(pattern).Matches(text).Select(match => $"{match.Index}+{match.Length}")
            )
            .ShouldBe(places);

    [Fact]
    public void Groups_have_the_numbers_and_names_of_the_pattern()
    {
        var regex = Regex("(a)(?P<second>b)?(?:c)(?<third.1>d|(e))");
        regex.GroupNames.ShouldBe([null, null, "second", "third.1", null]);
        var match = regex.Match("acd");
        match.Group(1).Value.ShouldBe("a");
        match.Group(2).Success.ShouldBeFalse();
        match.Group(3).Value.ShouldBe("d");
        match.Group(4).Success.ShouldBeFalse();
    }

    [Theory]
    [InlineData("(a?)*", "aa", "a")]
    [InlineData("(a|b|)*", "ab", "b")]
    [InlineData("(a?)*", "", "")]
    [InlineData("(?:(a)|b)*", "ab", "a")]
    public void A_group_in_a_loop_holds_the_last_turn_that_took_something(
        string pattern,
        string text,
        string group
    ) => Regex(pattern).Match(text).Group(1).Value.ShouldBe(group);

    [Fact]
    public void Many_kinds_of_characters_do_not_hide_a_line_break_at_the_end()
    {
        var all = string.Concat(Enumerable.Range(0x4E00, 300).Select(c => (char)c + "?"));
        Regex(all + "[^z]").IsMatch("\n").ShouldBeTrue();
    }

    [Theory]
    [InlineData("(abc", "unclosed group")]
    [InlineData("abc)", "unopened group")]
    [InlineData("[abc", "unclosed character class")]
    [InlineData("[b-a]", "invalid character class range, the start must be <= the end")]
    [InlineData(@"[a-\d]", "invalid range boundary, must be a literal")]
    [InlineData(@"[\b]", "invalid escape sequence found in character class")]
    [InlineData("*a", "repetition operator missing expression")]
    [InlineData("a|*", "repetition operator missing expression")]
    [InlineData("(?i)*", "repetition operator missing expression")]
    [InlineData("(?)", "repetition operator missing expression")]
    [InlineData("a{2", "unclosed counted repetition")]
    [InlineData("a{,2}", "repetition quantifier expects a valid decimal")]
    [InlineData("a{3,2}", "invalid repetition count range, the start must be <= the end")]
    [InlineData(@"(a)\1", "backreferences are not supported")]
    [InlineData("(?=a)", "look-around, including look-ahead and look-behind, is not supported")]
    [InlineData("(?<!a)", "look-around, including look-ahead and look-behind, is not supported")]
    [InlineData("(?z)", "unrecognized flag")]
    [InlineData("(?ii)", "duplicate flag")]
    [InlineData("(?i-)", "dangling flag negation operator")]
    [InlineData("(?P<a>x)(?P<a>y)", "duplicate capture group name")]
    [InlineData("(?P<>x)", "empty capture group name")]
    [InlineData("(?P<1>x)", "invalid capture group character")]
    [InlineData(@"\q", "unrecognized escape sequence")]
    [InlineData("a\\", "incomplete escape sequence, reached end of pattern prematurely")]
    [InlineData(@"\x{}", "hexadecimal literal empty")]
    [InlineData(@"\x{D800}", "hexadecimal literal is not a Unicode scalar value")]
    [InlineData(@"\xGG", "invalid hexadecimal digit")]
    [InlineData(@"\p{Klingon}", "Unicode property not found")]
    [InlineData("(?-u).", "pattern can match invalid UTF-8")]
    [InlineData(
        @"\b{begin}a",
        "unrecognized word boundary assertion, valid choices are: start, end, start-half or end-half"
    )]
    [InlineData("(?:a{1000}){1000}", "compiled regex exceeds the size limit")]
    public void What_is_no_pattern_is_refused_in_rusts_words(string pattern, string error)
    {
        RustRegex.TryTranslate(pattern, out _, out var told).ShouldBeFalse();
        told.ShouldBe(error);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("(?:", ")*")]
    [InlineData("", "*")]
    public void Deep_patterns_are_refused(string open, string close)
    {
        var pattern = new StringBuilder().Insert(0, open, 20_000).Append('a').Insert(0, "");
        pattern.Insert(pattern.Length, close, 20_000);
        RustRegex.TryTranslate(pattern.ToString(), out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Matching_takes_linear_time()
    {
        // Backtracking would take 2 to the power of 50,000 steps.
        Regex("(a+)+$").IsMatch(new string('a', 50_000) + "b").ShouldBeFalse();
        Regex("(a|aa)+$").IsMatch(new string('a', 50_000) + "b").ShouldBeFalse();
    }

    private static VrlRegex Regex(string pattern)
    {
        RustRegex.TryTranslate(pattern, out var regex, out var error).ShouldBeTrue(error);
        return regex!;
    }
}
