using Freshet.Configuration;
using Freshet.Toml;

namespace Freshet.Terraform.Mapping;

/// <summary>A text of a mapping file, with its place: what it means depends on the file's provider.</summary>
internal sealed class WrittenText(string text, Location location) : IReadFromToml<WrittenText>
{
    public static string Shape => "string";

    public string Text => text;
    public Location Location => location;

    public static WrittenText? Read(TomlValue value, OptionsReader reader) =>
        reader.ReadText(value, "each of them") is { } text ? new(text, value.Location) : null;
}
