using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Freshet.Events;

/// <summary>
/// Makes frames of an event stream (HTML Living Standard, section 9.2.6), each encoded once and never changed again.
/// <para>
/// No value can forge a line. In an event's name and id, control characters (U+0000 to U+001F and U+007F) are percent-encoded; data is split at
/// CR, LF and CRLF into lines of its own. One space follows each colon, which every parser takes off, so a value's own first space stays.
/// </para>
/// </summary>
internal static class SseFrame
{
    /// <summary>The <c>event</c> of a frame that tells a client of a failure.</summary>
    public const string ErrorName = "error";

    private const string CDEventName = "cdevent";
    private const string TypeName = "type";

    private static ReadOnlySpan<byte> CommentField => ": "u8;
    private static ReadOnlySpan<byte> NameField => "event: "u8;
    private static ReadOnlySpan<byte> IdField => "id: "u8;
    private static ReadOnlySpan<byte> DataField => "data: "u8;

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Append(0x7F).Select(c => (char)c),
    ]);

    /// <summary>The name that an event goes by.</summary>
    /// <param name="event">The event.</param>
    /// <param name="eventName">What the sink's <c>event_name</c> says: null for <c>cdevent</c> where it is one and else its type, <c>type</c> for its type always, any
    /// other text for itself.</param>
    public static string NameOf(EncodedEvent @event, string? eventName = null) =>
        eventName switch
        {
            null => @event.Format == EventFormat.CDEvent ? CDEventName : @event.Type,
            TypeName => @event.Type,
            _ => eventName,
        };

    /// <summary>How a comment that is a place in a trace begins, and one of its state.</summary>
    public const string TraceComment = TraceContext.ParentName + " ";

    /// <inheritdoc cref="TraceComment"/>
    public const string TraceStateComment = TraceContext.StateName + " ";

    /// <summary>
    /// One event: <c>event:</c>, <c>id:</c> and <c>data:</c>, then the blank line that sends it off. The place in a trace that it comes from stands before them in comments, which every parser passes
    /// over: <c>: traceparent 00-…</c>.
    /// </summary>
    /// <param name="name">Its name; empty for no <c>event:</c>, which parsers take for <c>message</c>.</param>
    /// <param name="id">What a client resumes after; empty for no <c>id:</c>, as a frame that is no event of the journal must not move a client's last id.</param>
    /// <param name="data">Its data, UTF-8; JSON on one line.</param>
    /// <param name="trace">Where it comes from; null for no comment.</param>
    public static WireFrame Event(
        string name,
        string id,
        ReadOnlySpan<byte> data,
        TraceContext? trace = null
    )
    {
        id = WireId(id);
        var parent = trace is null ? "" : TraceComment + trace.Parent;
        var state = trace?.State is { } given ? TraceStateComment + given : "";
        var length = DataLength(data) + 1;
        length += parent.Length > 0 ? FieldLength(CommentField, parent) : 0;
        length += state.Length > 0 ? FieldLength(CommentField, state) : 0;
        length += name.Length > 0 ? FieldLength(NameField, name) : 0;
        length += id.Length > 0 ? FieldLength(IdField, id) : 0;
        var frame = WireFrame.OfLength(length, out var free);
        if (parent.Length > 0)
        {
            WriteField(CommentField, parent, ref free);
        }
        if (state.Length > 0)
        {
            WriteField(CommentField, state, ref free);
        }
        if (name.Length > 0)
        {
            WriteField(NameField, name, ref free);
        }
        if (id.Length > 0)
        {
            WriteField(IdField, id, ref free);
        }
        WriteData(data, ref free);
        free[0] = (byte)'\n';
        return frame;
    }

    /// <summary>A failure, as clients of cdviz-collector know it: <c>event: error</c> with text as its data, without an id.</summary>
    public static WireFrame Error(string message) =>
        Event(ErrorName, "", Encoding.UTF8.GetBytes(message));

    /// <summary>A comment, which every parser passes over: what keeps a connection alive.</summary>
    public static WireFrame Comment(string text) => Line(CommentField, text);

    /// <summary>How long a client should wait before it connects again; cut to milliseconds, at least 0.</summary>
    public static WireFrame Retry(TimeSpan delay) =>
        Line("retry: "u8, Math.Max(0, (long)delay.TotalMilliseconds).ToString());

    /// <summary>The id that a client is to come back with, without an event (HTML Living Standard, section 9.2.6: a block without data is no event, and its id counts).</summary>
    public static WireFrame Place(string id) => Line(IdField, WireId(id));

    /// <summary>
    /// An id as it stands on the stream and comes back in <c>Last-Event-ID</c>: itself, but for control characters, and for a space at either end,
    /// which HTTP would take off the header.
    /// </summary>
    public static string WireId(string id) =>
        id.AsSpan().ContainsAny(Controls) || id is [' ', ..] or [.., ' ']
            ? string.Concat(
                id.Select((c, at) => IsEscaped(c, at, id.Length) ? $"%{(int)c:X2}" : $"{c}")
            )
            : id;

    private static bool IsEscaped(char c, int at, int length) =>
        Controls.Contains(c) || (c == ' ' && (at == 0 || at == length - 1));

    private static WireFrame Line(ReadOnlySpan<byte> field, string text)
    {
        var line = WireFrame.OfLength(FieldLength(field, text) + 1, out var free);
        WriteField(field, text, ref free);
        free[0] = (byte)'\n';
        return line;
    }

    /// <summary>How many bytes <see cref="WriteField"/> writes.</summary>
    private static int FieldLength(ReadOnlySpan<byte> field, string value)
    {
        var length = field.Length + Encoding.UTF8.GetByteCount(value) + 1;
        for (
            var rest = value.AsSpan();
            rest.IndexOfAny(Controls) is >= 0 and var at;
            rest = rest[(at + 1)..]
        )
        {
            length += 2; // three bytes for one
        }
        return length;
    }

    private static void WriteField(ReadOnlySpan<byte> field, string value, ref Span<byte> free)
    {
        Write(field, ref free);
        var rest = value.AsSpan();
        while (rest.IndexOfAny(Controls) is >= 0 and var at)
        {
            free = free[Encoding.UTF8.GetBytes(rest[..at], free)..];
            free[0] = (byte)'%';
            Utf8Formatter.TryFormat((byte)rest[at], free[1..], out _, new StandardFormat('X', 2));
            free = free[3..];
            rest = rest[(at + 1)..];
        }
        free = free[Encoding.UTF8.GetBytes(rest, free)..];
        Write("\n"u8, ref free);
    }

    /// <summary>How many bytes <see cref="WriteData"/> writes.</summary>
    private static int DataLength(ReadOnlySpan<byte> data)
    {
        var length = 0;
        var more = true;
        while (more)
        {
            length += DataField.Length + 1 + NextLine(ref data, out more).Length;
        }
        return length;
    }

    private static void WriteData(ReadOnlySpan<byte> data, ref Span<byte> free)
    {
        var more = true;
        while (more)
        {
            var line = NextLine(ref data, out more);
            Write(DataField, ref free);
            Write(line, ref free);
            Write("\n"u8, ref free);
        }
    }

    /// <summary>Takes the first line off the data; <paramref name="more"/> where it was ended by CR, LF or CRLF, so that another follows.</summary>
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> data, out bool more)
    {
        var all = data;
        var end = all.IndexOfAny((byte)'\r', (byte)'\n');
        more = end >= 0;
        if (!more)
        {
            return all;
        }
        var isPair = all[end..].StartsWith("\r\n"u8);
        data = all[(end + (isPair ? 2 : 1))..];
        return all[..end];
    }

    private static void Write(scoped ReadOnlySpan<byte> bytes, ref Span<byte> free)
    {
        bytes.CopyTo(free);
        free = free[bytes.Length..];
    }
}
