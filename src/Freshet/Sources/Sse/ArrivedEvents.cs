using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Freshet.Events;
using Freshet.Http.Outgoing;

namespace Freshet.Sources.Sse;

/// <summary>Makes events of what arrives on a stream.</summary>
internal sealed class ArrivedEvents
{
    private const int UuidLength = 36;

    private readonly string shownUrl;
    private readonly byte[] address;
    private readonly ReadOnlyMemory<byte> metadata;

    /// <param name="metadata">What goes into the metadata of each event.</param>
    /// <param name="url">The stream's address. Without user, password, query and fragment, which may hold secrets, it becomes <c>sse_url</c>.</param>
    public ArrivedEvents(JsonObject metadata, Uri url)
    {
        shownUrl = OutgoingUrl.Shown(url);
        var all = (JsonObject)metadata.DeepClone();
        all.Remove("sse_id");
        all.Remove("sse_event");
        all["sse_url"] = shownUrl;
        this.metadata = JsonText.Write(all);
        address = Encoding.UTF8.GetBytes(shownUrl);
    }

    /// <summary>The event, new with each call. Data that is no JSON, as Freshet reads it, becomes a JSON string, so that it is not lost.</summary>
    public Event Create(Arrival arrival)
    {
        var data = arrival.Content.Data;
        var reading = JsonText.Read(data);
        var json = reading.Fault is null
            ? reading.Json
            : JsonText.Write(JsonValue.Create(Encoding.UTF8.GetString(data.Span)));
        return new Event(json, MetadataOf(arrival))
        {
            TransportId = arrival.Id is { Length: > 0 } id ? TransportId(id, data.Span) : null,
            Trace = arrival.Trace,
        };
    }

    /// <summary>Where it came from, for the dead letters: <c>{url, id, event}</c>, without an id where it has none of its own.</summary>
    public JsonObject OriginOf(Arrival arrival)
    {
        var origin = new JsonObject { ["url"] = shownUrl };
        if (arrival.Id is { } id)
        {
            origin["id"] = id;
        }
        origin["event"] = arrival.Name;
        return origin;
    }

    /// <summary>
    /// What plain JSON is known by. The ids of a Freshet begin with a UUID, are unique everywhere and travel unchanged, so that an event that comes round is known.
    /// Others may be mere counts, which begin anew with the server or are the same on another: those become a UUID that follows from the stream's
    /// address, the id and the data (RFC 9562, version 8), so that a repeat is one and nothing else is.
    /// </summary>
    internal string TransportId(string id, ReadOnlySpan<byte> data)
    {
        if (id.Length >= UuidLength && Guid.TryParseExact(id.AsSpan(0, UuidLength), "D", out _))
        {
            return id;
        }
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(address);
        hash.AppendData("\n"u8);
        hash.AppendData(Encoding.UTF8.GetBytes(id));
        // An id has no line feed in it, so that no id and data together read as another id with other data.
        hash.AppendData("\n"u8);
        hash.AppendData(data);
        Span<byte> uuid = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(uuid);
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);
        return new Guid(uuid[..16], bigEndian: true).ToString();
    }

    /// <summary>The source's metadata, <c>sse_event</c>, and <c>sse_id</c> where the event has an id of its own.</summary>
    private byte[] MetadataOf(Arrival arrival)
    {
        var own = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("sse_event", arrival.Name);
            if (arrival.Id is { } id)
            {
                writer.WriteString("sse_id", id);
            }
            writer.WriteEndObject();
        });
        // Two objects become one: sse_url is in the first, so that neither is empty.
        return [.. metadata.Span[..^1], (byte)',', .. own.Span[1..]];
    }
}
