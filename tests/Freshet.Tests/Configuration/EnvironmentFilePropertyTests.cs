using System.Text;
using Freshet.Configuration;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Configuration;

public sealed class EnvironmentFilePropertyTests
{
    private const string Marker = "s3-cret";

    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    // Pieces that mean something to the reader reach further into it than random bytes do.
    private static readonly string[] Pieces =
    [
        "A",
        "A=",
        "export ",
        "export",
        "=",
        "#",
        " ",
        "\t",
        "\n",
        "\r\n",
        "\r",
        "'",
        "\"",
        "\\",
        "\\n",
        "\\\"",
        "\\$",
        "$",
        "${",
        "${A}",
        "${B:-",
        "}",
        "_1",
        "é",
        "😀",
        "\uFEFF",
        "\0",
    ];

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes =>
                {
                    Read(bytes);
                }
            )
            .Check(Runs);

    [Fact]
    public void Random_pieces_are_read_or_refused_in_a_place_that_exists() =>
        Prop.ForAll(
                Texts(Pieces),
                text =>
                {
                    // One byte order mark is no part of the text, and only at its beginning.
                    var lines = (text.StartsWith('\uFEFF') ? text[1..] : text)
                        .Replace("\r\n", "\n", StringComparison.Ordinal)
                        .Split('\n');
                    foreach (var diagnostic in Read(Encoding.UTF8.GetBytes(text)))
                    {
                        var at = diagnostic.Location.ShouldNotBeNull();
                        at.Line.ShouldBeInRange(1, lines.Length);
                        var line = lines[at.Line - 1];
                        at.Column.ShouldBeInRange(1, line.EnumerateRunes().Count() + 1);
                        diagnostic.Render().ShouldNotBeEmpty();
                    }
                }
            )
            .Check(Runs);

    [Fact]
    public void No_mistake_shows_what_stands_behind_an_equals_sign() =>
        Prop.ForAll(
                Texts([.. Pieces.Where(piece => piece is not ("A=" or "=")), Marker]),
                text =>
                {
                    foreach (var diagnostic in Read(Encoding.UTF8.GetBytes($"NAME={text}")))
                    {
                        diagnostic.Render().ShouldNotContain(Marker);
                    }
                }
            )
            .Check(Runs);

    [Fact]
    public void Any_text_can_be_written_and_reads_back() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<NonNull<string>>(),
                random =>
                {
                    // A file cannot hold half of a surrogate pair, nor most controls.
                    var text = string.Concat(
                        random
                            .Get.EnumerateRunes()
                            .Where(rune => rune.Value is '\t' or '\n' or >= 0x20 and not 0x7f)
                            .Select(rune => rune.ToString())
                    );
                    var quoted = text.Replace("\\", "\\\\", StringComparison.Ordinal)
                        .Replace("\"", "\\\"", StringComparison.Ordinal)
                        .Replace("$", "\\$", StringComparison.Ordinal);
                    var diagnostics = new List<Diagnostic>();
                    EnvironmentFile
                        .Read(
                            Encoding.UTF8.GetBytes($"A=\"{quoted}\"\nB=b"),
                            ".env",
                            new Dictionary<string, string>(),
                            diagnostics
                        )
                        .ShouldBe([new("A", text), new("B", "b")]);
                    diagnostics.ShouldBeEmpty();
                }
            )
            .Check(Runs);

    private static Arbitrary<string> Texts(string[] pieces) =>
        Gen.Elements(pieces).ListOf().Select(string.Concat).ToArbitrary();

    private static List<Diagnostic> Read(byte[] utf8)
    {
        var diagnostics = new List<Diagnostic>();
        EnvironmentFile.Read(utf8, ".env", new Dictionary<string, string>(), diagnostics);
        return diagnostics;
    }
}
