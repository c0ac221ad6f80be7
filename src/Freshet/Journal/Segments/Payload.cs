using System.Buffers.Binary;
using System.Text;
using Freshet.Events;

namespace Freshet.Journal.Segments;

/// <summary>
/// An event as bytes: one of flags (format in the low 4 bits, above them whether there is an origin and whether there is a trace, <see cref="Entry.SharesId"/> in the highest), its time in
/// ticks of UTC (i64), id, type and source, the origin where there is one, the trace where there is one (<see cref="TraceContext.Write"/>, and its state, empty for none), the number of headers and each one's name and value, the metadata, and the JSON up to the end. A text is UTF-8 behind its length,
/// numbers are unsigned LEB128.
/// </summary>
internal static class Payload
{
    /// <summary>Flags, time, and a zero for each length.</summary>
    public const int Shortest = 1 + sizeof(long) + 5;

    private const byte FormatBits = 0x0f;
    private const byte OriginBit = 0x10;
    private const byte TraceBit = 0x20;
    private const byte SharesIdBit = 0x80;

    private static readonly Dictionary<string, string> NoHeaders = [];
    private static readonly ReadOnlyMemory<byte> NoMetadata = "{}"u8.ToArray();

    private static string? lastOrigin;

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public static long Measure(EncodedEvent taken)
    {
        long length = 1 + sizeof(long);
        length += MeasureText(taken.Id) + MeasureText(taken.Type) + MeasureText(taken.Source);
        length += taken.Origin is null ? 0 : MeasureText(taken.Origin);
        length += taken.Trace is { } trace ? TraceContext.Size + MeasureText(trace.State ?? "") : 0;
        length += MeasureNumber(taken.Headers.Count);
        foreach (var (name, value) in taken.Headers)
        {
            length += MeasureText(name) + MeasureText(value);
        }
        length += MeasureNumber(taken.Metadata.Length) + taken.Metadata.Length;
        return length + taken.Json.Length;
    }

    public static void Write(Span<byte> into, EncodedEvent taken)
    {
        into[0] = (byte)(
            (byte)taken.Format
            | (taken.Origin is null ? 0 : OriginBit)
            | (taken.Trace is null ? 0 : TraceBit)
        );
        BinaryPrimitives.WriteInt64LittleEndian(into[1..], taken.Timestamp.UtcTicks);
        var free = into[(1 + sizeof(long))..];
        WriteText(taken.Id, ref free);
        WriteText(taken.Type, ref free);
        WriteText(taken.Source, ref free);
        if (taken.Origin is not null)
        {
            WriteText(taken.Origin, ref free);
        }
        if (taken.Trace is { } trace)
        {
            trace.Write(free);
            free = free[TraceContext.Size..];
            WriteText(trace.State ?? "", ref free);
        }
        WriteNumber(taken.Headers.Count, ref free);
        foreach (var (name, value) in taken.Headers)
        {
            WriteText(name, ref free);
            WriteText(value, ref free);
        }
        WriteNumber(taken.Metadata.Length, ref free);
        taken.Metadata.Span.CopyTo(free);
        taken.Json.Span.CopyTo(free[taken.Metadata.Length..]);
    }

    /// <summary>Marks a payload that was written as one that shares its id.</summary>
    public static void MarkShared(Span<byte> payload) => payload[0] |= SharesIdBit;

    /// <summary>Reads a payload into an entry that shares no memory with it; null where it is none, whatever its sum says.</summary>
    public static Entry? Read(ReadOnlySpan<byte> payload, in RecordHeader header)
    {
        if (!TryReadIdentity(payload, out var identity, out var rest))
        {
            return null;
        }
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(payload[1..]);
        if (
            ticks < 0
            || ticks > DateTime.MaxValue.Ticks
            || !TryReadOrigin(payload[0], ref rest, out var origin)
            || !TryReadTrace(payload[0], ref rest, out var trace)
            || !TryReadHeaders(ref rest, out var headers)
            || !TryReadBytes(ref rest, out var metadata)
        )
        {
            return null;
        }
        var taken = new EncodedEvent
        {
            Format = identity.Format,
            Id = identity.Id,
            Type = identity.Type,
            Source = identity.Source,
            Timestamp = new DateTimeOffset(ticks, TimeSpan.Zero),
            Origin = origin,
            Trace = trace,
            Headers = headers,
            Metadata = metadata.SequenceEqual(NoMetadata.Span) ? NoMetadata : metadata.ToArray(),
            Json = rest.ToArray(),
        };
        return new(header.Sequence, header.Time, taken, (payload[0] & SharesIdBit) != 0);
    }

