using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>As much of a <see cref="DriftFinding"/> as it takes to see later whether a newer state accounts for it; it may have been through the journal meanwhile.</summary>
internal sealed record DriftClaim
{
    public required DriftKind Kind { get; init; }

    public CallAction? Action { get; init; }

    public string? ResourceType { get; init; }

    public string? ResourceId { get; init; }

    public string? Address { get; init; }

    public string? Attribute { get; init; }

    /// <summary>How the attribute is compared; null where its values are not known, or not to be shown.</summary>
    public ComparisonKind? Comparison { get; init; }

    public JsonNode? New { get; init; }

    public static DriftClaim Of(DriftFinding finding) =>
        new()
        {
            Kind = finding.Kind,
            Action = finding.Action,
            ResourceType = finding.ResourceType,
            ResourceId = finding.ResourceId,
            Address = finding.Instance?.Address,
            Attribute = finding.Attribute,
            Comparison = finding.Comparison,
            New = finding.New,
        };

    /// <summary>
    /// Whether a state that is newer than the call may be what the call was made for. It is not where the state shows that it knows nothing of it: the attribute is another, what was
    /// removed is there, what was made is not.
    /// </summary>
    public bool AgreesWith(LiveStateView state) =>
        Kind switch
        {
            DriftKind.Drift => Address is null || AgreesWith(state.At(Address)),
            DriftKind.Unmanaged => Action is CallAction.Deleted or CallAction.Detached
                || ResourceId is { } id && IsKnown(state, id),
            _ => true,
        };

    private bool AgreesWith(StateInstance? instance)
    {
        if (instance is null)
        {
            return true;
        }
        if (Action is CallAction.Deleted or CallAction.Detached)
        {
            return false;
        }
        if (Attribute is null || Comparison is not { } comparison)
        {
            return true;
        }
        using var attributes = JsonDocument.Parse(instance.Attributes, JsonText.DocumentOptions);
        using var made = JsonDocument.Parse(JsonText.Write(New), JsonText.DocumentOptions);
        return StateMeaning.AreSame(
            comparison,
            ProviderNames.OfType(instance.Type),
            made.RootElement,
            AttributeComparer.ValueOf(attributes.RootElement, Attribute)
        );
    }

    private bool IsKnown(LiveStateView state, string id) =>
        state.FindAny(id).Any() || ResourceType is { } type && state.Find(type, "name", id).Any();
}
