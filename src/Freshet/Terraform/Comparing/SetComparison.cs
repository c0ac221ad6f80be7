using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>Lists in which neither order nor repetition means anything, of texts, numbers and Booleans; of objects they are not understood.</summary>
internal static class SetComparison
{
    public static AttributeFinding Compare(in AskedChange asked)
    {
        if (asked.Old.ValueKind != JsonValueKind.Array && !SameValue.IsNothing(asked.Old))
        {
            return AttributeFinding.Unreadable;
        }
        JsonElement[] state = SameValue.IsNothing(asked.Old) ? [] : [.. asked.Old.EnumerateArray()];
        var ofNumbers = state.Any(item => item.ValueKind == JsonValueKind.Number);
        if (
            !TryRead(state, asked.Provider, ofNumbers, out var old)
            || !TryReadAsked(asked, ofNumbers, out var requested)
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
                    after.Add(NodeOf(value, example));
                }
            }
        }
        return after;
    }

    /// <summary>A value as the state has those of the set; the first where it has none.</summary>
    private static JsonNode NodeOf(JsonElement value, JsonElement example)
    {
        var isNumber =
            value.ValueKind == JsonValueKind.Number & ExactNumber.TryRead(value, out var number);
        if (!isNumber)
        {
            var text = StateForm.TextOf(value)!;
            // In a set a word is itself: only true and false are Booleans.
            return
                example.ValueKind is JsonValueKind.True or JsonValueKind.False
                && text is not ("true" or "false")
                ? JsonValue.Create(text)
                : StateForm.Like(example, text);
        }
        return example.ValueKind == JsonValueKind.String
            ? JsonValue.Create(number.ToString())
            : number.ToNode();
    }

    private static bool TryReadAsked(
        in AskedChange asked,
        bool ofNumbers,
        out Dictionary<string, JsonElement> requested
    )
    {
        var values = asked.Empties ? [] : asked.Values.SelectMany(StateForm.ItemsOf);
        return TryRead(values, asked.Provider, ofNumbers, out requested);
    }

    /// <summary>The items by what they mean.</summary>
    private static bool TryRead(
        IEnumerable<JsonElement> values,
        CloudProvider provider,
        bool ofNumbers,
        out Dictionary<string, JsonElement> items
    )
    {
        items = new(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (StateForm.TextOf(value) is not { } text || HiddenValue.Is(text))
            {
                return false;
            }
            // A text such as an account's id may have zeros that a number does not.
            var isNumber =
                (ofNumbers || value.ValueKind == JsonValueKind.Number)
                & ExactNumber.TryRead(value, out var number);
            items.TryAdd(isNumber ? number.ToString() : TextMeaning.KeyOf(provider, text), value);
        }
        return true;
    }
}
