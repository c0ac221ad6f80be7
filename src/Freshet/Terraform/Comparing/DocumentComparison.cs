using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Terraform.Mapping;

namespace Freshet.Terraform.Comparing;

/// <summary>JSON documents, such as policies, as text or as objects, and texts of them that are encoded for an URL; what they mean is <see cref="DocumentMeaning"/>.</summary>
internal static class DocumentComparison
{
    /// <summary>Documents of more bytes are not read: no cloud takes a policy of a tenth of that.</summary>
    private const int MaxLength = 1 << 20;

    private static readonly JsonSerializerOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = JsonText.MaxDepth,
    };

    public static AttributeFinding Compare(in AskedChange asked)
    {
        if (asked.Mode != ChangeMode.Replace || asked.Values.Count != 1)
        {
            return AttributeFinding.Unreadable;
        }
        var value = asked.Values[0];
        var hadNone = IsNothing(asked.Old);
        if (asked.Empties || IsNothing(value))
        {
            return hadNone ? AttributeFinding.Same : asked.DifferentFrom(null);
        }
        if (!TryOpen(value, out var document))
        {
            return AttributeFinding.Unreadable;
        }
        if (
            !hadNone
            && TryOpen(asked.Old, out var old)
            && string.Equals(
                DocumentMeaning.Of(asked.Provider, old),
                DocumentMeaning.Of(asked.Provider, document),
                StringComparison.Ordinal
            )
        )
        {
            return AttributeFinding.Same;
        }
        var after = Sorted(document);
        if (asked.Provider == CloudProvider.Gcp && BindingsMeaning.Applies(document))
        {
            // It says which version was read before, and stands in no state.
            ((JsonObject)after!).Remove("etag");
        }
        var isText = asked.Old.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array);
        return asked.DifferentFrom(
            isText ? JsonValue.Create(after?.ToJsonString(Compact) ?? "null") : after
        );
    }

    private static bool IsNothing(JsonElement value) =>
        SameValue.IsNothing(value)
        || (
            value.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetString())
        );

    /// <summary>The document itself, or what a text of it holds.</summary>
    public static bool TryOpen(JsonElement value, out JsonElement document)
    {
        document = value;
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return true;
        }
        if (value.ValueKind != JsonValueKind.String)
        {
            return false;
        }
        var text = value.GetString()!;
        if (text.Length > MaxLength)
        {
            return false;
        }
        if (text.StartsWith("%7B", StringComparison.OrdinalIgnoreCase))
        {
            text = Uri.UnescapeDataString(text);
        }
        var reading = JsonText.Read(Encoding.UTF8.GetBytes(text));
        if (reading.Fault is not null)
        {
            return false;
        }
        document = JsonElement.Parse(reading.Json.Span, JsonText.DocumentOptions);
        return document.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
    }

    /// <summary>With members in the order of their names, as the providers write documents into a state.</summary>
    private static JsonNode? Sorted(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => new JsonObject(
                value
                    .EnumerateObject()
                    .OrderBy(member => member.Name, StringComparer.Ordinal)
                    .Select(member => KeyValuePair.Create(member.Name, Sorted(member.Value)))
            ),
            JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Sorted)]),
            _ => StateForm.ToNode(value),
        };
}
