using Freshet.Vrl.Stdlib.Strings;
using Freshet.Vrl.Values;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Strings;

public sealed class PatternTests
{
    [Theory]
    [InlineData("foobar", "o", 2, 2L)]
    [InlineData("foobar", "o", -2, null)]
    [InlineData("foobar", "", 6, 6L)]
    [InlineData("foobar", "", 7, null)]
    [InlineData("foobar", "o", long.MaxValue, null)]
    [InlineData("föobar", "bar", 0, 4L)]
    [InlineData("foo", "foobar", 0, null)]
    public void Texts_are_found_by_bytes(string text, string pattern, long from, long? at) =>
        FunctionRunner
            .Call(new Find(), ("value", text), ("pattern", pattern), ("from", from))
            .ShouldBe(at ?? Value.Null);

    [Theory]
    [InlineData("foobar", "fo+z?", 0, 0L)]
    [InlineData("föobar", "o", 0, 3L)]
    [InlineData("föobar", "o|b", 4, 4L)]
    [InlineData("ööö", "ö", 1, 2L)]
    [InlineData("😀a", "a", 0, 4L)]
    [InlineData("foo", "^f", 1, null)]
    [InlineData("foobar", "x*", 6, 6L)]
    [InlineData("foobar", "x*", 7, null)]
    public void Regular_expressions_are_found_by_bytes(
        string text,
        string pattern,
        long from,
        long? at
    ) =>
        FunctionRunner
            .Call(new Find(), ("value", text), ("pattern", Patterns.Of(pattern)), ("from", from))
            .ShouldBe(at ?? Value.Null);

    [Theory]
    [InlineData("foobar", "", "-", -1, "-f-o-o-b-a-r-")]
    [InlineData("föo", "", "-", 2, "-f-öo")]
    [InlineData("a😀", "", "-", -1, "-a-😀-")]
    [InlineData("aaa", "aa", "b", -1, "ba")]
    [InlineData("aaa", "a", "$0", 2, "$0$0a")]
    [InlineData("aaa", "a", "b", 0, "aaa")]
    public void Texts_are_replaced_as_they_stand(
        string text,
        string pattern,
        string with,
        long count,
        string replaced
    ) => Replaced(text, pattern, with, count).ShouldBe(replaced);

    [Theory]
    [InlineData("foobar", "x*", "-", -1, "-f-o-o-b-a-r-")]
    [InlineData("baac", "a*", "-", -1, "-b-c-")]
    [InlineData("föo😀", "x*", "-", -1, "-f-ö-o-😀-")]
    [InlineData(
        "foo123bar",
        @"foo(?<num>\d+)bar",
        "$num-${num}x$1a$$ $ ${ $-${}",
        -1,
        "123-123x$ $ "
    )]
    [InlineData("ab", "(a)", "${1}b$2$9$99999999999999999999", -1, "abb")]
    [InlineData("ab", "(a)|(b)", "<$1|$2>", -1, "<a|><|b>")]
    [InlineData("aaa", "a", "b", 2, "bba")]
    [InlineData("aaa", "a", "b", 0, "aaa")]
    [InlineData("abc", "^.", "x", -1, "xbc")]
    public void Matches_are_replaced_with_their_groups(
        string text,
        string pattern,
        string with,
        long count,
        string replaced
    ) => Replaced(text, Patterns.Of(pattern), with, count).ShouldBe(replaced);

    [Theory]
    [InlineData("abc", "", null, "|a|b|c|")]
    [InlineData("abc", "", 2L, "|abc")]
    [InlineData("a,b,", ",", null, "a|b|")]
    [InlineData("a,b,c", ",", 2L, "a|b,c")]
    [InlineData("a,b,c", ",", 1L, "a,b,c")]
    [InlineData("", "", null, "|")]
    [InlineData("", ",", null, "")]
    public void Texts_are_split_at_texts(string text, string pattern, long? limit, string parts) =>
        Parts(text, pattern, limit).ShouldBe(parts);

    [Theory]
    [InlineData("baac", "a*", null, "|b|c|")]
    [InlineData("abc", "", null, "|a|b|c|")]
    [InlineData("This is a", " ", 2L, "This|is a")]
    [InlineData("ThisaisAlong", "(?i)a", null, "This|is|long")]
    public void Texts_are_split_at_matches(
        string text,
        string pattern,
        long? limit,
        string parts
    ) => Parts(text, Patterns.Of(pattern), limit).ShouldBe(parts);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void No_parts_are_asked_for_and_none_given(long limit) =>
        FunctionRunner
            .Call(new Split(), ("value", "a b"), ("pattern", " "), ("limit", limit))
            .Array.Count.ShouldBe(0);

    [Theory]
    [InlineData("1ab22", "Xab")]
    [InlineData("aéb", "aYb")]
    [InlineData("a--b", "aYb")]
    [InlineData("", "")]
    public void A_sieve_drops_what_follows_the_last_match(string text, string kept) =>
        FunctionRunner
            .Call(
                new Sieve(),
                ("value", text),
                ("permitted_characters", Patterns.Of("[a-z]")),
                ("replace_single", "X"),
                ("replace_repeated", "Y")
            )
            .ShouldBe(kept);

    [Fact]
    public void Any_of_several_patterns_may_match()
    {
        Any("foo 2 bar", Patterns.Of("baz|quux"), Patterns.Of("2")).ShouldBe(true);
        Any("foo 2 bar", Patterns.Of("foobar")).ShouldBe(false);
        Any("foo").ShouldBe(false);
        Any("foo", "foo").Failure.Message.ShouldBe("expected regex, got string");

        static Value Any(string text, params Value[] patterns) =>
            FunctionRunner.Call(
                new MatchAny(),
                ("value", text),
                ("patterns", Value.From(new VrlArray(patterns)))
            );
    }

    private static Value Replaced(string text, Value pattern, string with, long count) =>
        FunctionRunner.Call(
            new Replace(),
            ("value", text),
            ("pattern", pattern),
            ("with", with),
            ("count", count)
        );

    private static string Parts(string text, Value pattern, long? limit) =>
        string.Join(
            '|',
            (
                limit is { } most
                    ? FunctionRunner.Call(
                        new Split(),
                        ("value", text),
                        ("pattern", pattern),
                        ("limit", most)
                    )
                    : FunctionRunner.Call(new Split(), ("value", text), ("pattern", pattern))
            ).Array.Select(part => part.Text)
        );
}
