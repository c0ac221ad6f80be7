using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>
/// Settings of an S3 bucket, which a call replaces as a whole: what it does not mention is not set any more. The shapes are those of <see cref="BucketShapes"/>; a request that has
/// more, or another, is not understood, and neither is a state that has what the shape does not know, where all else is the same.
/// </summary>
internal static class BucketComparison
{
    public static AttributeFinding Compare(in AskedChange asked)
    {
        if (
            asked.Mode != ChangeMode.Replace
            || asked.Values.Count != 1
            || asked.Empties
            || BucketShapes.Find(asked.Change.Kind, asked.Name) is not { } members
        )
        {
            return AttributeFinding.Unreadable;
        }
        var own = BlockMeaning.Find(members, asked.Name);
        var example = own is null ? BlockIn(asked.Old) : Wrapped(asked.Name, asked.Old);
        if (BlockTranslation.BlockOf(asked.Values[0], members, example) is not { } block)
        {
            return AttributeFinding.Unreadable;
        }
        // The attribute is one member of the setting, or a block that has all of them.
        var member = own ?? new BlockMember("", asked.Name, BlockForm.Block, members);
        var after = own is null ? new JsonArray(block) : block[asked.Name]?.DeepClone();
        var now = JsonElement.Parse(JsonText.Write(after).Span, JsonText.DocumentOptions);
        var meaning = new BlockMeaning(IsInOrder(asked));
        if (
            !string.Equals(
                meaning.Of(asked.Old, member),
                meaning.Of(now, member),
                StringComparison.Ordinal
            )
        )
        {
            return asked.DifferentFrom(after);
        }
        return meaning.HasUnknown ? AttributeFinding.Unreadable : AttributeFinding.Same;
    }

    /// <summary>
    /// The first rule that a request fits is the one that counts. But where rules for other origins are a resource of their own, that has them as a set.
    /// </summary>
    private static bool IsInOrder(in AskedChange asked) =>
        asked.Name switch
        {
            "routing_rule" => true,
            "cors_rule" => asked.Attributes.TryGetProperty("bucket_domain_name"u8, out _),
            _ => false,
        };

    private static JsonElement BlockIn(JsonElement list) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().FirstOrDefault() : list;

    /// <summary>As the only attribute of a block.</summary>
    private static JsonElement Wrapped(string name, JsonElement value) =>
        JsonElement.Parse(
            JsonText
                .Write(writer =>
                {
                    writer.WriteStartObject();
                    if (!SameValue.IsNothing(value))
                    {
                        writer.WritePropertyName(name);
                        value.WriteTo(writer);
                    }
                    writer.WriteEndObject();
                })
                .Span,
            JsonText.DocumentOptions
        );
}
