using System.Text.Json.Nodes;

namespace Freshet.Terraform.Comparing;

/// <summary>The answer of <see cref="AttributeComparer.Compare"/>.</summary>
/// <param name="Kind">What the call does to the attribute.</param>
/// <param name="Old">The state's own value, untouched; null where that is null, and but for <see cref="FindingKind.Different"/>.</param>
/// <param name="New">What the state would have after the call, in the same form; null as above.</param>
internal readonly record struct AttributeFinding(
    FindingKind Kind,
    JsonNode? Old = null,
    JsonNode? New = null
)
{
    public static AttributeFinding Absent => new(FindingKind.Absent);
    public static AttributeFinding Same => new(FindingKind.Same);
    public static AttributeFinding Unreadable => new(FindingKind.Unreadable);

    public static AttributeFinding Different(JsonNode? old, JsonNode? @new) =>
        new(FindingKind.Different, old, @new);
}