    /// <summary>Reads no more of a payload than the event's id; null where it is none.</summary>
    public static string? IdOf(ReadOnlySpan<byte> payload) =>
        TryReadIdentity(payload, out var identity, out _) ? identity.Id : null;

    private static bool TryReadIdentity(
        ReadOnlySpan<byte> payload,
        out (EventFormat Format, string Id, string Type, string Source) identity,
        out ReadOnlySpan<byte> rest
    )
    {
        identity = default;
        rest = default;
        if (payload.Length < Shortest)
        {
            return false;
        }
        var format = (EventFormat)(payload[0] & FormatBits);
        rest = payload[(1 + sizeof(long))..];
        if (
            !Enum.IsDefined(format)
            || !TryReadText(ref rest, out var id)
            || !TryReadText(ref rest, out var type)
            || !TryReadText(ref rest, out var source)
        )
        {
            return false;
        }
        identity = (format, id, type, source);
        return true;
    }

    /// <summary>The name of a source; mostly that of the entry before, and then the same object.</summary>
    private static bool TryReadOrigin(byte flags, ref ReadOnlySpan<byte> rest, out string? origin)
    {
        origin = null;
        if ((flags & OriginBit) == 0)
        {
            return true;
        }
        if (!TryReadText(ref rest, out var text))
        {
            return false;
        }
        // A race costs one string more.
        var last = Volatile.Read(ref lastOrigin);
        if (text != last)
        {
            Volatile.Write(ref lastOrigin, last = text);
        }
        origin = last;
        return true;
    }

    private static bool TryReadTrace(
        byte flags,
        ref ReadOnlySpan<byte> rest,
        out TraceContext? trace
    )
    {
        trace = null;
        if ((flags & TraceBit) == 0)
        {
            return true;
        }
        if (rest.Length < TraceContext.Size)
        {
            return false;
        }
        var ids = rest[..TraceContext.Size];
        rest = rest[TraceContext.Size..];
        if (!TryReadText(ref rest, out var state))
        {
            return false;
        }
        trace = TraceContext.Read(ids, state.Length > 0 ? state : null);
        return trace is not null;
    }

    private static bool TryReadHeaders(
        ref ReadOnlySpan<byte> rest,
        out Dictionary<string, string> headers
    )
    {
        headers = NoHeaders;
        // Each takes two bytes at the least, so that no number makes for more than there is.
        if (!TryReadNumber(ref rest, out var count) || count > rest.Length / 2)
        {
            return false;
        }
        if (count > 0)
        {
            headers = new(count, StringComparer.OrdinalIgnoreCase);
        }
        for (var i = 0; i < count; i++)
        {
            if (!TryReadText(ref rest, out var name) || !TryReadText(ref rest, out var value))
            {
                return false;
            }
            headers[name] = value;
        }
        return true;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, out string text)
    {
        if (!TryReadBytes(ref rest, out var bytes))
        {
            text = "";
            return false;
        }
        text = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static bool TryReadBytes(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> bytes)
    {
        if (!TryReadNumber(ref rest, out var length) || length > rest.Length)
        {
            bytes = default;
            return false;
        }
        bytes = rest[..length];
        rest = rest[length..];
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> rest, out int number)
    {
        number = 0;
        for (var i = 0; i < rest.Length && i < 5; i++)
        {
            number |= (rest[i] & 0x7f) << (7 * i);
            if (rest[i] < 0x80)
            {
                rest = rest[(i + 1)..];
                return number >= 0;
            }
        }
        return false;
    }

    private static void WriteText(string text, ref Span<byte> free)
    {
        WriteNumber(Encoding.UTF8.GetByteCount(text), ref free);
        free = free[Encoding.UTF8.GetBytes(text, free)..];
    }

    private static void WriteNumber(int number, ref Span<byte> free)
    {
        var rest = (uint)number;
        var i = 0;
        for (; rest >= 0x80; i++, rest >>= 7)
        {
            free[i] = (byte)(rest | 0x80);
        }
        free[i] = (byte)rest;
        free = free[(i + 1)..];
    }

    private static long MeasureText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        return MeasureNumber(length) + (long)length;
    }

    private static int MeasureNumber(int number)
    {
        var length = 1;
        for (var rest = (uint)number; rest >= 0x80; rest >>= 7)
        {
            length++;
        }
        return length;
    }
}
