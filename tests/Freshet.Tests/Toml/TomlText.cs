using System.Text;
using Freshet.Toml;
using Shouldly;

namespace Freshet.Tests.Toml;

/// <summary>Reads TOML written in a test.</summary>
internal static class TomlText
{
    public const string Origin = "test.toml";

    public static (TomlTable Document, IReadOnlyList<Diagnostic> Errors) Read(byte[] utf8)
    {
        var errors = new List<Diagnostic>();
        return (TomlReader.Read(utf8, Origin, errors), errors);
    }

    public static (TomlTable Document, IReadOnlyList<Diagnostic> Errors) Read(string toml) =>
        Read(Encoding.UTF8.GetBytes(toml));

    public static TomlTable ReadValid(string toml)
    {
        var (document, errors) = Read(toml);
        errors.Select(error => error.Render()).ShouldBeEmpty(toml);
        return document;
    }

    public static Diagnostic ReadWithOneError(string toml)
    {
        var (_, errors) = Read(toml);
        errors.Count.ShouldBe(1, string.Join("\n\n", errors.Select(error => error.Render())));
        return errors[0];
    }

    /// <summary>A document on one line, close to JSON, with keys in the order of the document: <c>{a: 1, b: ["x", 1.5]}</c>.</summary>
    public static string Show(TomlValue value) =>
        value switch
        {
            TomlTable table =>
                $"{{{string.Join(", ", table.Properties.Select(p => $"{p.Key}: {Show(p.Value)}"))}}}",
            TomlArray array => $"[{string.Join(", ", array.Items.Select(Show))}]",
            TomlString text => $"\"{text.Value}\"",
            TomlInteger integer => integer.Value.ToString(),
            TomlFloat number => "~" + number.Value.ToString("R"),
            TomlBoolean boolean => boolean.Value ? "true" : "false",
            TomlDateTime time => $"{time.Type} {time.Text}",
            _ => throw new ArgumentException(value.Kind, nameof(value)),
        };
}
