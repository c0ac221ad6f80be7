using System.Globalization;
using System.Text.Json;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// What blocks of a state mean, as one text for all that mean the same. A state has an empty text, a zero, false or an empty list for what is not set, so all of these are nothing. The order
/// of blocks does not matter, unless it is asked for.
/// </summary>
internal sealed class BlockMeaning(bool inOrder)
{
    /// <summary>Whether a block had something that is not among its members: then two that mean the same may still be different.</summary>
    public bool HasUnknown { get; private set; }

    /// <summary>The meaning of one attribute; empty where it is nothing.</summary>
    public string Of(JsonElement value, BlockMember member)
    {
        if (SameValue.IsNothing(value))
        {
            return "";
        }
        switch (member.Form)
        {
            case BlockForm.Block or BlockForm.Blocks:
                var blocks = StateForm.ItemsOf(value).Select(item => OfBlock(item, member.Members));
                var present = blocks.Where(meaning => meaning.Length > 0).ToList();
                return present.Count == 0 ? ""
                    : inOrder ? string.Join(';', present)
                    : DocumentMeaning.Set(present);
            case BlockForm.TextSet:
                var texts = StateForm.ItemsOf(value).Select(DocumentMeaning.Of).ToList();
                return texts.Count == 0 ? "" : DocumentMeaning.Set(texts);
            case BlockForm.TagMap:
                return IsEmptyObject(value) ? "" : DocumentMeaning.Of(value);
            default:
                return OfScalar(value, member.Form);
        }
    }

    /// <summary>The meaning of a block; empty where nothing in it is set.</summary>
    public string OfBlock(JsonElement block, IReadOnlyList<BlockMember> members)
    {
        if (SameValue.IsNothing(block))
        {
            return "";
        }
        if (block.ValueKind != JsonValueKind.Object)
        {
            HasUnknown = true;
            return "?";
        }
        var meanings = new List<(string, string)>();
        foreach (var part in block.EnumerateObject())
        {
            if (Find(members, part.Name) is not { } member)
            {
                HasUnknown |= !IsUnset(part.Value);
            }
            else if (
                member.Form != BlockForm.Ignored
                && Of(part.Value, member) is { Length: > 0 } meaning
            )
            {
                meanings.Add((part.Name, meaning));
            }
        }
        return meanings.Count == 0 ? "" : DocumentMeaning.Members(meanings);
    }

    /// <summary>The member that an attribute is of, also where it is inlined.</summary>
    public static BlockMember? Find(IReadOnlyList<BlockMember> members, string attribute)
    {
        foreach (var member in members)
        {
            var found =
                member.Form == BlockForm.Inlined ? Find(member.Members, attribute)
                : member.Attribute == attribute ? member
                : null;
            if (found is not null)
            {
                return found;
            }
        }
        return null;
    }

    private static string OfScalar(JsonElement value, BlockForm form)
    {
        if (IsUnset(value))
        {
            return "";
        }
        var text = StateForm.TextOf(value);
        return form switch
        {
            BlockForm.Number when ExactNumber.TryRead(value, out var number) => number.IsZero
                ? ""
                : number.ToString(),
            BlockForm.Flag or BlockForm.Switch when Truth.TryRead(value, out var truth) => truth
                ? "true"
                : "",
            BlockForm.Time when TryReadTime(text, out var time) => time.UtcTicks.ToString(
                CultureInfo.InvariantCulture
            ),
            BlockForm.Enabling when text is "Disabled" => "",
            _ when text is not null => DocumentMeaning.Text(text),
            _ => DocumentMeaning.Of(value),
        };
    }

    private static bool TryReadTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out time
        );

    private static bool IsUnset(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => true,
            JsonValueKind.String => value.ValueEquals(""u8),
            JsonValueKind.Number => ExactNumber.TryRead(value, out var number) && number.IsZero,
            JsonValueKind.Array => value.EnumerateArray().All(IsUnset),
            JsonValueKind.Object => value.EnumerateObject().All(part => IsUnset(part.Value)),
            _ => false,
        };

    private static bool IsEmptyObject(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 0;
}
