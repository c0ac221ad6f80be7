using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Drift;

/// <summary>
/// Holds a call against the state. A call that changes something is never passed over in silence: what cannot be told of it attribute by attribute is told by its name, and what cannot
/// be found in the state is told as such. Nothing is found of what only reads, changed nothing, or leaves every attribute as the state has it.
/// </summary>
/// <param name="map">What calls change.</param>
internal sealed class DriftFinder(ApiCallMap map)
{
    /// <summary>So many names in a record are looked up in the state where the mapping does not know the call.</summary>
    private const int MostNames = 100;

    /// <summary>So deep they are looked for.</summary>
    private const int DeepestName = 8;

    /// <summary>What the call changed, against the state as it is now.</summary>
    public IReadOnlyList<DriftFinding> Find(AuditRecord record, LiveStateView state)
    {
        if (record.ChangedNothing)
        {
            return [];
        }
        var known = map.Find(record.Provider, record.Service, record.Name);
        return known switch
        {
            { Call: { } call } => new CallFindings(record, state).Of(call),
            { Kind: CallKind.ReadOnly } => [],
            _ => record.OnlyReads ? [] : OfUnknownCall(record, state),
        };
    }

    /// <summary>What a call changes that no mapping knows: every resource of the state that its record names.</summary>
    private static List<DriftFinding> OfUnknownCall(AuditRecord record, LiveStateView state)
    {
        var names = NamesIn(record).Distinct(StringComparer.Ordinal).Take(MostNames).ToList();
        var prefix = record.Provider.TypePrefix();
        var findings = names
            .Select(name => state.FindMain(name, prefix))
            .OfType<StateInstance>()
            .DistinctBy(instance => instance.Address)
            .Select(instance => DriftFinding.OfWhole(instance, action: null))
            .ToList();
        if (findings.Count == 0)
        {
            var resource = MainResourceOf(record);
            findings.Add(
                new()
                {
                    Kind =
                        resource is null || state.States.Count == 0
                            ? DriftKind.Unverified
                            : DriftKind.Unmanaged,
                    ResourceId = resource,
                }
            );
        }
        return findings;
    }

    /// <summary>What the log itself says that the call was made to.</summary>
    private static string? MainResourceOf(AuditRecord record) =>
        record.Provider switch
        {
            CloudProvider.Aws => TextIn(record.Content, "resources", "ARN"),
            CloudProvider.Gcp => TextIn(record.Content, "protoPayload", "resourceName"),
            _ => TextIn(record.Content, "resourceId"),
        };

    private static IEnumerable<string> NamesIn(AuditRecord record)
    {
        if (MainResourceOf(record) is { } resource)
        {
            yield return resource;
        }
        var request =
            record.Provider == CloudProvider.Aws ? record.Content["requestParameters"] : null;
        foreach (var text in Texts(request, DeepestName))
        {
            yield return text;
        }
    }

    private static IEnumerable<string> Texts(JsonNode? node, int depth) =>
        node switch
        {
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            JsonArray items when depth > 0 => items.SelectMany(item => Texts(item, depth - 1)),
            JsonObject members when depth > 0 => members.SelectMany(member =>
                Texts(member.Value, depth - 1)
            ),
            _ => [],
        };

    /// <summary>The text that the names lead to; of a list, in its first item.</summary>
    private static string? TextIn(JsonNode? node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            node = (node is JsonArray { Count: > 0 } items ? items[0] : node) is JsonObject members
                ? members[name]
                : null;
        }
        return node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text
            : null;
    }
}
