using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Freshet.Events;
using Freshet.Http;
using Freshet.Journal.Segments;
using Freshet.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Freshet.Sources.Kafka;

/// <summary>What was read of a message.</summary>
/// <param name="Message">The message.</param>
/// <param name="Event">The event as JSON, where it is one.</param>
/// <param name="Id">What the event is known by where it has no id of its own: the same for each delivery of the message, and no other's.</param>
internal sealed record ReadMessage(KafkaMessage Message, ReadOnlyMemory<byte> Event, string Id);

/// <summary>Makes events of messages.</summary>
internal sealed class MessageEvents
{
    /// <summary>The key of a message goes into the metadata up to that length; longer ones are cut.</summary>
    private const int LongestKey = 1024;

    /// <summary>More headers than any producer has: each is looked at.</summary>
    private const int MostHeaders = 1024;

    /// <summary>Members of an object that may say when it happened, the first first.</summary>
    private static readonly byte[][] TimeNames =
    [
        "created_at"u8.ToArray(),
        "updated_at"u8.ToArray(),
        "timestamp"u8.ToArray(),
        "occurred_at"u8.ToArray(),
        "event_time"u8.ToArray(),
    ];

    /// <summary>Numbers below are seconds since 1970, others milliseconds: as seconds it is the year 5138, as milliseconds 1973.</summary>
    private const double MostSeconds = 1e11;

    /// <summary>The attributes of a CloudEvent in binary mode (Kafka protocol binding 1.0.2, section 3.2).</summary>
    private const string Prefix = "ce_";

    /// <summary>One that each has.</summary>
    private const string SpecVersion = "ce_specversion";

    /// <summary>What a message without content says of its key.</summary>
    private static readonly ReadOnlyMemory<byte> Gone = "null"u8.ToArray();

    private readonly KafkaSourceOptions options;
    private readonly SourceContext context;

    /// <summary>The metadata that all messages of a topic have, without its last brace, and their source.</summary>
    private readonly ConcurrentDictionary<string, (byte[] Metadata, string Source)> topics = new(
        StringComparer.Ordinal
    );

    public MessageEvents(KafkaSourceOptions options, SourceContext context) =>
        (this.options, this.context) = (options, context);

    /// <summary>Reads a message; null where no event can be made of it, and why, for an operator to read.</summary>
    public ReadMessage? Read(KafkaMessage message, out string reason)
    {
        reason = "";
        var value = message.Value;
        if (value?.Length > options.MaxEventBytes.Bytes)
        {
            reason =
                $"the message has {value.Length} bytes, more than max_event_bytes, {options.MaxEventBytes}";
            return null;
        }
        if (message.Headers?.Count > MostHeaders)
        {
            reason = $"the message has {message.Headers.Count} headers, more than {MostHeaders}";
            return null;
        }
        var headers = HeadersOf(message);
        var verdict = options.Headers.Check(headers, value);
        if (!verdict.IsAccepted)
        {
            reason =
                $"the header {verdict.Header} does not hold to its rule of type {verdict.Rule}";
            return null;
        }
        var reading = ReadValue(message, headers, out var isWhole);
        if (reading.Fault is null && !isWhole)
        {
            // What is wrapped lies a level deeper, and may be too deep.
            reading = JsonText.Read(Wrap(message, reading.Json));
        }
        if (reading.Fault is { } fault)
        {
            reason = fault.ToString();
            return null;
        }
        return new(message, reading.Json, IdOf(message));
    }

    /// <summary>The event, new with each call.</summary>
    public Event Create(ReadMessage read)
    {
        var taken = new Event(read.Event, MetadataOf(read.Message)) { TransportId = read.Id };
        if (read.Message.Headers is not null)
        {
            var headers = HeadersOf(read.Message);
            taken.Trace = RequestTrace.Read(headers);
            foreach (var name in options.HeadersToKeep)
            {
                if (headers.TryGetValue(name, out var values))
                {
                    taken.Headers[name.ToLowerInvariant()] = values.ToString();
                }
            }
        }
        return taken;
    }

    /// <summary>The content as JSON.</summary>
    /// <param name="message">The message.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="isWhole">Whether it is an event; else it is the data of one.</param>
    private JsonReading ReadValue(KafkaMessage message, IHeaderDictionary headers, out bool isWhole)
    {
        isWhole = true;
        if (headers.ContainsKey(SpecVersion))
        {
            // As HTTP names them.
            var all = headers
                .Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                .Select(header =>
                    KeyValuePair.Create($"ce-{header.Key[Prefix.Length..]}", $"{header.Value}")
                )
                .ToList();
            if (CloudEventHeaders.AreIn(all))
            {
                var contentType = headers.ContentType is [{ } given, ..] ? given : null;
                return CloudEventHeaders.ToStructured(
                    all,
                    contentType,
                    message.Value,
                    areEncoded: false
                );
            }
        }
        var reading =
            message.Value is not { } value ? new(Gone, null)
            : options.Parser == KafkaParser.Text ? ReadText(value)
            : JsonText.Read(value);
        isWhole =
            options.Parser == KafkaParser.Json
            && reading.Fault is null
            && new EventOutline(reading.Json).Format != EventFormat.Plain;
        return reading;
    }

