using System.Runtime.InteropServices;
using System.Text.Json;
using Freshet.Events.CDEvents;

namespace Freshet.Events;

/// <summary>What came of recognising an event: the event, or why it is not what it says it is.</summary>
/// <param name="Event">The event; null where it is refused.</param>
/// <param name="Fault">Why it cannot be taken in, whatever it is.</param>
/// <param name="Problems">What is wrong with it as a CDEvent: it passes with that, or it is refused for that.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Recognition(
    EncodedEvent? Event,
    EventFault? Fault,
    CDEventProblems? Problems = null
);

/// <summary>
/// Finds out an event's format (<see cref="EventOutline"/> says how), checks its id, type, source and time, fills in those that are absent, and encodes
/// it. JSON that lacks none of them leaves as the bytes that it came as; else the members that are filled in are the only change.
/// <list type="bullet">
/// <item>Source: <c>metadata.context.source</c>. Where that says nothing either, the member stays out, and <see cref="EncodedEvent.Source"/> is empty.</item>
/// <item>Time: now, in milliseconds of UTC.</item>
/// <item>Id of a CDEvent that has none, an empty one or <c>"0"</c>: the <see cref="ContentIdentifier"/> of its <see cref="CanonicalJson"/> without <c>context.id</c>.
/// A source that is filled in counts, since two producers may send the same text. A time that is filled in does not: a producer that
/// repeats itself gets the same id again, and the journal stores the event once.</item>
/// <item>Id of other events that have none: that of the transport (<see cref="Event.TransportId"/>), so that an event that comes again is known; without one, a UUID of
/// version 7. To plain JSON, that holds whatever it says: an <c>id</c> in it may be anything's.</item>
/// </list>
/// An empty source counts as absent, and an empty id of an envelope; a CloudEvent may have neither (CloudEvents 1.0.2, section 3.1).
/// </summary>
/// <param name="clock">Gives the time that is filled in.</param>
/// <param name="newId">Makes an id out of the time; a UUID of version 7 where null.</param>
/// <param name="cdevents">
/// For who takes events in: what happens to a CDEvent that is wrong; and a CloudEvent that carries a CDEvent becomes that (<see cref="CDEventIntake"/>). Null on the way out, where an
/// event is what it was made.
/// </param>
internal sealed class EventRecogniser(
    TimeProvider clock,
    Func<DateTimeOffset, string>? newId = null,
    CDEventMode? cdevents = null
)
{
    /// <summary>The longest id and source, in UTF-16 units: both go into headers, URLs and indexes.</summary>
    public const int LongestId = 1024;

    /// <summary>The longest type, in UTF-16 units.</summary>
    public const int LongestType = 256;

    private const string PlainType = "message";

    private readonly Func<DateTimeOffset, string> newId = newId ?? EventUuid.New;

    /// <summary>The source in the metadata that was read last. Replaced as a whole: several threads may recognise at once.</summary>
    private volatile KnownSource? lastSource;

    /// <summary>Recognises the event, which must not change afterwards: its JSON and its headers are taken over, not copied.</summary>
    /// <param name="input">The event.</param>
    /// <param name="origin">The source that took it in.</param>
    /// <param name="receivedAt">When that was.</param>
    /// <param name="trace">
    /// Makes the place in a trace that the event is to say it comes from of what its transport, or else itself as a CloudEvent, says; that itself where null. Called once for each event that
    /// is not refused.
    /// </param>
    public Recognition Recognise(
        Event input,
        string? origin = null,
        DateTimeOffset? receivedAt = null,
        Func<TraceContext?, TraceContext?>? trace = null
    )
    {
        try
        {
            return Recognise(
                input,
                input.ToJson(),
                input.MetadataToJson(),
                origin,
                receivedAt,
                trace
            );
        }
        catch (JsonException e)
        {
            // Only a transformer can do this: what came in was JSON.
            return Failed(new EventFault("cannot be written as JSON: " + e.Message));
        }
    }

    private Recognition Recognise(
        Event input,
        ReadOnlyMemory<byte> json,
        ReadOnlyMemory<byte> metadata,
        string? origin,
        DateTimeOffset? receivedAt,
        Func<TraceContext?, TraceContext?>? trace
    )
    {
        var outline = new EventOutline(json);
        // Before what it is around, where it is around a CDEvent, takes its place.
        var comesFrom = input.Trace ?? TraceIn(outline);
        CDEventProblems? problems = null;
        if (cdevents is { } mode)
        {
            // Before anything is filled in: what its sender left out is missing.
            (outline, metadata, problems) = CDEventIntake.Take(outline, metadata, mode);
            if (problems is not null && mode == CDEventMode.Require)
            {
                return new(null, null, problems);
            }
        }
        var now = ToMilliseconds(clock.GetUtcNow());
        var given = SourceIn(metadata);
        EventFault? fault =
            given.Length > LongestId
                ? TooLong("metadata.context.source", given.Length, LongestId)
                : null;
        string id,
            type,
            source;
        DateTimeOffset timestamp;
        if (outline.Format == EventFormat.Plain)
        {
            id = IdFor(input, now);
            (type, source, timestamp) = (PlainTypeOf(outline), given, now);
        }
        else
        {
            type = Read(outline, "type", outline.Type, LongestType, ref fault);
            source = Read(outline, "source", outline.Source, LongestId, ref fault);
            id = Read(outline, "id", outline.Id, LongestId, ref fault);
            timestamp = ReadTimestamp(outline, now, ref fault);
            if (fault is null)
            {
                FillIn(input, ref outline, ref id, ref source, given, now);
            }
        }
        if (fault is not null)
        {
            return Failed(fault);
        }
        var encoded = new EncodedEvent
        {
            Format = outline.Format,
            Id = id,
            Type = type,
            Source = source,
            Timestamp = timestamp,
            Origin = origin,
            ReceivedAt = receivedAt,
            Trace = trace is null ? comesFrom : trace(comesFrom),
            Headers = input.KeptHeaders,
            Metadata = metadata,
            Json = outline.Json,
        };
        return new Recognition(encoded, null, problems);
    }

    private void FillIn(
        Event input,
        ref EventOutline outline,
        ref string id,
        ref string source,
        string given,
        DateTimeOffset now
    )
    {
        var isCDEvent = outline.Format == EventFormat.CDEvent;
        if (source.Length == 0 && given.Length > 0)
        {
            source = given;
            outline = outline.With("source", outline.Source, source);
        }
        if (id.Length == 0 || (isCDEvent && id == "0"))
        {
            id = isCDEvent ? ContentIdOf(outline) : IdFor(input, now);
            outline = outline.With("id", outline.Id, id);
        }
        if (!outline.Timestamp.IsPresent)
        {
            outline = outline.With(outline.TimestampName, outline.Timestamp, Rfc3339.Format(now));
        }
    }

    /// <summary>The id that a transport gives; null where it gives none, or one that is too long.</summary>
    internal static string? IdOf(string? transportId) =>
        transportId is { Length: > 0 and <= LongestId } ? transportId : null;

    /// <summary>The id of an event that has none of its own.</summary>
    private string IdFor(Event input, DateTimeOffset now) => IdOf(input.TransportId) ?? newId(now);

    /// <summary>The text of a member; empty where it is absent. Only the first fault is kept.</summary>
    private static string Read(
        in EventOutline outline,
        string name,
        JsonMember member,
        int longest,
        ref EventFault? fault
    )
    {
        if (!member.IsPresent)
        {
            return "";
        }
        if (!member.IsString)
        {
            fault ??= new EventFault(
                $"expected a string, found {JsonMember.KindName(member.Kind)}",
                outline.PathOf(name)
            );
            return "";
        }
        var text = member.Text(outline.Json.Span);
        if (text.Length > longest)
        {
            fault ??= TooLong(outline.PathOf(name), text.Length, longest);
        }
        var mayBeEmpty = name != "type" && outline.Format != EventFormat.CloudEvent;
        if (text.Length == 0 && !mayBeEmpty)
        {
            fault ??= new EventFault(
                "expected a string that is not empty, found an empty one",
                outline.PathOf(name)
            );
        }
        return text;
    }

    private static DateTimeOffset ReadTimestamp(
        in EventOutline outline,
        DateTimeOffset now,
        ref EventFault? fault
    )
    {
        const string expected = "expected an RFC 3339 time such as 2026-01-31T12:00:00Z";
        var member = outline.Timestamp;
        if (!member.IsPresent)
        {
            return now;
        }
        if (!member.IsString)
        {
            fault ??= new EventFault(
                $"{expected}, found {JsonMember.KindName(member.Kind)}",
                outline.PathOf(outline.TimestampName)
            );
            return now;
        }
        if (!Rfc3339.TryParse(member.Text(outline.Json.Span), out var time))
        {
            fault ??= new EventFault(
                $"{expected}, found another string",
                outline.PathOf(outline.TimestampName)
            );
        }
        return time;
    }

    /// <summary>Plain JSON may name its type, and what it names is taken where it is usable.</summary>
    internal static string PlainTypeOf(in EventOutline outline)
    {
        var type = outline.Type.IsString ? outline.Type.Text(outline.Json.Span) : "";
        return type.Length is > 0 and <= LongestType ? type : PlainType;
    }

    /// <summary>The id of a CDEvent that has none.</summary>
    internal static string ContentIdOf(in EventOutline outline) =>
        ContentIdentifier.Of(CanonicalJson.Write(outline.Json, "context", "id").Span);

    private static TraceContext? TraceIn(in EventOutline outline)
    {
        if (!outline.TraceParent.IsString || outline.TraceParent.Length > LongestId)
        {
            return null;
        }
        var json = outline.Json.Span;
        var isState = outline.TraceState.IsString && outline.TraceState.Length <= LongestId;
        var state = isState ? outline.TraceState.Text(json) : null;
        return TraceContext.Parse(outline.TraceParent.Text(json), state);
    }

    /// <summary>The text of <c>context.source</c>; empty where there is none. Events of one source share their metadata, so that one answer is kept.</summary>
    private string SourceIn(ReadOnlyMemory<byte> metadata)
    {
        var known = lastSource;
        if (known is null || !known.Metadata.Equals(metadata))
        {
            known = new(metadata, ReadSource(metadata.Span));
            lastSource = known;
        }
        return known.Source;
    }

    private static string ReadSource(ReadOnlySpan<byte> metadata)
    {
        var reader = new Utf8JsonReader(metadata, JsonText.ReaderOptions);
        reader.Read();
        return
            JsonMember.TryEnter(ref reader, "context"u8)
            && reader.TokenType == JsonTokenType.StartObject
            && JsonMember.TryEnter(ref reader, "source"u8)
            && reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : "";
    }

    /// <summary>What is filled in has milliseconds, and the event's own time must be the same.</summary>
    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());

    private static EventFault TooLong(string path, int length, int longest) =>
        new($"expected at most {longest} characters, found {length}", path);

    private static Recognition Failed(EventFault fault) => new(null, fault);

    private sealed record KnownSource(ReadOnlyMemory<byte> Metadata, string Source);
}
