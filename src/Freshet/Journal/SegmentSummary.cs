using Freshet.Journal.Segments;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>A segment of a journal, told without the lock of who writes it.</summary>
/// <param name="Path">The file.</param>
/// <param name="First">The sequence of its first record.</param>
/// <param name="Count">How many records it has, those that are damaged among them.</param>
/// <param name="Damaged">How many of them are known to be damaged: by its index, or where it has none by a look at all of it.</param>
/// <param name="Bytes">How long the file is.</param>
/// <param name="IndexBytes">How long its index is; 0 where it has none, as the one that is written to, or none that is right.</param>
/// <param name="FirstTime">When its first record was journaled; null where it has none that can be read.</param>
/// <param name="LastTime">When its last one was.</param>
internal sealed record SegmentSummary(
    string Path,
    long First,
    long Count,
    long Damaged,
    long Bytes,
    long IndexBytes,
    DateTimeOffset? FirstTime,
    DateTimeOffset? LastTime
)
{
    /// <summary>The segments of a folder, oldest first.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="JournalUnavailableException">A segment is of a version that this one does not know.</exception>
    public static IEnumerable<SegmentSummary> Of(string folder)
    {
        foreach (var (first, path) in JournalFolder.Segments(folder))
        {
            if (Of(path, first) is { } summary)
            {
                yield return summary;
            }
        }
    }

    private static SegmentSummary? Of(string path, long first)
    {
        try
        {
            using var file = Segment.Open(path);
            var length = RandomAccess.GetLength(file);
            using var index = IndexFile.Open(path, first, length);
            return index is not null
                ? new(
                    path,
                    first,
                    index.Count,
                    index.DamagedCount,
                    length,
                    index.Bytes,
                    index.FirstTime,
                    index.LastTime
                )
                : Scan(path, first, file, length);
        }
        catch (FileNotFoundException)
        {
            // Removed by retention meanwhile.
            return null;
        }
    }

    private static SegmentSummary Scan(string path, long first, SafeFileHandle file, long length)
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var read = RandomAccess.Read(file, bytes, 0);
        var summary = new SegmentSummary(path, first, 0, 0, length, 0, null, null);
        if (SegmentHeader.Read(bytes[..read], out var header) is not null)
        {
            return summary;
        }
        using var scan = new SegmentScan(file, header, length);
        while (scan.MoveNext())
        {
            if (scan.Current is { IsRecord: true, Header.Time: var time })
            {
                summary = summary with { FirstTime = summary.FirstTime ?? time, LastTime = time };
            }
            summary = summary with { Damaged = summary.Damaged + scan.Current.Missing };
        }
        return summary with { Count = scan.Expected - first };
    }
}
