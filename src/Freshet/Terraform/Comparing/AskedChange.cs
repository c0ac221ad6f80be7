using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>What a call asks of an attribute, beside what the state has.</summary>
/// <param name="Change">What the mapping says of it.</param>
/// <param name="Provider">Whose call it is.</param>
/// <param name="Attributes">All attributes of the instance.</param>
/// <param name="Old">The attribute's value; undefined or null where it has none.</param>
/// <param name="Values">What the request says of it; at least one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AskedChange(
    AttributeChange Change,
    CloudProvider Provider,
    JsonElement Attributes,
    JsonElement Old,
    IReadOnlyList<JsonElement> Values
)
{
    public ChangeMode Mode => Change.Mode;

    /// <summary>The attribute's own name, without the blocks that it stands in.</summary>
    public string Name => Change.Attribute[(Change.Attribute.LastIndexOf('.') + 1)..];

    /// <summary>Whether the call empties the attribute: the mapping has nothing (<c>=</c>) for a value.</summary>
    public bool Empties => Change.Constant is "";

    public JsonNode? OldNode => StateForm.ToNode(Old);

    public AttributeFinding DifferentFrom(JsonNode? @new) =>
        AttributeFinding.Different(OldNode, @new);
}
