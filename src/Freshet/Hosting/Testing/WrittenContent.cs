using Freshet.Configuration;
using Freshet.Events;
using Freshet.Events.Parsing;
using Freshet.Toml;

namespace Freshet.Hosting.Testing;

/// <summary>Content of an event as a configuration writes it: a text, or TOML that stands for JSON.</summary>
/// <param name="Text">The text; null where it is TOML.</param>
/// <param name="Json">What the TOML stands for.</param>
internal sealed record WrittenContent(string? Text, ReadOnlyMemory<byte> Json)
    : IReadFromToml<WrittenContent>
{
    public static string Shape => "text, or a table or array";

    public static WrittenContent? Read(TomlValue value, OptionsReader reader) =>
        value switch
        {
            TomlTable table when !reader.IsWhole(table) => null,
            TomlString or TomlText => reader.ReadText(value, "the content") is { } text
                ? new(text, default)
                : null,
            _ => new(null, JsonText.Write(TomlJson.ToJson(value))),
        };

    /// <summary>The bodies of its events.</summary>
    /// <param name="format">What the text is; TOML is what it stands for.</param>
    /// <param name="limit">How many events it may hold.</param>
    public ParsedContent Parse(ContentFormat format, int limit) =>
        Text is null
            ? new([Json])
            : ContentParser.Parse(format, System.Text.Encoding.UTF8.GetBytes(Text), limit);
}
