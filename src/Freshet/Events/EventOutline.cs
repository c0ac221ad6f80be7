using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>
/// What Freshet must know of an event's JSON: its format, and where its id, type, source and time stand. The rest of the text is passed over, and
/// nothing of it becomes an object.
/// <para>The formats, in the order in which they are tried; a member that is null counts as absent:</para>
/// <list type="number">
/// <item>CDEvent: <c>context</c> is an object, its <c>type</c> is a string, and either that starts with <c>dev.cdevents.</c> or <c>dev.cdeventsx.</c>, or
/// <c>context</c> has <c>id</c>, <c>source</c> and <c>timestamp</c> too.</item>
/// <item>CloudEvent: <c>specversion</c> and <c>type</c> are strings. Any version is taken: 0.3 names the same four members.</item>
/// <item>Envelope: <c>type</c> is a string that is not empty, there is <c>data</c> (null too), and there is at least one of <c>id</c>, <c>source</c> and
/// <c>timestamp</c>, each of them a string. So <c>{"type":"x","data":{}}</c> and <c>{"id":7,"type":"x","data":{}}</c> are plain: much JSON of other kinds
/// looks like that, and plain JSON is left as it is.</item>
/// <item>Plain: everything else.</item>
/// </list>
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EventOutline
{
    private enum Field
    {
        Id,
        Type,
        Source,
        Timestamp,
        Time,
        SpecVersion,
        Data,
        Context,
        TraceParent,
        TraceState,
    }

    private static readonly byte[][] Names =
    [
        .. Enum.GetNames<Field>().Select(name => Encoding.ASCII.GetBytes(name.ToLowerInvariant())),
    ];

    /// <summary>The offset of the object that has the four members.</summary>
    private readonly int home;

    /// <param name="json">JSON as <see cref="JsonText.Read"/> gives it.</param>
    public EventOutline(ReadOnlyMemory<byte> json)
    {
        Json = json;
        Span<JsonMember> fields = stackalloc JsonMember[Names.Length];
        fields.Clear();
        Find(json.Span, 0, fields);
        if (fields[(int)Field.Context] is { Kind: JsonTokenType.StartObject } context)
        {
            Span<JsonMember> inner = stackalloc JsonMember[Names.Length];
            inner.Clear();
            Find(json.Span.Slice(context.Start, context.Length), context.Start, inner);
            if (IsCDEvent(json.Span, inner))
            {
                Format = EventFormat.CDEvent;
                home = context.Start;
                inner.CopyTo(fields);
            }
        }
        if (Format == EventFormat.Plain)
        {
            Format =
                fields[(int)Field.SpecVersion].IsString && fields[(int)Field.Type].IsString
                    ? EventFormat.CloudEvent
                : IsEnvelope(fields) ? EventFormat.Envelope
                : EventFormat.Plain;
        }
        Id = fields[(int)Field.Id];
        Type = fields[(int)Field.Type];
        Source = fields[(int)Field.Source];
        SpecVersion = fields[(int)Field.SpecVersion];
        Data = Format is EventFormat.CloudEvent or EventFormat.Envelope
            ? fields[(int)Field.Data]
            : default;
        if (Format == EventFormat.CloudEvent)
        {
            TraceParent = fields[(int)Field.TraceParent];
            TraceState = fields[(int)Field.TraceState];
        }
        Timestamp = fields[(int)(Format == EventFormat.CloudEvent ? Field.Time : Field.Timestamp)];
    }

    public ReadOnlyMemory<byte> Json { get; }
    public EventFormat Format { get; }
    public JsonMember Id { get; }
    public JsonMember Type { get; }
    public JsonMember Source { get; }
    public JsonMember Timestamp { get; }

    /// <summary><c>specversion</c> of a CloudEvent, or of a CDEvent's context.</summary>
    public JsonMember SpecVersion { get; }

    /// <summary>The payload of a CloudEvent or an envelope, null too; other formats have none.</summary>
    public JsonMember Data { get; }

    /// <summary><c>traceparent</c> of a CloudEvent (its Distributed Tracing extension).</summary>
    public JsonMember TraceParent { get; }

    /// <summary><c>tracestate</c> of a CloudEvent.</summary>
    public JsonMember TraceState { get; }

    /// <summary>How the format names <see cref="Timestamp"/>.</summary>
    public string TimestampName => Format == EventFormat.CloudEvent ? "time" : "timestamp";

    /// <summary>The path of one of the four members, for faults.</summary>
    public string PathOf(string name) => Format == EventFormat.CDEvent ? "context." + name : name;

    /// <summary>The outline of the same JSON with one of the four members set: in its place where it is there already, else as the first.</summary>
    public EventOutline With(string name, in JsonMember member, string value)
    {
        // By way of UTF-8, which has U+FFFD for half of a surrogate pair, where the encoder would throw.
        var utf8 = Encoding.UTF8.GetBytes(value);
        var text = JsonEncodedText.Encode(utf8, JsonText.Encoder).EncodedUtf8Bytes;
        var old = Json.Span;
        var isThere = member.Kind != JsonTokenType.None;
        var (start, end) = isThere
            ? (member.Start, member.Start + member.Length)
            : (home + 1, home + 1);
        // The object has a type at least, so a comma follows whatever is put first.
        byte[] json = isThere
            ? [.. old[..start], (byte)'"', .. text, (byte)'"', .. old[end..]]
            :
            [
                .. old[..start],
                (byte)'"',
                .. Encoding.ASCII.GetBytes(name),
                .. "\":\""u8,
                .. text,
                .. "\","u8,
                .. old[end..],
            ];
        return new EventOutline(json);
    }

    private static void Find(ReadOnlySpan<byte> json, int offset, Span<JsonMember> fields)
    {
        var reader = new Utf8JsonReader(json, JsonText.ReaderOptions);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(reader);
            reader.Read();
            var (kind, start) = (reader.TokenType, (int)reader.TokenStartIndex);
            reader.Skip();
            if (field < Names.Length)
            {
                fields[field] = new JsonMember(
                    kind,
                    offset + start,
                    (int)reader.BytesConsumed - start
                );
            }
        }
    }

    /// <summary>Which of the fields the reader's name is; their number where it is none.</summary>
    private static int FieldOf(in Utf8JsonReader reader)
    {
        // Most names are none of them, and tell so by their length.
        if (
            !reader.ValueIsEscaped
            && reader.ValueSpan.Length is not (2 or 4 or 6 or 7 or 9 or 10 or 11)
        )
        {
            return Names.Length;
        }
        var field = 0;
        while (field < Names.Length && !reader.ValueTextEquals(Names[field]))
        {
            field++;
        }
        return field;
    }

    private static bool IsCDEvent(ReadOnlySpan<byte> json, ReadOnlySpan<JsonMember> context)
    {
        var type = context[(int)Field.Type];
        if (!type.IsString)
        {
            return false;
        }
        if (
            context[(int)Field.Id].IsPresent
            && context[(int)Field.Source].IsPresent
            && context[(int)Field.Timestamp].IsPresent
        )
        {
            return true;
        }
        var text = type.Text(json);
        return text.StartsWith("dev.cdevents.", StringComparison.Ordinal)
            || text.StartsWith("dev.cdeventsx.", StringComparison.Ordinal);
    }

    private static bool IsEnvelope(ReadOnlySpan<JsonMember> fields)
    {
        var (type, data) = (fields[(int)Field.Type], fields[(int)Field.Data]);
        if (!type.IsString || type.Length <= 2 || data.Kind == JsonTokenType.None)
        {
            return false;
        }
        var known = 0;
        foreach (var field in (ReadOnlySpan<Field>)[Field.Id, Field.Source, Field.Timestamp])
        {
            var member = fields[(int)field];
            if (member.IsPresent && !member.IsString)
            {
                return false;
            }
            known += member.IsPresent ? 1 : 0;
        }
        return known > 0;
    }
}
