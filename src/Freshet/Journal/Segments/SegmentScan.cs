using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal.Segments;

/// <summary>One thing that stands in a segment's file: a record, or bytes that are none.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Header">The record's header; default where it is none.</param>
/// <param name="Missing">For bytes that are no record: how many records are lost with them, as those before and behind them tell.</param>
/// <param name="Fault">What is wrong; null for a record.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Scanned(
    long Offset,
    long Length,
    RecordHeader Header,
    long Missing,
    string? Fault
)
{
    public bool IsRecord => Fault is null;
}

/// <summary>
/// Walks through a segment's file, record by record. Behind bytes that are no record it looks for the next one: a header whose sequence can be the next
/// there, and whose sum is right. What no record follows is the tail.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="header">The file's header, which was read before.</param>
/// <param name="end">Where the walk ends: the length of the file, or what of it is there for others.</param>
/// <param name="bound">The first sequence that cannot be in it, since the next segment begins with it.</param>
internal sealed class SegmentScan(
    SafeFileHandle file,
    SegmentHeader header,
    long end,
    long bound = long.MaxValue
) : IDisposable
{
    private readonly FileWindow window = new();
    private long end = end;
    private long bound = bound;
    private long offset = SegmentHeader.Size;
    private long expected = header.First;

    /// <summary>What <see cref="MoveNext"/> came upon.</summary>
    public Scanned Current { get; private set; }

    /// <summary>The sequence that the next record has.</summary>
    public long Expected => expected;

    /// <summary>Whether what was come upon last is no record, and none follows.</summary>
    public bool IsTail => !Current.IsRecord && offset == end;

    /// <summary>The current record, header and payload; valid until the next step.</summary>
    public ReadOnlySpan<byte> Record => window.Read(file, Current.Offset, (int)Current.Length, end);

    /// <summary>Goes on to what stands next; false at the end.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool MoveNext()
    {
        if (offset >= end)
        {
            return false;
        }
        var fault = Look(offset, expected, out var found);
        if (fault is null && found.Sequence == expected)
        {
            Current = new(offset, found.RecordLength, found, 0, null);
            offset += found.RecordLength;
            expected++;
            return true;
        }
        var from = offset;
        while (++offset < end)
        {
            // Each record between has taken its bytes, so that no number far ahead is meant.
            var furthest =
                expected + ((offset - from) / (RecordHeader.Size + Payload.Shortest)) + 1;
            if (Look(offset, furthest, out found) is null)
            {
                Current = new(from, offset - from, default, found.Sequence - expected, Why(fault));
                expected = found.Sequence;
                return true;
            }
        }
        Current = new(from, end - from, default, 0, Why(fault));
        return true;
    }

    /// <summary>Goes back to before what was come upon last, and forgets what of the file was read: it may be another thing by then.</summary>
    public void Return()
    {
        offset = Current.Offset;
        window.Release();
    }

    /// <summary>Moves the end on, for a file that grows.</summary>
    public void Extend(long newEnd, long newBound) => (end, bound) = (newEnd, newBound);

    public void Dispose() => window.Dispose();

    private static string Why(string? fault) => fault ?? "its sequence is another's";

    /// <summary>Looks for a record that begins there.</summary>
    /// <returns>Why there is none; null where there is.</returns>
    private string? Look(long at, long furthest, out RecordHeader found)
    {
        if (!RecordHeader.TryRead(window.Read(file, at, RecordHeader.Size, end), out found))
        {
            return "no record begins there";
        }
        if (found.Sequence < expected || found.Sequence > furthest || found.Sequence >= bound)
        {
            return "its sequence is another's";
        }
        if (at + found.RecordLength > end)
        {
            return "it is cut off";
        }
        return found.IsWhole(window.Read(file, at, found.RecordLength, end), header.Salt)
            ? null
            : "its sum is wrong";
    }
}
