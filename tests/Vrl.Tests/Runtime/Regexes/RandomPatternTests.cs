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
                    var parser = new RegexParser(plain.Pattern);
                    var program = new RegexProgram(parser.Parse(), parser.GroupNames.Count);
                    var machine = new RegexMachine(program);
                    for (var i = 0; i < 8; i++)
                    {
                        var text = plain.MakeText();
                        var expected = plain.Match(text);
                        foreach (
                            var found in new[]
                            {
                                new BacktrackSearch(program).Find(machine, text, 0),
                                new ThreadSearch(program).Find(machine, text, 0),
                            }
                        )
                        {
                            Groups(new(text, found), program.Groups)
                                .ShouldBe(expected, $"/{plain.Pattern}/ on {text}");
                        }
                    }
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static string Groups(RegexMatch match, int count) =>
        string.Join(
            ',',
            Enumerable
                .Range(0, match.Success ? count : 0)
                .Where(number => match.Group(number).Success)
                .Select(number => $"{number}={match.Group(number).Value}")
        );
}
