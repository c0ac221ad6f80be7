using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// The rules of a security group. A rule of the state may have many sources that requests name one by one, so what is compared is protocol, ports and
/// source, each with each. Descriptions count only where nothing else is different. A request that names rules by their ids, or groups by their names, is not understood.
/// </summary>
internal static class SecurityGroupComparison
{
    public static AttributeFinding Compare(in AskedChange asked)
    {
        var group = asked.Attributes.TryGetProperty("id"u8, out var id)
            ? StateForm.TextOf(id) ?? ""
            : "";
        var requested = asked.Empties ? [] : AskedRules.Read(asked.Values, group);
        if (requested is null || ReadState(asked.Old, group) is not { } rules)
        {
            return AttributeFinding.Unreadable;
        }
        var changed = asked.Mode switch
        {
            ChangeMode.Add => Add(rules, requested),
            ChangeMode.Remove => Remove(rules, requested),
            _ => Replace(rules, requested),
        };
        return changed
            ? asked.DifferentFrom(
                new JsonArray([.. rules.Where(rule => !rule.IsEmpty).Select(rule => rule.ToNode())])
            )
            : AttributeFinding.Same;
    }

    /// <summary>The rules of a list as the state has it; null where it has another shape.</summary>
    public static List<StateRule>? ReadState(JsonElement value, string group)
    {
        var rules = new List<StateRule>();
        if (SameValue.IsNothing(value))
        {
            return rules;
        }
        if (value.ValueKind != JsonValueKind.Array)
        {
            return null;
        }
        foreach (var item in value.EnumerateArray())
        {
            if (StateRule.Read(item, group) is not { } rule)
            {
                return null;
            }
            rules.Add(rule);
        }
        return rules;
    }

    /// <summary>Puts sources to the rules that have their protocol, ports and description, as the state would have them.</summary>
    private static bool Add(List<StateRule> rules, List<AskedRule> requested)
    {
        var owners = new Dictionary<RuleSource, StateRule>();
        foreach (var rule in rules)
        {
            foreach (var source in rule.Sources)
            {
                owners.TryAdd(source, rule);
            }
        }
        var places = new Dictionary<(RuleTraffic, string), StateRule>();
        foreach (var rule in rules)
        {
            places.TryAdd((rule.Traffic, rule.Description), rule);
        }
        var changed = false;
        foreach (var (source, written, description) in requested)
        {
            if (owners.TryGetValue(source, out var owner))
            {
                if (description is null || description == owner.Description)
                {
                    continue;
                }
                owner.Remove(source);
            }
            var place = (source.Traffic, description ?? "");
            if (!places.TryGetValue(place, out var rule))
            {
                places[place] = rule = new(source.Traffic, description ?? "");
                rules.Add(rule);
            }
            rule.Add(source, written);
            owners[source] = rule;
            changed = true;
        }
        return changed;
    }

    private static bool Remove(List<StateRule> rules, List<AskedRule> requested)
    {
        var changed = false;
        var sources = requested.Select(rule => rule.Source).ToHashSet();
        foreach (var rule in rules)
        {
            foreach (var source in rule.Sources.Where(sources.Contains).ToList())
            {
                changed |= rule.Remove(source);
            }
        }
        return changed;
    }

    private static bool Replace(List<StateRule> rules, List<AskedRule> requested)
    {
        var kept = requested.Select(rule => rule.Source).ToHashSet();
        var gone = rules.SelectMany(rule => rule.Sources).Where(source => !kept.Contains(source));
        var removed = Remove(rules, [.. gone.Select(source => new AskedRule(source, "", null))]);
        return Add(rules, requested) || removed;
    }
}
