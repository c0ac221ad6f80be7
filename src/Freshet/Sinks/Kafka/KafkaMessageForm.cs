using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Freshet.Events;
using Freshet.Pipelines;
using Freshet.Telemetry;

namespace Freshet.Sinks.Kafka;

/// <summary>Makes messages of events. A message that is sent again is the same.</summary>
internal static class KafkaMessageForm
{
    /// <summary>The header with what tells the event from everything else that the sink sends, the same on each try.</summary>
    private const string EventIdHeader = "freshet-event-id";

    private const string ContentTypeHeader = "content-type";

    /// <summary>As the binding writes it (Kafka protocol binding 1.0.2, section 3.3.1).</summary>
    private const string StructuredType = "application/cloudevents+json; charset=UTF-8";

    /// <summary>What each attribute's header begins with (section 3.2.3.1).</summary>
    private const string AttributePrefix = "ce_";

    public static Message<byte[]?, byte[]?> Of(Outgoing item, KafkaSinkOptions options)
    {
        var message = FormOf(item.Event, options.Content);
        message.Key = KeyOf(item.Event, options.Key);
        if (options.HasHeaders)
        {
            message.Headers.Add(EventIdHeader, Encoding.UTF8.GetBytes(item.Id));
            if (Tracing.Onward(item.Event) is { } trace)
            {
                message.Headers.Add(TraceContext.ParentName, Encoding.ASCII.GetBytes(trace.Parent));
                if (trace.State is { } state)
                {
                    message.Headers.Add(TraceContext.StateName, Encoding.ASCII.GetBytes(state));
                }
            }
        }
        else
        {
            message.Headers = null;
        }
        return message;
    }

    private static Message<byte[]?, byte[]?> FormOf(EncodedEvent input, KafkaContentForm content)
    {
        if (
            content == KafkaContentForm.CloudEventsBinary
            && CloudEventForm.Binary(input) is { } binary
        )
        {
            var headers = new List<(string, string)>();
            if (binary.ContentType is { } type)
            {
                headers.Add((ContentTypeHeader, type));
            }
            headers.AddRange(
                binary.Attributes.Select(attribute =>
                    (AttributePrefix + attribute.Name, attribute.Value)
                )
            );
            // No data is no value (section 3.2.2).
            return New(binary.Data.IsEmpty ? null : Bytes(binary.Data), headers);
        }
        return content == KafkaContentForm.Event
            ? New(Bytes(input.Json), [(ContentTypeHeader, BinaryCloudEvent.JsonType)])
            : New(Bytes(CloudEventForm.Structured(input)), [(ContentTypeHeader, StructuredType)]);
    }

    private static Message<byte[]?, byte[]?> New(
        byte[]? value,
        IEnumerable<(string Name, string Value)> headers
    )
    {
        var message = new Message<byte[]?, byte[]?> { Value = value, Headers = [] };
        foreach (var (name, text) in headers)
        {
            message.Headers.Add(name, Encoding.UTF8.GetBytes(text));
        }
        return message;
    }

    /// <summary>The key; null where the event has nothing to make one of.</summary>
    private static byte[]? KeyOf(EncodedEvent input, KafkaKey key)
    {
        var text = key switch
        {
            KafkaKey.Id => input.Id,
            KafkaKey.Source => input.Source,
            KafkaKey.Subject => CloudEventForm.SubjectOf(input) ?? input.Source,
            _ => "",
        };
        return text.Length == 0 ? null : Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The client takes whole arrays alone; most of what the journal gives is one already.</summary>
    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment)
        && segment.Array is { } array
        && array.Length == segment.Count
            ? array
            : memory.ToArray();
}
