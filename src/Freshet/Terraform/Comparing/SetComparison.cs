using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>Lists in which neither order nor repetition means anything, of texts, numbers and Booleans; of objects they are not understood.</summary>
internal static class SetComparison
{
    public static AttributeFinding Compare(in AskedChange asked)
    {
        if (
            !TryRead(asked.Old, asked.Provider, out var old)
            || !TryReadAsked(asked, out var requested)
        )
        {
            return AttributeFinding.Unreadable;
        }
        var changes = asked.Mode switch
        {
            ChangeMode.Add => requested.Keys.Any(key => !old.ContainsKey(key)),
            ChangeMode.Remove => requested.Keys.Any(old.ContainsKey),
            _ => requested.Count != old.Count || requested.Keys.Any(key => !old.ContainsKey(key)),
        };
        return changes ? asked.DifferentFrom(After(asked, old, requested)) : AttributeFinding.Same;
    }

    /// <summary>What stays, as the state has it and in its order, and after that what is new.</summary>
    private static JsonArray After(
        in AskedChange asked,
        Dictionary<string, JsonElement> old,
        Dictionary<string, JsonElement> requested
    )
    {
        var mode = asked.Mode;
        var after = new JsonArray();
        foreach (var (key, value) in old)
        {
            var stays = mode switch
            {
                ChangeMode.Add => true,
                ChangeMode.Remove => !requested.ContainsKey(key),
                _ => requested.ContainsKey(key),
            };
            if (stays)
            {
                after.Add(StateForm.ToNode(value));
            }
        }
        if (mode != ChangeMode.Remove)
        {
            var example = old.Values.FirstOrDefault();
            foreach (var (key, value) in requested)
            {
                if (!old.ContainsKey(key))
                {
                    after.Add(StateForm.Like(example, StateForm.TextOf(value)!));
                }
            }
        }
        return after;
    }

    private static bool TryReadAsked(
        in AskedChange asked,
        out Dictionary<string, JsonElement> requested
    )
    {
        requested = new(StringComparer.Ordinal);
        if (asked.Empties)
        {
            return true;
        }
        foreach (var value in asked.Values)
        {
            var isRead =
                value.ValueKind == JsonValueKind.Array
                    ? TryAddItems(value, asked.Provider, requested)
                    : TryAdd(value, asked.Provider, requested);
            if (!isRead)
            {
                return false;
            }
        }
        return true;
    }

    private static bool TryRead(
        JsonElement value,
        CloudProvider provider,
        out Dictionary<string, JsonElement> items
    )
    {
        items = new(StringComparer.Ordinal);
        return SameValue.IsNothing(value)
            || (value.ValueKind == JsonValueKind.Array && TryAddItems(value, provider, items));
    }

    private static bool TryAddItems(
        JsonElement list,
        CloudProvider provider,
        Dictionary<string, JsonElement> items
    )
    {
        foreach (var item in list.EnumerateArray())
        {
            if (!TryAdd(item, provider, items))
            {
                return false;
            }
        }
        return true;
    }

    private static bool TryAdd(
        JsonElement item,
        CloudProvider provider,
        Dictionary<string, JsonElement> items
    )
    {
        if (StateForm.TextOf(item) is not { } text || AuditMask.Covers(text))
        {
            return false;
        }
        var isNumber =
            item.ValueKind == JsonValueKind.Number & ExactNumber.TryRead(item, out var number);
        var key = isNumber ? number.ToString() : TextMeaning.KeyOf(provider, text);
        items.TryAdd(key, item);
        return true;
    }
}
