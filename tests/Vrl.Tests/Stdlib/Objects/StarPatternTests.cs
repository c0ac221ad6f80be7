using System.Text.RegularExpressions;
using Freshet.Vrl.Stdlib.Objects.DatadogSearch;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Stdlib.Objects;

public sealed class StarPatternTests
{
    private static readonly Gen<string> texts = Gen.Elements('a', 'b', '-', ' ', '\n')
        .ArrayOf()
        .Select(characters => new string(characters));

    private static readonly Gen<string> patterns = Gen.Elements('a', 'b', '-', '*')
        .ArrayOf()
        .Select(characters => new string(characters));

    [Fact]
    public void It_matches_what_a_regular_expression_with_dots_for_stars_matches() =>
        Prop.ForAll(
                patterns.ToArbitrary(),
                texts.ToArbitrary(),
                (pattern, text) =>
                {
                    var regex = Regex
                        .Escape(pattern)
                        .Replace("\\*", ".*", StringComparison.Ordinal);
                    var star = new StarPattern(pattern);
                    star.MatchesAll(text).ShouldBe(IsMatch($@"\A{regex}\z", text));
                    star.MatchesWords(text).ShouldBe(IsMatch($@"\b{regex}\b", text));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData("über", "das über-ich", true)]
    [InlineData("a", "a\u0301", false)]
    [InlineData("a", "a🌊", true)]
    [InlineData("𝒳", "𝒳y", false)]
    [InlineData("", "🌊", false)]
    public void Words_are_those_of_all_scripts(string pattern, string text, bool expected) =>
        new StarPattern(pattern).MatchesWords(text).ShouldBe(expected);

    private static bool IsMatch(string pattern, string text) =>
        Regex.IsMatch(
            text,
            pattern,
            RegexOptions.Singleline | RegexOptions.NonBacktracking,
            TimeSpan.FromSeconds(10)
        );
}
