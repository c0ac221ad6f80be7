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
            writer.WriteString("subject", CloudEventForm.SubjectOf(taken));
            writer.WriteString("timestamp", Rfc3339.Format(taken.Timestamp));
            writer.WriteString("format", taken.Format.ToString().ToLowerInvariant());
            writer.WritePropertyName("event");
            writer.WriteRawValue(taken.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
        });
}
