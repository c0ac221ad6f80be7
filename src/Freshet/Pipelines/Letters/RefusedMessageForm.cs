using System.Text.Unicode;
using Freshet.Events;

namespace Freshet.Pipelines.Letters;

/// <summary>
/// A refused message as JSON: <c>{source, reason, at, origin, content}</c>, where the content is no UTF-8 <c>content_base64</c> in its place.
/// </summary>
internal static class RefusedMessageForm
{
    public static ReadOnlyMemory<byte> Write(RefusedMessage message) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("source", message.Source);
            writer.WriteString("reason", message.Reason);
            writer.WriteString("at", Rfc3339.Format(message.At));
            writer.WritePropertyName("origin");
            message.Origin.WriteTo(writer);
            if (Utf8.IsValid(message.Content.Span))
            {
                writer.WriteString("content", message.Content.Span);
            }
            else
            {
                writer.WriteBase64String("content_base64", message.Content.Span);
            }
            writer.WriteEndObject();
        });
}
