using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Freshet.Events;

/// <summary>
/// The place in a trace that an event comes from (W3C Trace Context): who took it in, by the words of its sender. It is handed on, and nothing else is made of it: anybody may
/// write anything there.
/// </summary>
internal sealed record TraceContext
{
    /// <summary>The header, and the attribute of a CloudEvent (its Distributed Tracing extension).</summary>
    public const string ParentName = "traceparent";

    /// <summary>The header, and the attribute, of what vendors of tracing add.</summary>
    public const string StateName = "tracestate";

    /// <summary>The bytes of <see cref="Write"/>: the trace, the span in it, and the flags.</summary>
    public const int Size = 16 + 8 + 1;

    /// <summary>The least that everybody must hand on (section 3.3.1.5); what is longer is left out, which is allowed too.</summary>
    public const int LongestState = 512;

    /// <summary>Of version 00: two digits of version, 32 of trace, 16 of span, 2 of flags.</summary>
    private const int ParentLength = 55;

    private const int MostStates = 32;
    private const int LongestKey = 256;
    private const int LongestValue = 256;

    /// <summary>Sampled, and random trace id: the flags that there are.</summary>
    private const byte KnownFlags = 0x03;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789_-*/@"
    );

    private readonly ulong traceHigh;
    private readonly ulong traceLow;
    private readonly ulong span;
    private readonly byte flags;

    private TraceContext(ulong traceHigh, ulong traceLow, ulong span, byte flags, string? state)
    {
        this.traceHigh = traceHigh;
        this.traceLow = traceLow;
        this.span = span;
        this.flags = flags;
        State = state;
    }

    /// <summary><c>tracestate</c>, as it came; null where there is none.</summary>
    public string? State { get; }

    /// <summary>Whether somebody before has recorded it, or means to.</summary>
    public bool IsSampled => (flags & (byte)ActivityTraceFlags.Recorded) != 0;

    /// <summary>The value of <c>traceparent</c>, in version 00.</summary>
    public string Parent =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"00-{traceHigh:x16}{traceLow:x16}-{span:x16}-{flags:x2}"
        );

    /// <summary>
    /// Reads the two headers. A <c>traceparent</c> that is not as section 3.2 has it counts as none; so does a <c>tracestate</c> that is not as section 3.3 has it, is longer than
    /// <see cref="LongestState"/>, or comes alone.
    /// </summary>
    /// <param name="parent">The value of <c>traceparent</c>; null where there is none, or more than one.</param>
    /// <param name="state">That of <c>tracestate</c>, where it comes several times joined by commas.</param>
    public static TraceContext? Parse(ReadOnlySpan<char> parent, string? state = null)
    {
        if (
            parent.Length < ParentLength
            || !TryHex(parent[..2], out var version)
            || version == 0xff
            || (version == 0 ? parent.Length != ParentLength : IsLongerThanItsParts(parent))
            || parent[2] != '-'
            || !TryHex(parent.Slice(3, 16), out var high)
            || !TryHex(parent.Slice(19, 16), out var low)
            || parent[35] != '-'
            || !TryHex(parent.Slice(36, 16), out var parentSpan)
            || parent[52] != '-'
            || !TryHex(parent.Slice(53, 2), out var flags)
            || (high | low) == 0
            || parentSpan == 0
        )
        {
            return null;
        }
        return new(
            high,
            low,
            parentSpan,
            (byte)(flags & KnownFlags),
            IsState(state) ? state : null
        );
    }

    /// <summary>Of a span of this process.</summary>
    public static TraceContext Of(Activity activity)
    {
        Span<byte> bytes = stackalloc byte[Size];
        // Each writes as much as there is room for.
        activity.TraceId.CopyTo(bytes[..16]);
        activity.SpanId.CopyTo(bytes.Slice(16, 8));
        bytes[24] = (byte)activity.ActivityTraceFlags;
        var state = activity.TraceStateString;
        return Read(bytes, string.IsNullOrEmpty(state) ? null : state)
            ?? throw new InvalidOperationException("a span has ids that are none");
    }

    /// <summary>Reads what <see cref="Write"/> has written; null where the ids are none.</summary>
    public static TraceContext? Read(ReadOnlySpan<byte> bytes, string? state)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        var parentSpan = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        return (high | low) == 0 || parentSpan == 0
            ? null
            : new(high, low, parentSpan, bytes[24], state);
    }

    /// <summary>Writes <see cref="Size"/> bytes; <see cref="State"/> is not in them.</summary>
    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt64BigEndian(into, traceHigh);
        BinaryPrimitives.WriteUInt64BigEndian(into[8..], traceLow);
        BinaryPrimitives.WriteUInt64BigEndian(into[16..], span);
        into[24] = flags;
    }

    /// <summary>Whether both are of one trace.</summary>
    public bool IsOfTrace(TraceContext other) =>
        traceHigh == other.traceHigh && traceLow == other.traceLow;

    /// <summary>As the framework has it: what a span of this process may be a child of.</summary>
    public ActivityContext ToActivityContext()
    {
        Span<byte> bytes = stackalloc byte[Size];
        Write(bytes);
        return new(
            ActivityTraceId.CreateFromBytes(bytes[..16]),
            ActivitySpanId.CreateFromBytes(bytes.Slice(16, 8)),
            (ActivityTraceFlags)flags,
            State,
            isRemote: true
        );
    }

    /// <summary>A later version may have more behind the four parts, and then a dash before it (section 3.2.4).</summary>
    private static bool IsLongerThanItsParts(ReadOnlySpan<char> parent) =>
        parent.Length > ParentLength && parent[ParentLength] != '-';

    /// <summary>Digits in lower case alone (section 3.2.2).</summary>
    private static bool TryHex(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiHexDigitLower(digit))
            {
                return false;
            }
            number = (number << 4) | (uint)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        }
        return true;
    }

    /// <summary>Whether it is a list of <c>key=value</c>, each key once.</summary>
    private static bool IsState(string? state)
    {
        if (state is null || state.Length is 0 or > LongestState)
        {
            return false;
        }
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        foreach (var range in state.AsSpan().Split(','))
        {
            var member = state.AsSpan()[range].Trim(" \t");
            if (member.IsEmpty)
            {
                continue;
            }
            var equals = member.IndexOf('=');
            if (
                ++count > MostStates
                || equals is <= 0 or > LongestKey
                || member[..equals].ContainsAnyExcept(KeyCharacters)
                || member[(equals + 1)..] is not { Length: > 0 and <= LongestValue } value
                || value.ContainsAnyExceptInRange(' ', '~')
                || value.Contains('=')
                || !keys.Add(member[..equals].ToString())
            )
            {
                return false;
            }
        }
        return count > 0;
    }
}
