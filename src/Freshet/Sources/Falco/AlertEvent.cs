using System.Runtime.InteropServices;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Sources.Falco;

/// <summary>The event of an alert: an envelope of the type <c>falco</c>. What comes from the alert has the bytes that it has there.</summary>
internal static class AlertEvent
{
    private const string Type = "falco";

    /// <param name="alert">The alert; its document must be open.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="source">The event's source; null for that of the alert's host.</param>
    public static ReadOnlyMemory<byte> Write(Alert alert, string id, string? source) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteString("type", Type);
            writer.WriteString("source", source ?? SourceOf(alert));
            WriteAsIs(writer, "timestamp", alert.Time);
            writer.WriteStartObject("data");
            writer.WriteString("severity", alert.Severity);
            WriteAsIs(writer, "priority", alert.Priority);
            WriteAsIs(writer, "rule", alert.Rule);
            WriteAsIs(writer, "output", alert.Output);
            WriteAsIs(writer, "source", alert.Source);
            WriteAsIs(writer, "hostname", alert.Hostname);
            WriteAsIs(writer, "tags", alert.Tags);
            WriteAsIs(writer, "time", alert.Time);
            WriteWhatFieldsTell(writer, new(alert.Fields));
            writer.WritePropertyName("fields");
            writer.WriteRawValue(
                alert.Fields.ValueKind == JsonValueKind.Undefined
                    ? "{}"u8
                    : JsonMarshal.GetRawUtf8Value(alert.Fields),
                skipInputValidation: true
            );
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static string SourceOf(Alert alert) =>
        alert.Hostname.ValueKind == JsonValueKind.String
        && alert.Hostname.GetString() is { Length: > 0 } hostname
            ? $"{Type}/{hostname}"
            : Type;

    private static void WriteWhatFieldsTell(Utf8JsonWriter writer, AlertFields fields)
    {
        WriteAsIs(writer, "container_id", fields.ContainerId ?? default);
        var identity = fields.Identity();
        if (identity.Count == 0)
        {
            return;
        }
        writer.WriteStartObject("user_identity");
        foreach (var (member, value) in identity)
        {
            WriteAsIs(writer, member, value);
        }
        writer.WriteEndObject();
    }

    /// <summary>Writes a member with the bytes of the alert; none where the alert has none.</summary>
    private static void WriteAsIs(Utf8JsonWriter writer, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
        }
    }
}
