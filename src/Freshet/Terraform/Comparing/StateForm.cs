using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Terraform.Comparing;

/// <summary>Values in the form in which a state has them.</summary>
internal static class StateForm
{
    /// <summary>A copy that does not need the state any more; null where there is nothing.</summary>
    public static JsonNode? ToNode(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.Object => JsonObject.Create(value.Clone()),
            JsonValueKind.Array => JsonArray.Create(value.Clone()),
            _ => JsonValue.Create(value.Clone()),
        };

    /// <summary>The items of a list; of anything else itself.</summary>
    public static IEnumerable<JsonElement> ItemsOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : Enumerable.Repeat(value, 1);

    /// <summary>What is written of a text, number or Boolean; null of anything else.</summary>
    public static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };

    /// <summary>A text as the state has values of its kind: as a number or Boolean where <paramref name="example"/> is one, and the text is too.</summary>
    public static JsonNode Like(JsonElement example, string text) =>
        example.ValueKind switch
        {
            JsonValueKind.Number when ExactNumber.TryParse(text, out var number) => number.ToNode(),
            JsonValueKind.True or JsonValueKind.False when Truth.TryParse(text, out var truth) =>
                JsonValue.Create(truth),
            _ => JsonValue.Create(text),
        };
}
