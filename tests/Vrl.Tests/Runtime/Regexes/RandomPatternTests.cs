using Freshet.Vrl.Runtime.Regexes;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Runtime.Regexes;

public sealed class RandomPatternTests
{
    [Fact]
    public void Patterns_made_by_chance_match_as_plain_backtracking_does() =>
        Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                seed =>
                {
                    var plain = new Backtracker(seed);
                    RustRegex
                        .TryTranslate(plain.Pattern, out var regex, out var error)
                        .ShouldBeTrue(error);
                    for (var i = 0; i < 8; i++)
                    {
                        var text = plain.MakeText();
                        var match = regex!.Match(text);
                        var found = string.Join(
                            ',',
                            Enumerable
                                .Range(0, regex.GroupNames.Count)
                                .Where(number => match.Success && match.Group(number).Success)
                                .Select(number => $"{number}={match.Group(number).Value}")
                        );
                        found.ShouldBe(plain.Match(text), $"/{plain.Pattern}/ on {text}");
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
