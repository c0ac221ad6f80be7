using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry;

namespace Freshet.Sinks.Debug;

/// <summary>Events as text that does nothing to a terminal.</summary>
internal static class DebugText
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JsonText.Encoder,
        MaxDepth = JsonText.MaxDepth + 1,
    };

    /// <summary>The event on one line, JSON.</summary>
    public static string Line(Outgoing item) =>
        Escape(Encoding.UTF8.GetString(JsonText.Write(writer => Write(writer, item.Event)).Span))
        + "\n";

    /// <summary>A line that names the event, its parts on lines of their own, and an empty line.</summary>
    public static string Pretty(Outgoing item)
    {
        var (_, id, taken) = item;
        var text = new StringBuilder();
        text.Append(Rfc3339.Format(taken.Timestamp)).Append(' ');
        LogText.AppendEscaped(text, taken.Type);
        text.Append(' ');
        LogText.AppendEscaped(text, id);
        if (taken.Source.Length > 0)
        {
            text.Append(" from ");
            LogText.AppendEscaped(text, taken.Source);
        }
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            var parts = new JsonObject
            {
                ["metadata"] = Parse(taken.Metadata),
                ["headers"] = new JsonObject(
                    taken.Headers.Select(header =>
                        KeyValuePair.Create(header.Key, (JsonNode?)header.Value)
                    )
                ),
                ["body"] = Parse(taken.Json),
            };
            parts.WriteTo(writer);
        }
        var json = Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
        return text.Append('\n').Append(Escape(json)).Append("\n\n").ToString();
    }

    private static JsonNode? Parse(ReadOnlyMemory<byte> json) =>
        JsonNode.Parse(json.Span, documentOptions: JsonText.DocumentOptions);

    private static void Write(Utf8JsonWriter writer, EncodedEvent taken)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("metadata");
        writer.WriteRawValue(taken.Metadata.Span, skipInputValidation: true);
        writer.WriteStartObject("headers");
        foreach (var (name, value) in taken.Headers)
        {
            writer.WriteString(name, value);
        }
        writer.WriteEndObject();
        writer.WritePropertyName("body");
        writer.WriteRawValue(taken.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    /// <summary>
    /// JSON with the same meaning: what is not plain text stands within strings only, where an escape says the same. The line feeds between its lines stay.
    /// </summary>
    private static string Escape(string json)
    {
        var escaped = new StringBuilder(json.Length);
        foreach (var rune in json.EnumerateRunes())
        {
            var isPlain =
                rune.Value == '\n'
                || Rune.GetUnicodeCategory(rune)
                    is not (
                        UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                    );
            if (isPlain)
            {
                escaped.Append(rune.ToString());
                continue;
            }
            foreach (var unit in rune.ToString())
            {
                escaped.Append($"\\u{(int)unit:x4}");
            }
        }
        return escaped.ToString();
    }
}
