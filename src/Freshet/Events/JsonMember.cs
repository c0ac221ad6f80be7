using System.Runtime.InteropServices;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>Where the value of an object's member stands in a text.</summary>
/// <param name="Kind">What it begins with; <see cref="JsonTokenType.None"/> where the object has no such member.</param>
/// <param name="Start">Where it starts, in bytes.</param>
/// <param name="Length">How many bytes it has.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonMember(JsonTokenType Kind, int Start, int Length)
{
    /// <summary>It is there and says something: null counts as absent everywhere, as CloudEvents rules (JSON format 1.0.2, section 2.2).</summary>
    public bool IsPresent => Kind is not (JsonTokenType.None or JsonTokenType.Null);

    public bool IsString => Kind == JsonTokenType.String;

    /// <summary>The value as text, for a string.</summary>
    public string Text(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json.Slice(Start, Length));
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>Goes from the start of an object to the value of that member; false where it has none.</summary>
    public static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return true;
            }
            reader.Skip();
        }
        return false;
    }

    /// <summary>The kind with its article, as messages name it.</summary>
    public static string KindName(JsonTokenType kind) =>
        kind switch
        {
            JsonTokenType.StartObject => "an object",
            JsonTokenType.StartArray => "an array",
            JsonTokenType.String => "a string",
            JsonTokenType.Number => "a number",
            JsonTokenType.True or JsonTokenType.False => "a boolean",
            JsonTokenType.Null => "null",
            _ => "nothing",
        };

    /// <summary>The kind of a value of a document, likewise.</summary>
    public static string KindName(JsonValueKind kind) =>
        KindName(
            kind switch
            {
                JsonValueKind.Object => JsonTokenType.StartObject,
                JsonValueKind.Array => JsonTokenType.StartArray,
                JsonValueKind.String => JsonTokenType.String,
                JsonValueKind.Number => JsonTokenType.Number,
                JsonValueKind.True or JsonValueKind.False => JsonTokenType.True,
                JsonValueKind.Null => JsonTokenType.Null,
                _ => JsonTokenType.None,
            }
        );
}
