using System.Text;
using Freshet.Configuration;
using Freshet.Toml;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class EnvironmentFileTests
{
    private readonly List<Diagnostic> diagnostics = [];
    private readonly Dictionary<string, string> environment = [];

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("A=", "")]
    [InlineData("  A = b c \t", "b c")]
    [InlineData("export A=b", "b")]
    [InlineData("export\tA=b", "b")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A=#b", "#b")]
    [InlineData("A= # comment", "")]
    [InlineData("A=b=c==", "b=c==")]
    [InlineData("A=it's \"so\"", "it's \"so\"")]
    [InlineData(@"A=C:\new", @"C:\new")]
    [InlineData(@"A=a\${B}", "a${B}")]
    [InlineData("A=$B", "$B")]
    [InlineData("A='b # ${B} \\n \"'", "b # ${B} \\n \"")]
    [InlineData("A='b' # comment", "b")]
    [InlineData("A='one\ntwo'", "one\ntwo")]
    [InlineData("A='one\r\ntwo'\r\n", "one\ntwo")]
    [InlineData("A=\"b # c\"", "b # c")]
    [InlineData("A=\"  b \"  ", "  b ")]
    [InlineData("A=\"one\ntwo\"", "one\ntwo")]
    [InlineData("""A="\n\r\t\"\\\${B}" """, "\n\r\t\"\\${B}")]
    [InlineData("A=\"\"", "")]
    [InlineData("A='ä😀'", "ä😀")]
    public void Value_is_read_as_shells_and_dotenv_have_it(string text, string expected)
    {
        Read(text).ShouldBe([new("A", expected)]);
        diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void File_has_comments_and_empty_lines_and_ends_as_it_likes()
    {
        Read("\uFEFF# first\r\n\r\nA=1\r\n   # B=2\n\nexport=3\nC=4")
            .ShouldBe([new("A", "1"), new("export", "3"), new("C", "4")]);
        diagnostics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("A=${X}", "x")]
    [InlineData("A=\"a${X}b\"", "axb")]
    [InlineData("A='${X}'", "${X}")]
    [InlineData("X=file\nA=${X}", "x")]
    [InlineData("Y=file\nA=${Y}${Y}", "filefile")]
    [InlineData("A=${Y:-other}", "other")]
    [InlineData("A=${EMPTY:-other} text", "other text")]
    [InlineData("A=${EMPTY}", "")]
    [InlineData("Y='${X}'\nA=${Y}", "${X}")]
    public void References_mean_the_environment_and_then_what_stands_above(
        string text,
        string expected
    )
    {
        environment["X"] = "x";
        environment["EMPTY"] = "";
        Read(text)["A"].ShouldBe(expected);
        diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Variable_that_is_not_set_leaves_nothing_and_is_told()
    {
        Read("A=a${B}c\nB=b")["A"].ShouldBe("ac");
        Told()
            .ShouldBe("warning 1:4 the variable B is not set here, so nothing stands in its place");
    }

    [Fact]
    public void Of_a_name_that_is_given_twice_the_later_counts_and_is_told()
    {
        Read("A=1\nA=2")["A"].ShouldBe("2");
        Told().ShouldBe("warning 2:1 A is given once more, and this one counts");
    }

    [Theory]
    [InlineData("A", "1:1 this is no variable")]
    [InlineData("B=1\n  export A", "2:3 this is no variable")]
    [InlineData("=s3cret", "1:1 this is no variable")]
    [InlineData("1A=s3cret", "1:1 this is no variable")]
    [InlineData("A-B=s3cret", "1:1 this is no variable")]
    [InlineData("A: s3cret", "1:1 this is no variable")]
    [InlineData("s3cret/+==", "1:1 this is no variable")]
    [InlineData("B=1\nA='s3cret", "2:3 the quotes are not closed")]
    [InlineData("A=\"s3cret\nB=1", "1:3 the quotes are not closed")]
    [InlineData("A=\"s3cret\\", "1:3 the quotes are not closed")]
    [InlineData("A='s3'cret", "1:7 nothing but a comment may follow the closing quotes")]
    [InlineData("A='s3'#cret", "1:7 nothing but a comment may follow the closing quotes")]
    [InlineData("A=\"s3\ncret\" x", "2:7 nothing but a comment may follow the closing quotes")]
    [InlineData("A=\"s3\\cret\"", "1:6 this is no escape sequence")]
    [InlineData("A=\"s3\ncret\\\n\"", "2:5 this is no escape sequence")]
    [InlineData("A=s3${cret", "1:5 this is no reference to a variable")]
    [InlineData("A=s3${}cret", "1:5 this is no reference to a variable")]
    [InlineData("A=s3${1}cret", "1:5 this is no reference to a variable")]
    [InlineData("A=s3${A-}cret", "1:5 this is no reference to a variable")]
    [InlineData("A=😀s3cret\0", "1:10 a control character stands here")]
    [InlineData("A=s3cret\rB=1", "1:9 a control character stands here")]
    public void Mistake_is_told_in_its_place_and_the_value_is_not(string text, string expected)
    {
        Read(text).Keys.ShouldNotContain("A");
        Told().ShouldBe($"error {expected}");
        var shown = diagnostics[0].Render();
        shown.ShouldContain("= help: ");
        shown.ShouldNotContain("cret");
        shown.ShouldNotContain("s3");
    }

    [Fact]
    public void Line_with_a_mistake_shows_the_name_and_how_long_the_value_is()
    {
        Read("  TOKEN=\"s\\3cret\" # x");
        diagnostics[0]
            .Render()
            .ShouldContain("1 |   TOKEN=\"*******\"****\n  |           ^^".ReplaceLineEndings());
    }

    [Fact]
    public void What_is_right_beside_a_mistake_is_read_and_all_mistakes_are_told()
    {
        Read("A B\nC=\"\\x\"\nD=4\n'E'=5\nF=6").ShouldBe([new("D", "4"), new("F", "6")]);
        diagnostics.Count.ShouldBe(3);
    }

    [Fact]
    public void Neither_mistakes_nor_doubts_are_told_without_end()
    {
        Read(string.Concat(Enumerable.Repeat("x\n", 1000)));
        diagnostics.Count.ShouldBe(TomlReader.MaxErrors);
        diagnostics.Clear();
        Read(string.Concat(Enumerable.Repeat("A=${NO}\n", 100_000))).Count.ShouldBe(1);
        diagnostics.Count.ShouldBe(TomlReader.MaxErrors);
    }

    [Fact]
    public void References_to_references_do_not_grow_without_end()
    {
        var text = new StringBuilder("A0=x\n");
        for (var i = 1; i < 64; i++)
        {
            text.Append($"A{i}=${{A{i - 1}}}${{A{i - 1}}}\n");
        }
        Read(text.ToString()).Values.Sum(value => value.Length).ShouldBeLessThan(3 << 20);
        diagnostics[0].Message.ShouldBe("what references stand for comes to more than 1MiB");
    }

    [Fact]
    public void File_that_is_too_large_or_no_text_is_refused()
    {
        EnvironmentFile
            .Read(new byte[EnvironmentFile.MaxBytes + 1], ".env", environment, diagnostics)
            .ShouldBeEmpty();
        EnvironmentFile.Read([0x41, 0x3d, 0xff], ".env", environment, diagnostics).ShouldBeEmpty();
        diagnostics
            .Select(diagnostic => diagnostic.Message)
            .ShouldBe([
                "the environment file is larger than 1MiB",
                "the environment file is not UTF-8",
            ]);
    }

    [Fact]
    public void Environment_wins_over_the_file_even_with_nothing()
    {
        using var folder = new TemporaryFolder();
        environment["A"] = "outside";
        environment["B"] = "";
        var path = folder.Write("x.env", "A=file\nB=file\nC=file\nD=${A}");
        EnvironmentFile
            .Load(path, environment, diagnostics, new())
            .ShouldBe(
                [new("A", "outside"), new("B", ""), new("C", "file"), new("D", "outside")],
                ignoreOrder: true
            );
        diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void File_that_is_not_there_is_an_error()
    {
        EnvironmentFile
            .Load("/nowhere/.env", environment, diagnostics, new())
            .ShouldBe(environment);
        diagnostics
            .ShouldHaveSingleItem()
            .Message.ShouldBe("the environment file /nowhere/.env does not exist");
    }

    private IReadOnlyDictionary<string, string> Read(string text) =>
        EnvironmentFile.Read(Encoding.UTF8.GetBytes(text), ".env", environment, diagnostics);

    private string Told()
    {
        var diagnostic = diagnostics.ShouldHaveSingleItem();
        var at = diagnostic.Location.ShouldNotBeNull();
        at.Origin.ShouldBe(".env");
        return $"{diagnostic.Severity.ToString().ToLowerInvariant()} {at.Line}:{at.Column} {diagnostic.Message}";
    }
}
