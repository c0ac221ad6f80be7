using Freshet.Events;
using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>
/// Opens the segments of a folder as a process that may have ended in the midst of anything left them. Only the last one is read as a whole, and any
/// other whose index is absent or damaged, to make it anew.
/// </summary>
internal sealed partial class Recovery(string folder, DamagedRecords damaged, ILogger logger)
{
    private readonly List<Segment> opened = [];

    /// <summary>The segments, oldest first.</summary>
    public IReadOnlyList<Segment> Segments => opened;

    /// <summary>The one to write on; null where another has to be begun.</summary>
    public Segment? Active { get; private set; }

    /// <summary>The sequence that the next event follows.</summary>
    public long Last { get; private set; }

    /// <summary>Hashes the ids of what is to come: as most of the indexes that are there do, so that one hash does for all.</summary>
    public SipHash Hash { get; private set; } = SipHash.WithRandomKey();

    /// <exception cref="JournalUnavailableException">A segment is of a version that this one does not know.</exception>
    /// <exception cref="IOException">A file cannot be read, or what is damaged not be put away.</exception>
    public void Run()
    {
        var found = JournalFolder.Segments(folder);
        try
        {
            for (var i = 0; i < found.Count; i++)
            {
                var (first, path) = found[i];
                if (i < found.Count - 1)
                {
                    OpenSealed(first, path, bound: found[i + 1].First);
                }
                else
                {
                    OpenLast(first, path);
                }
            }
        }
        catch
        {
            foreach (var segment in opened)
            {
                segment.Release();
            }
            throw;
        }
    }

    private void OpenSealed(long first, string path, long bound)
    {
        var file = Segment.Open(path);
        var length = RandomAccess.GetLength(file);
        var wrong = ReadHeader(file, path, first, out var header);
        if (IndexFile.Open(path, first, length) is { } index)
        {
            if (wrong is not null || index.Segment == header)
            {
                Hash = index.Hash;
                damaged.CountKnown(index.DamagedCount);
                Add(
                    new(path, file, index.Segment, index, length)
                    {
                        FirstTime = index.FirstTime,
                        LastTime = index.LastTime,
                    }
                );
                return;
            }
            index.Dispose();
        }
        if (wrong is not null)
        {
            file.Dispose();
            damaged.KeepWhole(path, wrong);
            return;
        }
        IndexMissing(logger, path);
        var segment = Scan(path, file, header, length, bound, out var tail);
        if (tail > 0)
        {
            damaged.Keep(path, file, segment.End, tail, 0);
        }
        // Its end is the file's, whatever is at it: so that the index can be told to be this file's.
        segment.Publish(length);
        if (segment.Index.Count == 0)
        {
            segment.Release();
            return;
        }
        JournalFolder.TrySeal(segment, logger);
        Add(segment);
    }

    private void OpenLast(long first, string path)
    {
        // The segment goes on, and what an index said of it does not.
        File.Delete(IndexFile.PathOf(path));
        var file = Segment.Open(path, FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(file);
        if (ReadHeader(file, path, first, out var header) is { } wrong)
        {
            Last = Math.Max(Last, first - 1);
            if (IsZero(file, 0, length))
            {
                // The process ended when it had just made the file.
                file.Dispose();
                File.Delete(path);
                return;
            }
            file.Dispose();
            damaged.KeepWhole(path, wrong);
            // As many records as it can have had, lest a sequence be given to a second event.
            Last +=
                Math.Max(0, length - SegmentHeader.Size) / (RecordHeader.Size + Payload.Shortest);
            return;
        }
        var segment = Scan(path, file, header, length, long.MaxValue, out var tail);
        if (tail > 0)
        {
            if (IsZero(file, segment.End, tail))
            {
                CutZeros(logger, path, segment.End, tail);
            }
            else
            {
                damaged.Keep(path, file, segment.End, tail, 0);
                Cut(logger, path, segment.End, tail);
            }
            RandomAccess.SetLength(file, segment.End);
        }
        Add(segment);
        Active = segment;
    }

    /// <summary>Walks through a segment and makes its index.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="length">Its length.</param>
    /// <param name="bound">The first sequence that cannot be in it.</param>
    /// <param name="tail">How many bytes at its end are no record.</param>
    private Segment Scan(
        string path,
        SafeFileHandle file,
        SegmentHeader header,
        long length,
        long bound,
        out long tail
    )
    {
        tail = 0;
        var index = new GrowingIndex(Hash);
        var segment = new Segment(path, file, header, index, length);
        using var scan = new SegmentScan(file, header, length, bound);
        while (scan.MoveNext())
        {
            var current = scan.Current;
            if (scan.IsTail)
            {
                tail = current.Length;
                segment.Publish(current.Offset);
            }
            else if (!current.IsRecord)
            {
                damaged.Keep(path, file, current.Offset, current.Length, current.Missing);
                for (var missing = 0L; missing < current.Missing; missing++)
                {
                    index.AddDamaged();
                }
            }
            else if (Payload.Read(scan.Record[RecordHeader.Size..], current.Header) is { } entry)
            {
                segment.FirstTime =
                    segment.FirstTime == default ? entry.JournaledAt : segment.FirstTime;
                segment.LastTime = entry.JournaledAt;
                index.Add(
                    (uint)current.Offset,
                    PendingAppend.HashOf(SseFrame.WireId(entry.Event.Id), Hash)
                );
            }
            else
            {
                // Whole, but nothing that this version would have written.
                damaged.Keep(path, file, current.Offset, current.Length, 1);
                index.AddDamaged();
            }
        }
        return segment;
    }

    private void Add(Segment segment)
    {
        opened.Add(segment);
        Last = segment.Next - 1;
    }

    /// <summary>Reads a segment's header; returns what is wrong with it.</summary>
    private static string? ReadHeader(
        SafeFileHandle file,
        string path,
        long first,
        out SegmentHeader header
    )
    {
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var length = RandomAccess.Read(file, bytes, 0);
        try
        {
            var wrong = SegmentHeader.Read(bytes[..length], out header);
            return wrong ?? (header.First == first ? null : "its header is another segment's");
        }
        catch (JournalUnavailableException fault)
        {
            throw new JournalUnavailableException($"the file {path}: {fault.Message}", fault);
        }
    }

    private static bool IsZero(SafeFileHandle file, long offset, long length)
    {
        using var window = new FileWindow();
        var end = offset + length;
        while (offset < end)
        {
            var bytes = window.Read(file, offset, FileWindow.ForReading, end);
            if (bytes.IsEmpty || bytes.ContainsAnyExcept((byte)0))
            {
                return bytes.IsEmpty;
            }
            offset += bytes.Length;
        }
        return true;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{File} ends within a record that was being written: cut off at {Offset}, {Length} bytes"
    )]
    private static partial void Cut(ILogger logger, string file, long offset, long length);

    [LoggerMessage(
        LogLevel.Warning,
        "{File} ends with room that nothing was written to: cut off at {Offset}, {Length} bytes"
    )]
    private static partial void CutZeros(ILogger logger, string file, long offset, long length);

    [LoggerMessage(
        LogLevel.Information,
        "the index of {File} is absent or damaged; it is made anew"
    )]
    private static partial void IndexMissing(ILogger logger, string file);
}
