using System.Text.Json.Nodes;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>Free-form tables of the configuration as JSON: dates become RFC 3339 text, infinities and NaN text as TOML writes them.</summary>
internal static class TomlJson
{
    public static JsonObject ToJson(TomlTable table)
    {
        var json = new JsonObject();
        foreach (var property in table.Properties)
        {
            json[property.Key] = ToJson(property.Value);
        }
        return json;
    }

    public static JsonNode? ToJson(TomlValue value) =>
        value switch
        {
            TomlString text => text.Value,
            TomlInteger integer => integer.Value,
            TomlFloat number when double.IsFinite(number.Value) => number.Value,
            TomlFloat number => double.IsNaN(number.Value) ? "nan"
            : number.Value > 0 ? "inf"
            : "-inf",
            TomlBoolean boolean => boolean.Value,
            TomlDateTime date => date.Text,
            // What a file has in quotes is a string, whatever its variables hold: a version 1.10 is no number.
            TomlText { Written: not null } text => text.Text,
            TomlText text => ToJson(text.Interpret()),
            TomlArray array => new JsonArray([.. array.Items.Select(ToJson)]),
            TomlTable table => ToJson(table),
            _ => throw new ArgumentException($"{value.Kind} has no JSON form", nameof(value)),
        };
}
