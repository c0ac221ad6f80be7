using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// Reads the rules of a request to EC2, in the shapes that CloudTrail has them: <c>ipPermissions</c> with lists of <c>items</c>; the older flat form, of one network, beside the group's
/// own id; and members with a capital, of which a single one needs no list.
/// </summary>
internal static class AskedRules
{
    /// <summary>The lists of a permission, what names a source in each, and where the state has it.</summary>
    private static readonly (string Items, string Source, string List)[] lists =
    [
        ("ipRanges", "cidrIp", StateRule.Ipv4),
        ("ipv6Ranges", "cidrIpv6", StateRule.Ipv6),
        ("prefixListIds", "prefixListId", StateRule.PrefixLists),
        ("groups", "groupId", StateRule.Groups),
    ];

    /// <summary>All rules; null where one is not understood.</summary>
    /// <param name="permissions">What the request has.</param>
    /// <param name="ownGroup">The id of the group whose rules they are.</param>
    public static List<AskedRule>? Read(IEnumerable<JsonElement> permissions, string ownGroup)
    {
        var rules = new List<AskedRule>();
        foreach (var permission in permissions.SelectMany(ItemsOf))
        {
            if (!TryAdd(permission, ownGroup, rules))
            {
                return null;
            }
        }
        return rules.Count > 0 ? rules : null;
    }

    private static bool TryAdd(JsonElement permission, string ownGroup, List<AskedRule> rules)
    {
        if (
            !RuleTraffic.TryRead(
                Member(permission, "ipProtocol"),
                Member(permission, "fromPort"),
                Member(permission, "toPort"),
                out var traffic
            )
        )
        {
            return false;
        }
        var before = rules.Count;
        foreach (var (items, source, list) in lists)
        {
            foreach (var item in ItemsOf(Member(permission, items)))
            {
                var written = StateForm.TextOf(Member(item, source));
                if (written is not { Length: > 0 })
                {
                    return false;
                }
                var description = StateForm.TextOf(Member(item, "description"));
                rules.Add(
                    new(StateRule.SourceOf(traffic, list, written, ownGroup), written, description)
                );
            }
        }
        if (StateForm.TextOf(Member(permission, "cidrIp")) is { Length: > 0 } network)
        {
            var source = StateRule.SourceOf(traffic, StateRule.Ipv4, network, ownGroup);
            rules.Add(new(source, network, null));
        }
        return rules.Count > before;
    }

    /// <summary>The items of a list, however it is wrapped; one that is none is its own item, unless it is empty.</summary>
    private static IEnumerable<JsonElement> ItemsOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            var items = Member(value, "items");
            if (items.ValueKind == JsonValueKind.Array)
            {
                return items.EnumerateArray();
            }
            return value.GetPropertyCount() == 0 ? [] : [value];
        }
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray();
        }
        return SameValue.IsNothing(value) || value is { ValueKind: JsonValueKind.String }
            ? []
            : [value];
    }

    /// <summary>A member by its name, with a small or a capital letter first; undefined where it is not there.</summary>
    private static JsonElement Member(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return default;
        }
        if (value.TryGetProperty(name, out var member))
        {
            return member;
        }
        Span<char> capital = stackalloc char[name.Length];
        name.CopyTo(capital);
        capital[0] = char.ToUpperInvariant(capital[0]);
        return value.TryGetProperty(capital, out member) ? member : default;
    }
}
