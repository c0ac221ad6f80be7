using Freshet.Cli.Send;
using Freshet.Cli.Send.Reports;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Cli.Send;

public sealed class ReportFilesTests : IDisposable
{
    private const string One = """<testsuite name="a"><testcase name="b"/></testsuite>""";
    private static readonly DateTimeOffset Long = DateTimeOffset.UnixEpoch;

    private readonly TemporaryFolder folder = new();
    private readonly List<string> warnings = [];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("**/*.xml", "a.xml", "x/a.xml", "x/y/TEST-b.xml")]
    [InlineData("**/TEST-*.xml", "x/y/TEST-b.xml")]
    [InlineData("x/*.xml", "x/a.xml")]
    [InlineData("x/**", "x/a.xml", "x/y/TEST-b.xml", "x/y/c.txt")]
    [InlineData("?.xml", "a.xml")]
    [InlineData("x/y/{c,d}.txt", "x/y/c.txt")]
    [InlineData("x/y/[b-d].txt", "x/y/c.txt")]
    [InlineData("x/y/[!a].txt", "x/y/c.txt")]
    [InlineData("*.(xml)")]
    public void Patterns_mean_what_shells_mean(string text, params string[] expected)
    {
        string[] names = ["a.xml", "x/a.xml", "x/y/TEST-b.xml", "x/y/c.txt"];
        FilePattern.TryParse(text, out var pattern).ShouldBeTrue();

        names
            .Where(name =>
                name.StartsWith(pattern.Folder, StringComparison.Ordinal)
                && pattern.Name!.Matches(name.AsSpan(pattern.Folder.Length))
            )
            .ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a[b")]
    [InlineData("a{b")]
    [InlineData("[!].xml")]
    [InlineData("[z-a].xml")]
    public void A_pattern_that_is_none_is_refused(string text) =>
        FilePattern.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Files_that_several_patterns_mean_count_once()
    {
        folder.Write("r/TEST-a.xml", One);
        folder.Write("r/b.xml", One);

        Read(Long, "**/TEST-*.xml", "**/*.xml").ShouldNotBeNull().Tests.ShouldBe(2);
        warnings.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_written_before_the_start_is_of_another_run()
    {
        var old = folder.Write("old.xml", One);
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 1, 31, 11, 0, 0, DateTimeKind.Utc));
        var fresh = folder.Write("new.xml", One);
        File.SetLastWriteTimeUtc(fresh, new DateTime(2026, 1, 31, 12, 0, 1, DateTimeKind.Utc));
        var start = new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

        Read(start, "**/*.xml").ShouldNotBeNull().Tests.ShouldBe(1);
        Read(start, "old.xml").ShouldBeNull();
    }

    [Fact]
    public void What_is_wrong_with_one_file_is_told_and_the_others_count()
    {
        folder.Write("a.xml", One);
        folder.Write("b.xml", "<testsuite>");
        folder.Write("pom.xml", "<project/>");

        Read(Long, "*.xml").ShouldNotBeNull().Tests.ShouldBe(1);
        warnings.ShouldHaveSingleItem().ShouldContain("b.xml is no report that can be read");
        Read(Long, "pom.xml").ShouldBeNull();
        warnings[^1].ShouldContain("pom.xml is no report of tests");
    }

    [Fact]
    public void Folders_of_others_and_links_that_lead_back_are_not_searched()
    {
        folder.Write("node_modules/m/a.xml", One);
        folder.Write("x/a.xml", One);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "x", "back"), folder.Path);

        Read(Long, "**/*.xml").ShouldNotBeNull().Tests.ShouldBe(1);
        Read(Long, "node_modules/**/*.xml").ShouldNotBeNull().Tests.ShouldBe(1);
    }

    private TestResults? Read(DateTimeOffset since, params string[] patterns) =>
        new ReportFiles(RunType.JUnit, warnings.Add).Read(
            [.. patterns.Select(pattern => FilePattern.Of(Path.Combine(folder.Path, pattern)))],
            since
        );
}
