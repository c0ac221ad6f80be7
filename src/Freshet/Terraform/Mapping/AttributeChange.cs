using System.Text.Json.Nodes;

namespace Freshet.Terraform.Mapping;

/// <summary>An attribute that a call changes.</summary>
/// <param name="Attribute">Its name in the state; a dot leads into a block: <c>versioning_configuration.status</c>.</param>
/// <param name="Kind">How it is compared.</param>
/// <param name="Mode">Whether the value takes the old one's place, or is added to it or taken out of it.</param>
/// <param name="Path">Where the record tells the value; null where it does not, or where the call itself says it.</param>
/// <param name="Constant">The value that the call itself stands for, as text: <c>false</c> of <c>DisableKey</c>.</param>
internal sealed record AttributeChange(
    string Attribute,
    ComparisonKind Kind,
    ChangeMode Mode,
    RecordPath? Path,
    string? Constant
)
{
    /// <summary>Whether the value is told at all: where it is not, the drift names the attribute alone.</summary>
    public bool IsReadable => Kind != ComparisonKind.Opaque;

    /// <summary>
    /// The values of the record, in its own form, to be compared as <see cref="Kind"/> says. Empty where the request does not mention the attribute, which
    /// then is as it was; an opaque one has the request's value here too, and must not be shown.
    /// </summary>
    public IReadOnlyList<JsonNode> Read(JsonNode? record) =>
        Constant is not null ? [JsonValue.Create(Constant)] : Path?.Read(record) ?? [];

    /// <summary>Whether the record mentions the attribute.</summary>
    public bool IsMentioned(JsonNode? record) => Path is null || Path.IsIn(record);
}
