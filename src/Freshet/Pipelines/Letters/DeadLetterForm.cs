using System.Runtime.InteropServices;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Pipelines.Letters;

/// <summary>
/// A dead letter as JSON: <c>{sink, reason, attempts, first_attempt, last_attempt, sequence, journaled_at, delivery_id, event: {id, type, source, timestamp, headers,
/// metadata, body}}</c>, and in the event <c>traceparent</c> and <c>tracestate</c> where it has them. <c>sequence</c> is the event's place in the journal, <c>delivery_id</c> what the sink calls it. The event is what could not be
/// delivered, behind the sink's transformers; with 0 attempts what one of them refused, before the first.
/// </summary>
internal static class DeadLetterForm
{
    /// <summary>The event's own JSON lies two levels down.</summary>
    private static readonly JsonDocumentOptions Reading = new()
    {
        MaxDepth = JsonText.MaxDepth + 2,
    };

    public static ReadOnlyMemory<byte> Write(DeadLetter letter) =>
        JsonText.Write(writer =>
        {
            var (entry, id, taken) = letter.Item;
            writer.WriteStartObject();
            writer.WriteString("sink", letter.Sink);
            writer.WriteString("reason", BoundedText.Of(letter.Reason));
            writer.WriteNumber("attempts", letter.Attempts);
            writer.WriteString("first_attempt", Rfc3339.Format(letter.FirstAttempt));
            writer.WriteString("last_attempt", Rfc3339.Format(letter.LastAttempt));
            writer.WriteNumber("sequence", entry.Sequence);
            writer.WriteString("journaled_at", Rfc3339.Format(entry.JournaledAt));
            writer.WriteString("delivery_id", id);
            writer.WriteStartObject("event");
            writer.WriteString("id", taken.Id);
            writer.WriteString("type", taken.Type);
            writer.WriteString("source", taken.Source);
            writer.WriteString("timestamp", Rfc3339.Format(taken.Timestamp));
            if (taken.Trace is { } trace)
            {
                writer.WriteString(TraceContext.ParentName, trace.Parent);
                if (trace.State is { } state)
                {
                    writer.WriteString(TraceContext.StateName, state);
                }
            }
            writer.WriteStartObject("headers");
            foreach (var (name, value) in taken.Headers)
            {
                writer.WriteString(name, value);
            }
            writer.WriteEndObject();
            writer.WritePropertyName("metadata");
            writer.WriteRawValue(taken.Metadata.Span, skipInputValidation: true);
            writer.WritePropertyName("body");
            writer.WriteRawValue(taken.Json.Span, skipInputValidation: true);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    /// <summary>Reads a letter; null where the JSON is none.</summary>
    public static DeadLetter? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return Read(document.RootElement);
        }
        catch (Exception fault)
            when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Something else that somebody put into the folder.
            return null;
        }
    }

    private static DeadLetter? Read(JsonElement letter)
    {
        var given = letter.GetProperty("event");
        var body = JsonMarshal.GetRawUtf8Value(given.GetProperty("body")).ToArray();
        var taken = new EncodedEvent
        {
            Format = new EventOutline(body).Format,
            Id = Text(given, "id"),
            Type = Text(given, "type"),
            Source = Text(given, "source"),
            Timestamp = Time(given, "timestamp"),
            Trace = TraceContext.Parse(
                TextOrNull(given, TraceContext.ParentName),
                TextOrNull(given, TraceContext.StateName)
            ),
            Headers = given
                .GetProperty("headers")
                .EnumerateObject()
                .ToDictionary(
                    header => header.Name,
                    header => header.Value.GetString()!,
                    StringComparer.OrdinalIgnoreCase
                ),
            Metadata = JsonMarshal.GetRawUtf8Value(given.GetProperty("metadata")).ToArray(),
            Json = body,
        };
        var sequence = letter.GetProperty("sequence").GetInt64();
        var id = Text(letter, "delivery_id");
        var sharesId = id == $"{SseFrame.WireId(taken.Id)}@{sequence}";
        var entry = new Entry(sequence, Time(letter, "journaled_at"), taken, sharesId);
        return new(
            Text(letter, "sink"),
            new(entry, id, taken),
            Text(letter, "reason"),
            letter.GetProperty("attempts").GetInt32(),
            Time(letter, "first_attempt"),
            Time(letter, "last_attempt")
        );
    }

    private static string Text(JsonElement of, string name) =>
        of.GetProperty(name).GetString() ?? throw new JsonException($"{name} is null");

    private static string? TextOrNull(JsonElement of, string name) =>
        of.TryGetProperty(name, out var text) ? text.GetString() : null;

    private static DateTimeOffset Time(JsonElement of, string name) =>
        Rfc3339.TryParse(Text(of, name), out var time)
            ? time
            : throw new JsonException($"{name} is no time");
}
