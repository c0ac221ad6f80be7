using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;

namespace Vrl.Tests.Differential;

/// <summary>
/// Generated programs against the reference, VRL 0.25. <c>VRL_DIFFERENTIAL_SEED</c> repeats a run, <c>VRL_DIFFERENTIAL_COUNT</c> makes it longer, and
/// <c>VRL_DIFFERENTIAL_SHOWN</c> has it tell of more.
/// </summary>
public sealed class DifferentialTests
{
    private static int Seed { get; } = Setting("VRL_DIFFERENTIAL_SEED", 25);

    private static int Count { get; } = Setting("VRL_DIFFERENTIAL_COUNT", 1000);

    private static int Shown { get; } = Setting("VRL_DIFFERENTIAL_SHOWN", 20);

    [Fact]
    public async Task Programs_of_the_language_agree_with_the_reference()
    {
        var programs = new LanguagePrograms(new(Seed));
        await Compare([.. Enumerable.Range(0, Count).Select(programs.Next)]);
    }

    [Fact]
    public async Task Calls_of_every_function_that_both_know_agree_with_the_reference()
    {
        var vocabulary = await Vocabulary.AskAsync();
        Assert.True(vocabulary.Functions.Count > 100);
        var programs = new CallPrograms(vocabulary, new(Seed));
        await Compare([.. Enumerable.Range(0, Count).Select(programs.Next)]);
    }

    [Fact]
    public void The_page_of_differences_lists_exactly_those_that_are_known()
    {
        File.ReadLines(Path.Combine(Reference.Folder, "..", "..", "docs", "vrl-differences.md"))
            .Where(line => line.StartsWith("- ", StringComparison.Ordinal))
            .Select(line => line[2..])
            .ShouldBe(
                KnownDifference
                    .All.Select(known => known.Reason)
                    .Concat(KnownDifference.OfTheVersion)
            );
    }

    private static async Task Compare(IReadOnlyList<Case> cases)
    {
        var theirs = await Reference.RunAsync(cases);
        var disagreements = (
            from pair in cases.Zip(theirs)
            where !pair.Second.IsPanic
            let ours = Outcome.Of(pair.First)
            where
                pair.Second != ours
                && !KnownDifference.All.Any(known => known.Explains(pair.First, pair.Second, ours))
            select (Case: pair.First, Theirs: pair.Second, Ours: ours)
        ).ToList();
        if (disagreements.Count == 0)
        {
            return;
        }
        var text = new StringBuilder(
            $"{disagreements.Count} of {cases.Count} programs disagree (VRL_DIFFERENTIAL_SEED={Seed} VRL_DIFFERENTIAL_COUNT={Count})"
        );
        foreach (var (given, reference, ours) in disagreements.Take(Shown))
        {
            text.Append(
                $"\n\n{given.Source}\n  event     {given.Event}\n  reference {reference}\n  ours      {ours}"
            );
        }
        Assert.Fail(text.ToString());
    }

    private static int Setting(string variable, int standard) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : standard;
}
