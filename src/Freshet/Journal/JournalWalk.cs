using Freshet.Events;
using Freshet.Journal.Segments;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>One thing that stands in a journal's files.</summary>
/// <param name="File">The segment's path.</param>
/// <param name="Offset">Where in the file it begins.</param>
/// <param name="Length">How many bytes it takes.</param>
/// <param name="Entry">The entry; null where the bytes are no record.</param>
/// <param name="Fault">Why they are none; null for an entry.</param>
/// <param name="Missing">How many entries are lost with them, as those before and behind tell.</param>
internal sealed record JournalItem(
    string File,
    long Offset,
    long Length,
    Entry? Entry,
    string? Fault,
    long Missing
);

/// <summary>
/// Walks through a journal's files, beside the process that writes them and without its lock: it reads every byte, uses no index, changes nothing and
/// leaves nothing. Where the files end it can be asked again later, and goes on with what came meanwhile.
/// </summary>
/// <param name="folder">The journal's folder.</param>
/// <param name="since">Segments that were full before that time are left out; those of the entries that remain may be older.</param>
internal sealed class JournalWalk(string folder, DateTimeOffset since = default) : IDisposable
{
    private SafeFileHandle? file;
    private SegmentScan? scan;
    private string path = "";
    private long first;
    private bool isGapTold;

    /// <summary>What <see cref="MoveNext"/> came upon.</summary>
    public JournalItem Current { get; private set; } = null!;

    /// <summary>
    /// Bytes at the end of the last segment that are no record: one that is being written, or was when the process ended. Null where there are
    /// none; known when <see cref="MoveNext"/> returns false.
    /// </summary>
    public JournalItem? Tail { get; private set; }

    /// <summary>Goes on to what stands next; false where the files end for now.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">A segment is of a version that this one does not know.</exception>
    public bool MoveNext()
    {
        Tail = null;
        while (true)
        {
            if (scan is not null && scan.MoveNext())
            {
                if (!scan.IsTail)
                {
                    Current = Item();
                    return true;
                }
                scan.Return();
            }
            // Looked for before the length is taken: where there is another segment, nobody writes to this one any more.
            var next = Next();
            if (scan is not null && MoveOn(next?.First) is { } isThere)
            {
                return isThere;
            }
            if (next is not { } segment)
            {
                return false;
            }
            Close();
            if (Open(segment.First, segment.Path) is { } damaged)
            {
                Current = damaged;
                return true;
            }
        }
    }

    public void Dispose() => Close();

    /// <summary>Goes on in the segment, as far as it has come by now; null where it has nothing more, whatever comes.</summary>
    /// <param name="next">With what the next segment begins; null where there is none.</param>
    private bool? MoveOn(long? next)
    {
        var length = RandomAccess.GetLength(file!);
        scan!.Extend(length, next ?? long.MaxValue);
        var missing = next - scan.Expected ?? 0;
        if (scan.MoveNext())
        {
            Current = Item();
            if (!scan.IsTail)
            {
                return true;
            }
            if (next is null)
            {
                Tail = Current;
                scan.Return();
                return false;
            }
            isGapTold = true;
            Current = Current with { Missing = missing };
            return true;
        }
        if (missing == 0 || isGapTold)
        {
            return null;
        }
        isGapTold = true;
        Current = new(path, length, 0, null, "what should follow is not there", missing);
        return true;
    }

    private JournalItem Item()
    {
        var found = scan!.Current;
        if (!found.IsRecord)
        {
            return new(path, found.Offset, found.Length, null, found.Fault, found.Missing);
        }
        var entry = Payload.Read(scan.Record[RecordHeader.Size..], found.Header);
        return entry is null
            ? new(path, found.Offset, found.Length, null, "its payload is no event", 1)
            : new(path, found.Offset, found.Length, entry, null, 0);
    }

    /// <summary>The segment that comes next, by what is in the folder now.</summary>
    private (long First, string Path)? Next()
    {
        var segments = JournalFolder.Segments(folder);
        if (first == 0)
        {
            segments = [.. segments.Skip(segments.Count(BeginsBefore) - 1)];
        }
        foreach (var segment in segments)
        {
            if (segment.First > first)
            {
                return segment;
            }
        }
        return null;
    }

    /// <summary>Whether a segment's first record was journaled before <c>since</c>, as far as it can be read.</summary>
    private bool BeginsBefore((long First, string Path) segment)
    {
        if (since == default)
        {
            return false;
        }
        try
        {
            using var candidate = Segment.Open(segment.Path);
            Span<byte> bytes = stackalloc byte[RecordHeader.Size];
            var length = RandomAccess.Read(candidate, bytes, SegmentHeader.Size);
            return RecordHeader.TryRead(bytes[..length], out var record) && record.Time < since;
        }
        catch (FileNotFoundException)
        {
            // Removed by retention meanwhile: it was older than all that are there.
            return true;
        }
    }

    /// <summary>Opens a segment; where it is damaged from its beginning, returns that.</summary>
    private JournalItem? Open(long segmentFirst, string segmentPath)
    {
        (first, path) = (segmentFirst, segmentPath);
        try
        {
            file = Segment.Open(path);
        }
        catch (FileNotFoundException)
        {
            // Removed by retention meanwhile.
            return null;
        }
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var length = RandomAccess.Read(file, bytes, 0);
        if (SegmentHeader.Read(bytes[..length], out var header) is { } wrong)
        {
            var item = new JournalItem(path, 0, RandomAccess.GetLength(file), null, wrong, 0);
            Close();
            return item;
        }
        // It goes on to the end with the next step.
        scan = new(file, header, SegmentHeader.Size);
        isGapTold = false;
        return null;
    }

    private void Close()
    {
        scan?.Dispose();
        file?.Dispose();
        (scan, file) = (null, null);
    }
}
