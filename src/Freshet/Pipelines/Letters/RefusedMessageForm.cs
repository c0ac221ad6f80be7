using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Freshet.Events;

namespace Freshet.Pipelines.Letters;

/// <summary>
/// A refused message as JSON: <c>{source, reason, at, origin, content}</c>. Where the content is no UTF-8, or longer than anybody reads, it is
/// <c>content_base64</c> in place of <c>content</c>. It is kept whole, since its source bounds it.
/// </summary>
internal static class RefusedMessageForm
{
    /// <summary>
    /// The longest content that is written as text, in bytes. Escapes can make six times as much of it, more than a journal takes of the largest; base64 adds a third.
    /// </summary>
    public const int LongestText = 16 << 20;

    public static ReadOnlyMemory<byte> Write(RefusedMessage message) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("source", message.Source);
            writer.WriteString("reason", BoundedText.Of(message.Reason));
            writer.WriteString("at", Rfc3339.Format(message.At));
            WriteOrigin(message.Origin, writer);
            var content = message.Content.Span;
            if (content.Length <= LongestText && Utf8.IsValid(content))
            {
                writer.WriteString("content", content);
            }
            else
            {
                writer.WritePropertyName("content_base64");
                // In one piece the writer takes less than a source may let in.
                writer.WriteBase64StringSegment(content, isFinalSegment: true);
            }
            writer.WriteEndObject();
        });

    /// <summary>Reads a message; null where the JSON is none.</summary>
    public static RefusedMessage? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
            var message = document.RootElement;
            return new(
                Text(message, "source"),
                ContentOf(message),
                JsonObject.Create(message.GetProperty("origin").Clone())
                    ?? throw new JsonException("origin is null"),
                Text(message, "reason"),
                Rfc3339.TryParse(Text(message, "at"), out var at)
                    ? at
                    : throw new JsonException("at is no time")
            );
        }
        catch (Exception fault)
            when (fault
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
            )
        {
            // Something else that somebody put into the folder.
            return null;
        }
    }

    /// <summary>What a producer named it is cut short as the reason is.</summary>
    private static void WriteOrigin(JsonObject origin, Utf8JsonWriter writer)
    {
        writer.WriteStartObject("origin");
        foreach (var (name, value) in origin)
        {
            writer.WritePropertyName(name);
            if (value is JsonValue single && single.TryGetValue<string>(out var text))
            {
                writer.WriteStringValue(BoundedText.Of(text));
            }
            else if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
        writer.WriteEndObject();
    }

    private static byte[] ContentOf(JsonElement message) =>
        message.TryGetProperty("content", out var text)
            ? Encoding.UTF8.GetBytes(text.GetString() ?? throw new JsonException("content is null"))
            : message.GetProperty("content_base64").GetBytesFromBase64();

    private static string Text(JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new JsonException($"{name} is null");
}
