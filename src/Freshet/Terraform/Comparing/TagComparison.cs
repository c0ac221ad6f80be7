using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// Tags and labels: an object, a list of <c>{key, value}</c> in any of the cases that APIs write it in, one such, or keys alone where they are removed. Tags that AWS itself sets
/// (<c>aws:</c>) do not count. Where the state also has all tags of the resource, with those that the provider adds to each (<c>tags_all</c>, <c>effective_labels</c>), these are
/// compared, and told: the cloud knows no others.
/// </summary>
internal static class TagComparison
{
    private const string OwnedByAws = "aws:";

    public static AttributeFinding Compare(in AskedChange asked)
    {
        var all = AllOf(asked);
        var comparer = asked.Provider.Comparer();
        if (
            HiddenValue.IsIn(all)
            || !TryReadState(all, comparer, out var old)
            || !TryReadAsked(asked, comparer, out var requested)
        )
        {
            return AttributeFinding.Unreadable;
        }
        if (asked.Provider == CloudProvider.Aws)
        {
            RemoveOwn(old);
            RemoveOwn(requested);
        }
        var after = asked.Mode switch
        {
            ChangeMode.Add => Added(old, requested),
            ChangeMode.Remove => Removed(old, requested),
            _ => Added(Kept(old, requested), requested),
        };
        if (after is null)
        {
            return AttributeFinding.Unreadable;
        }
        return AreSame(old, after)
            ? AttributeFinding.Same
            : AttributeFinding.Different(StateForm.ToNode(all), NodeOf(all, after));
    }

    private static void RemoveOwn(Dictionary<string, string?> tags)
    {
        foreach (var key in tags.Keys)
        {
            if (key.StartsWith(OwnedByAws, StringComparison.OrdinalIgnoreCase))
            {
                tags.Remove(key);
            }
        }
    }

    private static Dictionary<string, string?> Added(
        Dictionary<string, string?> old,
        Dictionary<string, string?> requested
    )
    {
        var after = new Dictionary<string, string?>(old, old.Comparer);
        foreach (var (key, value) in requested)
        {
            after[key] = value ?? "";
        }
        return after;
    }

    /// <summary>
    /// With a value, only a tag that has it is removed (EC2's <c>DeleteTags</c>). An empty one may be none at all: what becomes of a tag with another is not
    /// known, and the result null.
    /// </summary>
    private static Dictionary<string, string?>? Removed(
        Dictionary<string, string?> old,
        Dictionary<string, string?> requested
    )
    {
        var after = new Dictionary<string, string?>(old, old.Comparer);
        foreach (var (key, value) in requested)
        {
            if (!old.TryGetValue(key, out var own))
            {
                continue;
            }
            if (value is null || string.Equals(own, value, StringComparison.Ordinal))
            {
                after.Remove(key);
            }
            else if (value.Length == 0)
            {
                return null;
            }
        }
        return after;
    }

    private static Dictionary<string, string?> Kept(
        Dictionary<string, string?> old,
        Dictionary<string, string?> requested
    ) => new(old.Where(tag => requested.ContainsKey(tag.Key)), old.Comparer);

    /// <summary>The state's tags; all of the resource where it has them.</summary>
    private static JsonElement AllOf(in AskedChange asked)
    {
        var companion = asked.Change.Attribute switch
        {
            "tags" => "tags_all",
            "labels" => "effective_labels",
            _ => null,
        };
        return
            companion is not null
            && asked.Attributes.TryGetProperty(companion, out var all)
            && all.ValueKind == JsonValueKind.Object
            ? all
            : asked.Old;
    }

    private static bool AreSame(
        Dictionary<string, string?> old,
        Dictionary<string, string?> after
    ) =>
        old.Count == after.Count
        && old.All(tag =>
            after.TryGetValue(tag.Key, out var value)
            && string.Equals(tag.Value, value, StringComparison.Ordinal)
        );

    /// <summary>What was there stays in its place; a tag of AWS's own is none of Terraform's.</summary>
    private static JsonObject NodeOf(JsonElement all, Dictionary<string, string?> after)
    {
        var node = new JsonObject();
        foreach (var member in SameValue.MembersOf(all))
        {
            if (after.Remove(member.Key, out var value))
            {
                node[member.Key] = value;
            }
        }
        foreach (var (key, value) in after)
        {
            node[key] = value;
        }
        return node;
    }

    private static bool TryReadState(
        JsonElement value,
        StringComparer comparer,
        out Dictionary<string, string?> tags
    )
    {
        tags = new(comparer);
        return SameValue.IsNothing(value)
            || (value.ValueKind == JsonValueKind.Object && TryAddMembers(value, tags));
    }

    private static bool TryReadAsked(
        in AskedChange asked,
        StringComparer comparer,
        out Dictionary<string, string?> tags
    )
    {
        tags = new(comparer);
        if (asked.Empties)
        {
            return true;
        }
        foreach (var value in asked.Values)
        {
            var isRead =
                value.ValueKind == JsonValueKind.Array
                    ? TryAddItems(value, asked.Mode, tags)
                    : TryAddItem(value, asked.Mode, tags);
            if (!isRead)
            {
                return false;
            }
        }
        return true;
    }

    private static bool TryAddItems(
        JsonElement list,
        ChangeMode mode,
        Dictionary<string, string?> tags
    )
    {
        foreach (var item in list.EnumerateArray())
        {
            if (!TryAddItem(item, mode, tags))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>A tag, a key alone, or an object whose members are the tags.</summary>
    private static bool TryAddItem(
        JsonElement item,
        ChangeMode mode,
        Dictionary<string, string?> tags
    )
    {
        if (item.ValueKind == JsonValueKind.String && mode == ChangeMode.Remove)
        {
            return TryAdd(item.GetString()!, null, tags);
        }
        if (item.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        if (!IsPair(item))
        {
            return TryAddMembers(item, tags);
        }
        string? key = null;
        string? text = null;
        foreach (var member in item.EnumerateObject())
        {
            if (!TryReadValue(member.Value, out var part))
            {
                return false;
            }
            (key, text) = IsKey(member.Name) ? (part, text) : (key, part);
        }
        return key is not null && TryAdd(key, text, tags);
    }

    /// <summary>Whether these are a key and perhaps its value, under names that APIs have for them, rather than tags of these names.</summary>
    private static bool IsPair(JsonElement item)
    {
        var keys = 0;
        var others = 0;
        foreach (var member in item.EnumerateObject())
        {
            if (IsKey(member.Name))
            {
                keys++;
            }
            else if (member.Name is not ("value" or "Value" or "tagValue" or "TagValue"))
            {
                others++;
            }
        }
        return keys == 1 && others == 0 && item.GetPropertyCount() <= 2;
    }

    private static bool IsKey(string name) => name is "key" or "Key" or "tagKey" or "TagKey";

    private static bool TryAddMembers(JsonElement value, Dictionary<string, string?> tags)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!TryReadValue(member.Value, out var text) || !TryAdd(member.Name, text ?? "", tags))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>False where one tag is said to have two values.</summary>
    private static bool TryAdd(string key, string? value, Dictionary<string, string?> tags) =>
        tags.TryAdd(key, value) || string.Equals(tags[key], value, StringComparison.Ordinal);

    private static bool TryReadValue(JsonElement value, out string? text)
    {
        text = StateForm.TextOf(value);
        return text is null ? value.ValueKind == JsonValueKind.Null : !HiddenValue.Is(text);
    }
}
