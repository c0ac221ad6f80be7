namespace Freshet.Terraform.Mapping;

/// <summary>What a call does to one resource, or to several of a kind.</summary>
/// <param name="Action">What happens.</param>
/// <param name="Types">Terraform's types that the resource may have; the provider's prefix and a star (<c>aws_*</c>) is any of its types.</param>
/// <param name="Keys">
/// What finds the resource in the state. All must match. Only one of them may have several values; with it the call changes several resources.
/// </param>
/// <param name="Attributes">What changes; empty where the record does not tell, or the whole resource comes or goes.</param>
internal sealed record CallEffect(
    CallAction Action,
    IReadOnlyList<string> Types,
    IReadOnlyList<ResourceKey> Keys,
    IReadOnlyList<AttributeChange> Attributes
)
{
    /// <summary>Whether a resource of that type may be meant.</summary>
    public bool Concerns(string type) =>
        Types.Any(candidate =>
            candidate.EndsWith('*')
                ? type.StartsWith(candidate[..^1], StringComparison.Ordinal)
                : string.Equals(candidate, type, StringComparison.Ordinal)
        );
}