    private static JsonReading ReadText(byte[] value) =>
        Utf8.IsValid(value)
            ? new(JsonText.Write(writer => writer.WriteStringValue(value)), null)
            : JsonReading.Failed(new EventFault("expected text in UTF-8, found other bytes"));

    /// <summary>
    /// Topic, partition and offset name a message, until its topic is made anew: then offsets begin again, and without something of the content a new message would
    /// be taken for the old one.
    /// </summary>
    private static string IdOf(KafkaMessage message)
    {
        var place = message.Place;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{place.Topic}:{place.Partition.Value}:{place.Offset.Value}:{Crc32C.Of(message.Value):x8}"
        );
    }

    /// <summary>
    /// The envelope of what is no event, but for its id: that comes behind the transformers (<see cref="Event.TransportId"/>), so that each of several that one makes of it has its own.
    /// </summary>
    private ReadOnlyMemory<byte> Wrap(KafkaMessage message, ReadOnlyMemory<byte> data)
    {
        var time = TimeIn(data.Span) ?? message.Time ?? context.Time.GetUtcNow();
        var source = OfTopic(message.Place.Topic).Source;
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, message.Place.Topic);
            writer.WriteString("source"u8, source);
            writer.WriteString("timestamp"u8, Rfc3339.Format(time));
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data.Span, skipInputValidation: true);
            writer.WriteEndObject();
        });
    }

    /// <summary>When the object says that it happened; null where it does not.</summary>
    private static DateTimeOffset? TimeIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }
        var best = TimeNames.Length;
        DateTimeOffset? time = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var rank = RankOf(ref reader);
            reader.Read();
            if (rank < best && ReadTime(ref reader) is { } read)
            {
                (best, time) = (rank, read);
            }
            reader.Skip();
        }
        return time;
    }

    private static int RankOf(ref Utf8JsonReader name)
    {
        for (var i = 0; i < TimeNames.Length; i++)
        {
            if (name.ValueTextEquals(TimeNames[i]))
            {
                return i;
            }
        }
        return TimeNames.Length;
    }

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String)
        {
            return Rfc3339.TryParse(value.GetString(), out var time) ? time : null;
        }
        if (value.TokenType != JsonTokenType.Number || !value.TryGetDouble(out var number))
        {
            return null;
        }
        var milliseconds = Math.Abs(number) < MostSeconds ? number * 1000 : number;
        var since = milliseconds - DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
        var most =
            DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            - DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
        return since >= 0 && since <= most
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
            : null;
    }

    private static HeaderDictionary HeadersOf(KafkaMessage message)
    {
        var headers = new HeaderDictionary();
        foreach (var header in message.Headers ?? [])
        {
            var value = header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : "";
            headers[header.Key] = StringValues.Concat(headers[header.Key], value);
        }
        return headers;
    }

    private byte[] MetadataOf(KafkaMessage message)
    {
        var own = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("kafka"u8);
            writer.WriteString("topic"u8, message.Place.Topic);
            writer.WriteNumber("partition"u8, message.Place.Partition.Value);
            writer.WriteNumber("offset"u8, message.Place.Offset.Value);
            if (message.Key is { } key)
            {
                writer.WriteString("key"u8, Encoding.UTF8.GetString(Shortened(key)));
            }
            if (message.Time is { } time)
            {
                writer.WriteString("timestamp"u8, Rfc3339.Format(time));
            }
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
        // Two objects become one: the first has a context, so that it is not empty.
        return [.. OfTopic(message.Place.Topic).Metadata, (byte)',', .. own.Span[1..]];
    }

    /// <summary>The key up to its longest, not cut within a character.</summary>
    private static ReadOnlySpan<byte> Shortened(byte[] key)
    {
        if (key.Length <= LongestKey)
        {
            return key;
        }
        var length = LongestKey;
        // The bytes of a character that are not its first; it has at most three of them.
        while (length > LongestKey - 3 && (key[length] & 0xC0) == 0x80)
        {
            length--;
        }
        return key.AsSpan(0, length);
    }

    private (byte[] Metadata, string Source) OfTopic(string topic) =>
        topics.GetOrAdd(
            topic,
            static (topic, self) =>
            {
                var metadata = (JsonObject)self.options.Metadata.DeepClone();
                metadata.Remove("kafka");
                var service = $"{topic.Split('.')[0]}-service";
                if (!metadata.ContainsKey("context"))
                {
                    metadata["context"] = new JsonObject { ["source"] = service };
                }
                else if (metadata["context"] is JsonObject given && !given.ContainsKey("source"))
                {
                    given["source"] = service;
                }
                var source =
                    (metadata["context"] as JsonObject)?["source"] is JsonValue value
                    && value.TryGetValue<string>(out var text)
                        ? text
                        : service;
                return (JsonText.Write(metadata)[..^1].ToArray(), source);
            },
            this
        );
}
