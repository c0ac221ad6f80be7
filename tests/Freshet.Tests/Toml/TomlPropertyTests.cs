using System.Text;
using Freshet.Toml;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Xunit;

namespace Freshet.Tests.Toml;

public sealed class TomlPropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2000);

    // Pieces that mean something to the reader reach further into it than random bytes do.
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "[",
            "]",
            "[[",
            "]]",
            "{",
            "}",
            "=",
            ",",
            ".",
            "#",
            "\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "\"",
            "'",
            "\"\"\"",
            "'''",
            "\\",
            "\\u12",
            "\\\n",
            "a",
            "b",
            "a = ",
            "[a]\n",
            "[[a]]\n",
            "a.b = 1\n",
            "1",
            "0x",
            "_",
            "e",
            "-",
            ":",
            "1979-05-27",
            "07:32:00",
            "true",
            "inf",
            "é",
            "😀",
            "\uFEFF",
            "\0",
        }.Select(Encoding.UTF8.GetBytes),
        [0x80],
        [0xff],
        [0xed, 0xa0, 0x80],
    ];

    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ShouldCope).Check(Runs);

    [Fact]
    public void Random_pieces_of_TOML_are_read_or_refused() =>
        Prop.ForAll(
                Gen.Elements(Pieces)
                    .ListOf()
                    .Select(pieces => pieces.SelectMany(piece => piece).ToArray())
                    .ToArbitrary(),
                ShouldCope
            )
            .Check(Runs);

    [Fact]
    public void Valid_documents_with_random_changes_are_read_or_refused() =>
        Prop.ForAll(Seeds.ToArbitrary(), seed => ShouldCope(Mutated(seed))).Check(Runs);

    [Fact]
    public void A_generated_document_reads_back_equal() =>
        Prop.ForAll(
                Seeds.ToArbitrary(),
                seed =>
                {
                    var (toml, expected) = new TomlDocumentWriter(seed).Write();
                    var document = TomlText.ReadValid(toml);
                    TomlDocumentWriter.Show(Sorted(document)).ShouldBe(expected, toml);
                    ShouldStandInThe(toml, document);
                }
            )
            .Check(Runs);

    private static byte[] Mutated(int seed)
    {
        var random = new Random(seed);
        var bytes = Encoding.UTF8.GetBytes(new TomlDocumentWriter(seed).Write().Toml).ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var count = random.Next(Math.Min(8, bytes.Count - at + 1));
            switch (random.Next(3))
            {
                case 0:
                    bytes.RemoveRange(at, count);
                    break;
                case 1:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                default:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, count));
                    break;
            }
        }
        return [.. bytes];
    }

    /// <summary>Whatever the bytes: no exception, a bounded number of errors, each at a place that is in the document.</summary>
    private static void ShouldCope(byte[] utf8)
    {
        var (document, errors) = TomlText.Read(utf8);

        errors.Count.ShouldBeLessThanOrEqualTo(TomlReader.MaxErrors);
        var text = Encoding.UTF8.GetString(utf8).TrimStart('\uFEFF');
        foreach (var error in errors)
        {
            var rendered = error.Render().ReplaceLineEndings("\n");
            rendered.ShouldStartWith("error: ");
            rendered.Count(c => c == '\n').ShouldBeLessThanOrEqualTo(5);
            rendered.ShouldNotContain(c => char.IsControl(c) && c != '\n');
            if (error.Location!.Line > 0)
            {
                // One further than the last character is where something is missing.
                ShouldStandIn(Encoding.UTF8.GetString(utf8), error.Location, beyond: 1);
            }
        }
        ShouldStandInThe(text, document);
    }

    private static void ShouldStandInThe(string toml, TomlTable table)
    {
        foreach (var property in table.Properties)
        {
            ShouldStandIn(toml, property.KeyLocation, beyond: 0);
            ShouldStandInThe(toml, property.Value);
        }
    }

    private static void ShouldStandInThe(string toml, TomlValue value)
    {
        ShouldStandIn(toml, value.Location, beyond: 0);
        switch (value)
        {
            case TomlTable table:
                ShouldStandInThe(toml, table);
                break;
            case TomlArray array:
                array.Items.ForEach(item => ShouldStandInThe(toml, item));
                break;
        }
    }

    private static void ShouldStandIn(string toml, Location location, int beyond)
    {
        var lines = toml.Split('\n');
        location.Line.ShouldBeInRange(1, lines.Length);
        lines[location.Line - 1].ShouldContain(location.LineText);
        location.Column.ShouldBeGreaterThan(0);
        location.Length.ShouldBeGreaterThan(0);
        // A carriage return that is an error at the end of the document is part of its line.
        var width = location.LineText.EnumerateRunes().Count();
        (location.Column + location.Length - 1).ShouldBeLessThanOrEqualTo(width + beyond);
    }

    /// <summary>The document in the form of <see cref="TomlDocumentWriter"/>, whose keys are sorted.</summary>
    private static object Sorted(TomlValue value) =>
        value switch
        {
            TomlTable table => new SortedDictionary<string, object>(
                table.Properties.ToDictionary(
                    p => p.Key,
                    p => Sorted(p.Value),
                    StringComparer.Ordinal
                ),
                StringComparer.Ordinal
            ),
            TomlArray array => array.Items.Select(Sorted).ToList(),
            _ => TomlDocumentWriter.Shown(TomlText.Show(value)),
        };
}
