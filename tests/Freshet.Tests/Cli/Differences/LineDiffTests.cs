using Freshet.Cli.Differences;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli.Differences;

public sealed class LineDiffTests
{
    [Fact]
    public void Lines_that_both_have_stay() =>
        Marks("a b c d", "a c x d").ShouldBe(" a|-b| c|+x| d");

    [Fact]
    public void Empty_text_has_no_lines()
    {
        Marks("", "a").ShouldBe("+a");
        Marks("a", "").ShouldBe("-a");
        Marks("", "").ShouldBe("");
    }

    [Fact]
    public void Long_texts_without_anything_in_common_are_shown_whole()
    {
        var old = Enumerable.Range(0, 3000).Select(i => $"a{i}").ToList();
        var @new = Enumerable.Range(0, 3000).Select(i => $"b{i}").ToList();
        var lines = LineDiff.Of(old, @new);
        lines.Count(line => line.Change == LineChange.Removed).ShouldBe(3000);
        lines.Count(line => line.Change == LineChange.Added).ShouldBe(3000);
    }

    [Fact]
    public void Both_texts_can_be_made_of_the_difference() =>
        Prop.ForAll<bool[], bool[]>(
                (old, @new) =>
                {
                    var expected = old.Select(bit => $"{bit}").ToList();
                    var actual = @new.Select(bit => $"{bit}").ToList();
                    var lines = LineDiff.Of(expected, actual);
                    return Without(LineChange.Added, lines).SequenceEqual(expected)
                        && Without(LineChange.Removed, lines).SequenceEqual(actual);
                }
            )
            .QuickCheckThrowOnFailure();

    private static IEnumerable<string> Without(LineChange change, IEnumerable<DiffLine> lines) =>
        lines.Where(line => line.Change != change).Select(line => line.Text);

    private static string Marks(string old, string @new) =>
        string.Join(
            '|',
            LineDiff
                .Of(Words(old), Words(@new))
                .Select(line =>
                    line.Change switch
                    {
                        LineChange.Removed => "-",
                        LineChange.Added => "+",
                        _ => " ",
                    } + line.Text
                )
        );

    private static string[] Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
