using Freshet.Sinks.Sse.Filtering;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Sinks.Sse.Filtering;

public sealed class NamePatternTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(20_000);

    [Theory]
    [InlineData("blog.*", "blog.post.created", true)]
    [InlineData("blog.*", "blog.", true)]
    [InlineData("blog.*", "blog", false)]
    [InlineData("blog.*", "a.blog.post", false)]
    [InlineData("*.created", "blog.post.created", true)]
    [InlineData("*.created", "created", false)]
    [InlineData("*.created", "blog.post.created.twice", false)]
    [InlineData("blog.*.created", "blog.post.created", true)]
    [InlineData("blog.*.created", "blog.created", false)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "a-b-b-c-c", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData("ab*ba", "abba", true)]
    [InlineData("*", "", true)]
    [InlineData("a.[b]+*", "a.[b]+(c)", true)]
    [InlineData("a.b*", "axb", false)]
    [InlineData("A*", "a", false)]
    [InlineData("é*", "e\u0301", false)]
    [InlineData("*\u00AD", "a", false)]
    public void Star_stands_for_any_characters_and_the_rest_for_itself(
        string pattern,
        string text,
        bool matches
    ) => new NamePattern(pattern).Matches(text).ShouldBe(matches);

    [Fact]
    public void Pattern_matches_what_trying_every_place_for_every_star_matches()
    {
        var patterns = TextOf("ab**").Select(text => text + "*");
        var either = Gen.OneOf(patterns, patterns.Select(text => new string([.. text.Reverse()])));
        Prop.ForAll(
                either.ToArbitrary(),
                TextOf("ab").ToArbitrary(),
                (pattern, text) =>
                    new NamePattern(pattern).Matches(text).ShouldBe(MatchesByTrying(pattern, text))
            )
            .Check(Runs);
    }

    [Fact]
    public void Pattern_matches_what_its_stars_are_filled_with()
    {
        var fillings = TextOf("ab.*").ListOf(8);
        Prop.ForAll(
                TextOf("ab.*").Where(text => text.Contains('*')).ToArbitrary(),
                fillings.ToArbitrary(),
                (pattern, fillings) =>
                {
                    var next = 0;
                    var text = string.Concat(
                        pattern.Select(character =>
                            character == '*' ? fillings[next++ % 8] : $"{character}"
                        )
                    );
                    new NamePattern(pattern).Matches(text).ShouldBeTrue();
                }
            )
            .Check(Runs);
    }

    /// <summary>With a way back at each star these would not end while there are machines.</summary>
    [Fact]
    public void No_star_is_tried_twice()
    {
        var text = new string('a', 1024);
        var stars = string.Concat(Enumerable.Repeat("*a", 127));
        new NamePattern($"{stars}*b").Matches(text).ShouldBeFalse();
        new NamePattern($"{stars}*b*").Matches(text).ShouldBeFalse();
        new NamePattern($"{stars}*").Matches(text).ShouldBeTrue();
    }

    private static Gen<string> TextOf(string alphabet) =>
        Gen.Elements(alphabet.ToCharArray())
            .ListOf()
            .Select(characters => new string([.. characters.Take(10)]));

    private static bool MatchesByTrying(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        if (pattern.IsEmpty)
        {
            return text.IsEmpty;
        }
        return pattern[0] == '*'
            ? MatchesByTrying(pattern[1..], text)
                || (!text.IsEmpty && MatchesByTrying(pattern, text[1..]))
            : !text.IsEmpty && text[0] == pattern[0] && MatchesByTrying(pattern[1..], text[1..]);
    }
}
