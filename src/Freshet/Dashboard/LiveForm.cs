using System.Text.Json;
using Freshet.Events;

namespace Freshet.Dashboard;

/// <summary>
/// What a frame of the live stream carries: <c>{sequence, journaled_at, origin, id, type, source, subject, timestamp, format, event}</c>, with the event as it is.
/// </summary>
internal static class LiveForm
{
    public static ReadOnlyMemory<byte> Of(Entry entry) =>
        JsonText.Write(writer =>
        {
            var taken = entry.Event;
            writer.WriteStartObject();
            writer.WriteNumber("sequence", entry.Sequence);
            writer.WriteString("journaled_at", Rfc3339.Format(entry.JournaledAt));
            writer.WriteString("origin", taken.Origin);
            writer.WriteString("id", taken.Id);
            writer.WriteString("type", taken.Type);
            writer.WriteString("source", taken.Source);
            writer.WriteString("subject", SubjectOf(taken));
            writer.WriteString("timestamp", Rfc3339.Format(taken.Timestamp));
            writer.WriteString("format", taken.Format.ToString().ToLowerInvariant());
            writer.WritePropertyName("event");
            writer.WriteRawValue(taken.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        });

    /// <summary>What it is about: <c>subject</c> of a CloudEvent, <c>subject.id</c> of a CDEvent; null where it does not say.</summary>
    internal static string? SubjectOf(EncodedEvent taken)
    {
        if (taken.Format is not (EventFormat.CloudEvent or EventFormat.CDEvent))
        {
            return null;
        }
        var reader = new Utf8JsonReader(taken.Json.Span, JsonText.ReaderOptions);
        return
            TryEnter(ref reader, "subject"u8)
            && (taken.Format == EventFormat.CloudEvent || TryEnter(ref reader, "id"u8))
            && reader.TokenType == JsonTokenType.String
            ? reader.GetString()
            : null;
    }

    /// <summary>Goes to the value of a member of the object that comes next, or that the reader is at.</summary>
    private static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType == JsonTokenType.None)
        {
            reader.Read();
        }
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }
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
}
