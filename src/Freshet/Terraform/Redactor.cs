using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Terraform;

/// <summary>
/// Takes what is sensitive out of attributes. In its place is <c>{"(sensitive value)": HASH}</c>, with a keyed hash (HMAC-SHA-256) of the value's canonical JSON, so
/// that a change of the value is seen and the value is not. Null is nothing to hide, and stays.
/// </summary>
/// <param name="key">The key, <see cref="KeyLength"/> random bytes; hashes of one key can be compared.</param>
internal sealed class Redactor(ReadOnlyMemory<byte> key)
{
    public const int KeyLength = 32;

    /// <summary>What is shown in place of a sensitive value, and the name under which its hash stands.</summary>
    public const string Marker = "(sensitive value)";

    public static ReadOnlySpan<byte> MarkerUtf8 => "(sensitive value)"u8;

    /// <summary>With a key of its own.</summary>
    public Redactor()
        : this(RandomNumberGenerator.GetBytes(KeyLength)) { }

    public ReadOnlyMemory<byte> Key { get; } = key;

    /// <summary>Whether this stands in place of a sensitive value.</summary>
    public static bool IsMarker(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        && value.GetPropertyCount() == 1
        && value.TryGetProperty(MarkerUtf8, out var hash)
        && hash.ValueKind == JsonValueKind.String;

    /// <summary>The attributes without what is sensitive; the same memory where nothing is.</summary>
    /// <param name="attributes">A JSON object, as a state has it.</param>
    /// <param name="paths">What is sensitive in it.</param>
    /// <param name="isRedacted">Whether it was redacted before, by other paths: then markers in it stay.</param>
    public ReadOnlyMemory<byte> Redact(
        ReadOnlyMemory<byte> attributes,
        SensitivePaths paths,
        bool isRedacted
    )
    {
        if (paths.IsEmpty)
        {
            return attributes;
        }
        using var document = JsonDocument.Parse(attributes, JsonText.DocumentOptions);
        var root = document.RootElement;
        var written = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in root.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                var child = paths.Members?.GetValueOrDefault(member.Name);
                if (paths.IsSensitive || paths.Elements is not null)
                {
                    Hide(writer, member.Value, isRedacted);
                }
                else
                {
                    Write(writer, member.Value, child, isRedacted);
                }
            }
            writer.WriteEndObject();
        });
        // It is held for long: without the room that was left for more.
        return written.ToArray();
    }

    private void Write(
        Utf8JsonWriter writer,
        JsonElement value,
        SensitivePaths? paths,
        bool isRedacted
    )
    {
        if (paths is null)
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        }
        else if (
            !paths.IsSensitive
            && value.ValueKind == JsonValueKind.Object
            && paths.Elements is null
            && !(isRedacted && IsMarker(value))
        )
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                Write(
                    writer,
                    member.Value,
                    paths.Members?.GetValueOrDefault(member.Name),
                    isRedacted
                );
            }
            writer.WriteEndObject();
        }
        else if (
            !paths.IsSensitive
            && value.ValueKind == JsonValueKind.Array
            && paths.Members is null
        )
        {
            writer.WriteStartArray();
            var index = 0L;
            foreach (var item in value.EnumerateArray())
            {
                Write(writer, item, paths.Elements?.GetValueOrDefault(index++), isRedacted);
            }
            writer.WriteEndArray();
        }
        else
        {
            // Sensitive, or of another shape than the path has: then the secret may be anywhere in it.
            Hide(writer, value, isRedacted);
        }
    }

    private void Hide(Utf8JsonWriter writer, JsonElement value, bool isRedacted)
    {
        if (value.ValueKind == JsonValueKind.Null || (isRedacted && IsMarker(value)))
        {
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
            return;
        }
        var canonical = new ArrayBufferWriter<byte>();
        CanonicalJson.Write(value, canonical);
        writer.WriteStartObject();
        writer.WriteBase64String(MarkerUtf8, HMACSHA256.HashData(Key.Span, canonical.WrittenSpan));
        writer.WriteEndObject();
    }
}
