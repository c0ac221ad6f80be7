using System.Text.Json;
using System.Text.Json.Nodes;

namespace Freshet.Terraform.Comparing;

/// <summary>Makes the blocks of a state out of XML that was written as JSON, in which an element that repeats is a list, and one that does not is none.</summary>
internal static class BlockTranslation
{
    /// <summary>The element's members as the state has them; null where one is not understood.</summary>
    /// <param name="element">An object; a text that is empty is an element without members.</param>
    /// <param name="members">What it may have.</param>
    /// <param name="example">A block of the state, whose attributes the new one has too, without values where the element says nothing; undefined where there is none.</param>
    public static JsonObject? BlockOf(
        JsonElement element,
        IReadOnlyList<BlockMember> members,
        JsonElement example
    )
    {
        var block = new JsonObject();
        if (!TryFill(block, element, members, example))
        {
            return null;
        }
        foreach (var (name, value) in SameValue.MembersOf(example))
        {
            if (!block.ContainsKey(name))
            {
                block[name] = value.ValueKind switch
                {
                    JsonValueKind.Array => new JsonArray(),
                    JsonValueKind.String => "",
                    _ => null,
                };
            }
        }
        return block;
    }

    private static bool TryFill(
        JsonObject block,
        JsonElement element,
        IReadOnlyList<BlockMember> members,
        JsonElement example
    )
    {
        if (IsBlank(element))
        {
            return true;
        }
        if (element.ValueKind != JsonValueKind.Object)
        {
            return false;
        }
        foreach (var part in element.EnumerateObject())
        {
            var member = members.FirstOrDefault(member => member.Element == part.Name);
            if (member is null)
            {
                if (part.Name.StartsWith("xmlns", StringComparison.Ordinal) || IsBlank(part.Value))
                {
                    continue;
                }
                return false;
            }
            if (member.Form == BlockForm.Inlined)
            {
                if (!TryFill(block, Single(part.Value), member.Members, example))
                {
                    return false;
                }
            }
            else if (member.Form != BlockForm.Ignored)
            {
                // The same attribute may stand in two elements, of which one is to be there.
                var isNew = !block.ContainsKey(member.Attribute);
                if (!isNew || !TryTranslate(part.Value, member, example, out var value))
                {
                    return false;
                }
                block[member.Attribute] = value;
            }
        }
        return true;
    }

    private static bool TryTranslate(
        JsonElement value,
        BlockMember member,
        JsonElement parent,
        out JsonNode? node
    )
    {
        var example =
            parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(member.Attribute, out var own)
                ? own
                : default;
        node = member.Form switch
        {
            BlockForm.TextSet => TextsOf(value),
            BlockForm.TagMap => TagsOf(value),
            BlockForm.Blocks => BlocksOf(StateForm.ItemsOf(value), member.Members, example),
            BlockForm.Block => BlocksOf([Single(value)], member.Members, example),
            _ => ScalarOf(Single(value), member.Form),
        };
        return node is not null;
    }

    private static JsonNode? ScalarOf(JsonElement value, BlockForm form)
    {
        if (StateForm.TextOf(value) is not { } text || HiddenValue.Is(text))
        {
            return null;
        }
        return form switch
        {
            BlockForm.Number => ExactNumber.TryParse(text, out var number) ? number.ToNode() : null,
            BlockForm.Flag => Truth.TryParse(text, out var truth) ? JsonValue.Create(truth) : null,
            BlockForm.Switch => text switch
            {
                "Enabled" => JsonValue.Create(true),
                "Disabled" or "Suspended" => JsonValue.Create(false),
                _ => null,
            },
            _ => JsonValue.Create(text),
        };
    }

    private static JsonArray? TextsOf(JsonElement value)
    {
        var texts = new JsonArray();
        foreach (var item in StateForm.ItemsOf(value))
        {
            if (StateForm.TextOf(item) is not { } text)
            {
                return null;
            }
            texts.Add(JsonValue.Create(text));
        }
        return texts;
    }

    private static JsonObject? TagsOf(JsonElement value)
    {
        var tags = new JsonObject();
        foreach (var item in StateForm.ItemsOf(value))
        {
            if (
                item.ValueKind != JsonValueKind.Object
                || !item.TryGetProperty("Key"u8, out var key)
                || StateForm.TextOf(key) is not { } name
                || !item.TryGetProperty("Value"u8, out var content)
                || StateForm.TextOf(content) is not { } text
            )
            {
                return null;
            }
            tags[name] = text;
        }
        return tags;
    }

    private static JsonArray? BlocksOf(
        IEnumerable<JsonElement> elements,
        IReadOnlyList<BlockMember> members,
        JsonElement examples
    )
    {
        var example =
            examples.ValueKind == JsonValueKind.Array
                ? examples.EnumerateArray().FirstOrDefault()
                : examples;
        var blocks = new JsonArray();
        foreach (var element in elements)
        {
            if (BlockOf(element, members, example) is not { } block)
            {
                return null;
            }
            blocks.Add(block);
        }
        return blocks;
    }

    /// <summary>The only item of a list; of any other list the list, which is no single element.</summary>
    private static JsonElement Single(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1
            ? value.EnumerateArray().First()
            : value;

    private static bool IsBlank(JsonElement value) =>
        SameValue.IsNothing(value)
        || (
            value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())
        );
}
