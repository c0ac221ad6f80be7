using System.Text.Json;
using Freshet.Events;
using Freshet.Terraform.Comparing;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>Goes through the effects of one call, each of which may be the one that the state shows, and gathers what is found.</summary>
/// <param name="record">Its record.</param>
/// <param name="state">What it is held against.</param>
internal sealed class CallFindings(AuditRecord record, LiveStateView state)
{
    /// <summary>What is shown of a value that the record does not tell, or that is a secret though the state does not mark it.</summary>
    public const string NotShown = "(not shown)";

    private readonly List<DriftFinding> attributes = [];
    private readonly List<DriftFinding> unreadable = [];
    private readonly List<DriftFinding> wholes = [];

    /// <summary>Resources that were found, but whose type has none of the attributes that change.</summary>
    private readonly List<DriftFinding> doubtful = [];

    /// <summary>Resources that were not found, of the first effect that names any, and finds none.</summary>
    private readonly List<DriftFinding> unknown = [];

    /// <summary>Resources that were not found, beside others of the same call that were.</summary>
    private readonly List<DriftFinding> others = [];

    /// <summary>Whether the state knows a resource that the record names.</summary>
    private bool isKnown;

    /// <summary>Whether the state knows what the call made: what else it changed by that is no surprise.</summary>
    private bool isAccountedFor;

    /// <summary>Whether an attribute was compared, whatever came of it.</summary>
    private bool isCompared;

    public IReadOnlyList<DriftFinding> Of(ApiCall call)
    {
        foreach (var effect in call.Changes)
        {
            AddAll(effect);
        }
        if (isKnown)
        {
            return Known();
        }
        return unknown.Count > 0
            ? unknown
            :
            [
                new()
                {
                    Kind = DriftKind.Unverified,
                    Action = call.Changes[0].Action,
                    ResourceType = TypeOf(call.Changes[0]),
                },
            ];
    }

    private void AddAll(CallEffect effect)
    {
        var missing = new List<DriftFinding>();
        var found = 0;
        foreach (var resource in NamedResource.Read(effect, record.Content))
        {
            var instances = resource.FindIn(state, effect);
            found += instances.Count;
            foreach (var instance in instances)
            {
                Add(effect, instance);
            }
            if (instances.Count == 0)
            {
                missing.Add(OfUnknown(effect, resource));
            }
        }
        if (found > 0)
        {
            others.AddRange(missing);
        }
        else if (unknown.Count == 0)
        {
            unknown.AddRange(missing);
        }
    }

    private List<DriftFinding> Known()
    {
        var findings = new List<DriftFinding>(attributes);
        if (!isAccountedFor)
        {
            findings.AddRange(unreadable);
        }
        findings.AddRange(
            wholes
                .Where(whole => !isAccountedFor || whole.Action != CallAction.Modified)
                .Where(whole =>
                    !findings.Exists(told => ReferenceEquals(told.Instance, whole.Instance))
                )
        );
        if (findings.Count == 0 && !isCompared && !isAccountedFor)
        {
            findings.AddRange(doubtful);
        }
        findings.AddRange(others);
        return findings;
    }

    private void Add(CallEffect effect, StateInstance instance)
    {
        isKnown = true;
        switch (effect.Action)
        {
            case CallAction.Created or CallAction.Attached:
                isAccountedFor = true;
                break;
            case CallAction.Deleted or CallAction.Detached:
                wholes.Add(DriftFinding.OfWhole(instance, effect.Action));
                break;
            default:
                Compare(effect, instance);
                break;
        }
    }

    private void Compare(CallEffect effect, StateInstance instance)
    {
        var whole = DriftFinding.OfWhole(instance, effect.Action);
        var mentioned = effect
            .Attributes.Where(attribute => attribute.IsMentioned(record.Content))
            .ToList();
        if (mentioned.Count == 0)
        {
            wholes.Add(whole);
            return;
        }
        using var document = JsonDocument.Parse(instance.Attributes, JsonText.CheckedOptions);
        var sensitive = SensitivePaths.Read(instance.SensitiveAttributes);
        var isAbsent = true;
        foreach (var attribute in mentioned)
        {
            var found = AttributeComparer.Compare(
                attribute,
                record.Provider,
                record.Content,
                document.RootElement
            );
            isAbsent &= found.Kind == FindingKind.Absent;
            var finding = whole with { Attribute = attribute.Attribute };
            switch (found.Kind)
            {
                case FindingKind.Different when sensitive.Covers(attribute.Attribute):
                    attributes.Add(finding with { Old = Redactor.Marker, New = Redactor.Marker });
                    break;
                case FindingKind.Different:
                    attributes.Add(
                        finding with
                        {
                            Comparison = attribute.Kind,
                            Old = found.Old,
                            New = found.New,
                        }
                    );
                    break;
                case FindingKind.Unreadable:
                    unreadable.Add(finding with { Old = NotShown, New = NotShown });
                    break;
                default:
                    break;
            }
        }
        isCompared |= !isAbsent;
        if (isAbsent)
        {
            doubtful.Add(whole);
        }
    }

    /// <summary>
    /// A resource that the state does not know. What it belongs to may be known: a rule of a security group, or the policy of a bucket, is named by that.
    /// </summary>
    private DriftFinding OfUnknown(CallEffect effect, NamedResource resource)
    {
        var name = resource.Values[0];
        var owner = state.FindMain(name, record.Provider.TypePrefix());
        return owner is not null
            ? DriftFinding.OfWhole(owner, CallAction.Modified)
            : new()
            {
                Kind = state.States.Count > 0 ? DriftKind.Unmanaged : DriftKind.Unverified,
                Action = effect.Action,
                ResourceType = TypeOf(effect),
                ResourceId = name,
            };
    }

    /// <summary>The type, where there is but one it can be; else the first, which is the most usual.</summary>
    private static string? TypeOf(CallEffect effect) =>
        effect.Types.FirstOrDefault(type => !type.EndsWith('*'));
}
