using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// Single values. Nothing is added to one or taken out of it, and a request that has several for it, or a list, is not understood. A number or Boolean that the state
/// does not have is different from each that it could have; a text that is empty is nothing.
/// </summary>
internal static class ScalarComparison
{
    public static AttributeFinding CompareText(in AskedChange asked)
    {
        if (!IsSingle(asked) || StateForm.TextOf(asked.Values[0]) is not { } text)
        {
            return AttributeFinding.Unreadable;
        }
        var old = StateForm.TextOf(asked.Old) ?? "";
        var isSame = asked.Old.ValueKind switch
        {
            JsonValueKind.Number => ExactNumber.TryParse(text, out var one)
                && ExactNumber.TryParse(old, out var other)
                && one == other,
            JsonValueKind.True or JsonValueKind.False => Truth.TryParse(text, out var truth)
                && truth == (asked.Old.ValueKind == JsonValueKind.True),
            _ => TextMeaning.AreSame(asked.Provider, asked.Name, old, text),
        };
        if (isSame)
        {
            return AttributeFinding.Same;
        }
        var isNothing = text.Length == 0 && asked.Old.ValueKind != JsonValueKind.String;
        return asked.DifferentFrom(isNothing ? null : StateForm.Like(asked.Old, text));
    }

    public static AttributeFinding CompareNumber(in AskedChange asked)
    {
        if (!IsSingle(asked) || !ExactNumber.TryRead(asked.Values[0], out var number))
        {
            return AttributeFinding.Unreadable;
        }
        if (ExactNumber.TryRead(asked.Old, out var old))
        {
            if (number == old)
            {
                return AttributeFinding.Same;
            }
        }
        else if (!IsNothing(asked.Old))
        {
            return AttributeFinding.Unreadable;
        }
        return asked.DifferentFrom(
            asked.Old.ValueKind == JsonValueKind.String
                ? JsonValue.Create(number.ToString())
                : number.ToNode()
        );
    }

    public static AttributeFinding CompareBoolean(in AskedChange asked)
    {
        if (!IsSingle(asked) || !Truth.TryRead(asked.Values[0], out var truth))
        {
            return AttributeFinding.Unreadable;
        }
        if (Truth.TryRead(asked.Old, out var old))
        {
            if (truth == old)
            {
                return AttributeFinding.Same;
            }
        }
        else if (!IsNothing(asked.Old))
        {
            return AttributeFinding.Unreadable;
        }
        return asked.DifferentFrom(
            asked.Old.ValueKind == JsonValueKind.String
                ? JsonValue.Create(Truth.Like(asked.Old.GetString()!, truth))
                : JsonValue.Create(truth)
        );
    }

    private static bool IsSingle(in AskedChange asked) =>
        asked.Mode == ChangeMode.Replace
        && asked.Values.Count == 1
        && asked.Old.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);

    private static bool IsNothing(JsonElement value) =>
        SameValue.IsNothing(value)
        || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));
}
