using System.Text.Json;
using Freshet.Events.CDEvents;

namespace Freshet.Events;

/// <summary>
/// Any event as a CloudEvent 1.0. One that is none is wrapped: its id, type, source and time become attributes, and the whole event, as it is, the
/// data. For CDEvents that is their CloudEvents binding, which also has their subject's id as <c>subject</c>, and for types of the specification the address of their
/// schema as <c>dataschema</c>. The place in a trace that it comes from is <c>traceparent</c> and <c>tracestate</c>, by the extension for distributed tracing; a CloudEvent keeps those that it has.
/// </summary>
internal static class CloudEventForm
{
    /// <summary>The source of what names none, since a CloudEvent must have one.</summary>
    private const string NoSource = "urn:freshet";

    /// <summary>The structured mode: one JSON text (JSON format 1.0.2).</summary>
    public static ReadOnlyMemory<byte> Structured(EncodedEvent input) =>
        input.Format == EventFormat.CloudEvent
            ? input.Json
            : JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var (name, value) in Attributes(input))
                {
                    writer.WriteString(name, value);
                }
                writer.WriteString("datacontenttype"u8, BinaryCloudEvent.JsonType);
                writer.WritePropertyName("data"u8);
                writer.WriteRawValue(input.Json.Span, skipInputValidation: true);
                writer.WriteEndObject();
            });

    /// <summary>
    /// The binary mode: attributes for headers, and the data as the body. Null where the event has no such form without loss; every receiver of CloudEvents
    /// takes the structured mode too (HTTP and Kafka bindings 1.0.2, section 3).
    /// </summary>
    public static BinaryCloudEvent? Binary(EncodedEvent input) =>
        input.Format == EventFormat.CloudEvent
            ? BinaryCloudEvent.Read(input.Json)
            : new(Attributes(input), BinaryCloudEvent.JsonType, input.Json);

    /// <summary>What the event is about: the <c>subject</c> of a CloudEvent, the id of a CDEvent's; null where it does not say.</summary>
    public static string? SubjectOf(EncodedEvent input) =>
        input.Format switch
        {
            EventFormat.CloudEvent => FilledText(input.Json.Span, "subject"u8),
            EventFormat.CDEvent => SubjectIdOf(input.Json),
            _ => null,
        };

    /// <summary>The id of a CDEvent's subject; null where it has none.</summary>
    public static string? SubjectIdOf(ReadOnlyMemory<byte> cdevent) =>
        FilledText(cdevent.Span, "subject"u8, "id"u8);

    private static string? FilledText(
        ReadOnlySpan<byte> json,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> inner = default
    )
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        return
            reader.Read()
            && reader.TokenType == JsonTokenType.StartObject
            && JsonMember.TryEnter(ref reader, name)
            && (
                inner.IsEmpty
                || (
                    reader.TokenType == JsonTokenType.StartObject
                    && JsonMember.TryEnter(ref reader, inner)
                )
            )
            && reader.TokenType == JsonTokenType.String
            && reader.GetString() is { Length: > 0 } text
            ? text
            : null;
    }

    private static List<(string Name, string Value)> Attributes(EncodedEvent input)
    {
        List<(string, string)> attributes =
        [
            ("specversion", "1.0"),
            ("id", input.Id),
            ("source", input.Source.Length > 0 ? input.Source : NoSource),
            ("type", input.Type),
            ("time", input.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'")),
        ];
        if (SubjectOf(input) is { } subject)
        {
            attributes.Add(("subject", subject));
        }
        if (
            input.Format == EventFormat.CDEvent
            && CDEventTypes.SchemaUriOf(input.Type) is { } schema
        )
        {
            attributes.Add(("dataschema", schema));
        }
        if (input.Trace is { } trace)
        {
            attributes.Add((TraceContext.ParentName, trace.Parent));
            if (trace.State is { } state)
            {
                attributes.Add((TraceContext.StateName, state));
            }
        }
        return attributes;
    }
}
