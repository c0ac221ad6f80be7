using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>How a call stands to the state.</summary>
internal enum DriftKind
{
    /// <summary>It changes a resource that the state knows.</summary>
    Drift,

    /// <summary>It changes, makes or removes a resource that the state does not know.</summary>
    Unmanaged,

    /// <summary>It could not be held against the state: the record does not name the resource, or no state has been read yet.</summary>
    Unverified,
}

/// <summary>What a call changed that the configuration does not know of.</summary>
internal sealed record DriftFinding
{
    public required DriftKind Kind { get; init; }

    /// <summary>What the call does; null where the mapping does not know the call.</summary>
    public CallAction? Action { get; init; }

    /// <summary>Terraform's type; null where nobody knows.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The resource's id in the state, or what the record calls it; null where neither tells.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The resource in the state; null but for <see cref="DriftKind.Drift"/>.</summary>
    public StateInstance? Instance { get; init; }

    /// <summary>The attribute that changed; null where the change cannot be read attribute by attribute.</summary>
    public string? Attribute { get; init; }

    /// <summary>How the attribute is compared; null where its values are not known, or not to be shown.</summary>
    public ComparisonKind? Comparison { get; init; }

    /// <summary>What the state has.</summary>
    public JsonNode? Old { get; init; }

    /// <summary>What the call makes of it, in the form of the state.</summary>
    public JsonNode? New { get; init; }

    /// <summary>Of a resource that the state knows, without an attribute.</summary>
    public static DriftFinding OfWhole(StateInstance instance, CallAction? action) =>
        new()
        {
            Kind = DriftKind.Drift,
            Action = action,
            ResourceType = instance.Type,
            ResourceId = instance.Id,
            Instance = instance,
        };
}
