using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

internal enum FindingKind
{
    Absent,
    Same,
    Different,
    Unreadable,
}

internal readonly record struct AttributeFinding(
    FindingKind Kind,
    JsonNode? Old = null,
    JsonNode? New = null
);

internal static class AttributeComparer
{
    public static AttributeFinding Compare(
        AttributeChange change,
        CloudProvider provider,
        JsonNode? record,
        JsonElement attributes
    ) => new(FindingKind.Unreadable);

    public static JsonElement ValueOf(JsonElement attributes, string path) =>
        attributes.TryGetProperty(path, out var v) ? v : default;

    public static bool MeanTheSame(ComparisonKind kind, JsonElement one, JsonElement other) =>
        SameValue.Are(one, other);
}
