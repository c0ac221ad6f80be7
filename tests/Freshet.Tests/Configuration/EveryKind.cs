using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Tests.Configuration;

/// <summary>Options of every kind that there is.</summary>
internal sealed class EveryKind
{
    public string Text { get; set; } = "default";

    public bool Flag { get; set; }

    public int Number { get; set; }

    public long Large { get; set; }

    public double Ratio { get; set; }

    public TimeSpan Wait { get; set; }

    public ByteSize Size { get; set; }

    public Colour Colour { get; set; }

    public Colour? Maybe { get; set; }

    public Secret? Token { get; set; }

    public List<string> Names { get; set; } = [];

    public Dictionary<string, int> Counts { get; set; } = [];

    public JsonObject Metadata { get; set; } = [];

    public Inner? Inner { get; set; }

    public List<Inner> Several { get; set; } = [];

    public Word? Own { get; set; }
}

internal enum Colour
{
    Red,
    DarkBlue,
}

internal sealed class Inner
{
    public string Name { get; set; } = "";

    public Secret? Password { get; set; }
}

/// <summary>A type that reads itself.</summary>
internal sealed record Word(string Value) : IReadFromToml<Word>
{
    public static string Shape => "word";

    public static Word? Read(TomlValue value, OptionsReader reader)
    {
        if (reader.ReadText(value, "a word") is not { } text)
        {
            return null;
        }
        if (text.Contains(' ', StringComparison.Ordinal))
        {
            reader.Error(value.Location, "a word has no spaces");
            return null;
        }
        return new(text);
    }
}

/// <summary>Options with rules.</summary>
internal sealed class Ruled : ICheckOptions
{
    [Required(ErrorMessage = "give a name")]
    public string? Name { get; set; }

    [Range(1, 10)]
    public int Number { get; set; } = 5;

    [Range(1, 10)]
    public long Large { get; set; } = 5;

    [DurationRange("1s", "1m")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(30);

    [ByteRange("1KiB", "1MiB")]
    public ByteSize Size { get; set; } = new(2048);

    [MinLength(1)]
    [MaxLength(5)]
    public string Text { get; set; } = "x";

    [AllowedValues("a", "b")]
    public string Choice { get; set; } = "a";

    [RegularExpression("[0-9]+", ErrorMessage = "must be digits")]
    public string Digits { get; set; } = "1";

    public void Check(OptionsScope scope)
    {
        if (Text == "no")
        {
            scope.Error("text", "text and number do not go together", "choose");
        }
        if (Digits == "0")
        {
            scope.Error("absent", "something is absent");
        }
    }
}
