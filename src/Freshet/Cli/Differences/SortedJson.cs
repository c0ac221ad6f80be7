using System.Buffers;
using System.Text;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Cli.Differences;

/// <summary>JSON for people to compare: a member a line, members sorted by their names (in the order of UTF-8), numbers as they were written.</summary>
internal static class SortedJson
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JsonText.Encoder,
        Indented = true,
        IndentSize = 2,
        NewLine = "\n",
        MaxDepth = JsonText.MaxDepth,
        SkipValidation = true,
    };

    /// <summary>The text, with a line feed at its end.</summary>
    /// <param name="json">JSON as <see cref="JsonText.Read"/> gives it.</param>
    public static byte[] Write(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        var buffer = new ArrayBufferWriter<byte>(json.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(document.RootElement, writer);
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Whether both say the same: the order of members and how a number is written do not count (<c>1.0</c> is <c>1</c>).</summary>
    public static bool AreEqual(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other)
    {
        using var left = JsonDocument.Parse(one, JsonText.DocumentOptions);
        using var right = JsonDocument.Parse(other, JsonText.DocumentOptions);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                // Ordinal of UTF-16 differs from that of UTF-8 beyond U+FFFF.
                foreach (
                    var member in value
                        .EnumerateObject()
                        .OrderBy(member => Encoding.UTF8.GetBytes(member.Name), ByBytes)
                )
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, writer);
                }
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static readonly Comparer<byte[]> ByBytes = Comparer<byte[]>.Create(
        (one, other) => one.AsSpan().SequenceCompareTo(other)
    );
}
