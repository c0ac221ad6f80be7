using Freshet.Events;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal.Segments;

/// <summary>
/// One file of the journal, and the index of it. The journal holds it, and each reader while it reads; the file is closed, and deleted where it was
/// <see cref="Retire">retired</see>, once nobody does.
/// </summary>
internal sealed class Segment
{
    public const string Extension = ".log";

    private readonly SafeFileHandle file;
    private int holders = 1;
    private volatile bool isRetired;
    private long end;

    public Segment(
        string path,
        SafeFileHandle file,
        SegmentHeader header,
        SegmentIndex index,
        long end
    )
    {
        Path = path;
        this.file = file;
        Header = header;
        Index = index;
        this.end = end;
    }

    public string Path { get; }

    public SegmentHeader Header { get; }

    public SegmentIndex Index { get; private set; }

    public SafeFileHandle File => file;

    /// <summary>The sequence of its first record.</summary>
    public long First => Header.First;

    /// <summary>The sequence that follows its last record.</summary>
    public long Next => First + Index.Count;

    /// <summary>How far the file can be read.</summary>
    public long End => Volatile.Read(ref end);

    /// <summary>What it takes on the disk.</summary>
    public long Bytes => End + Index.Bytes;

    /// <summary>When its first and its last record were journaled; not set while it has none.</summary>
    public DateTimeOffset FirstTime { get; set; }

    /// <inheritdoc cref="FirstTime"/>
    public DateTimeOffset LastTime { get; set; }

    /// <summary>The file's path in that folder: the first sequence with 20 digits, so that names sort as sequences do.</summary>
    public static string PathOf(string folder, long first) =>
        System.IO.Path.Combine(folder, $"{first:D20}{Extension}");

    /// <summary>Opens the file for reading, beside others that read and write it.</summary>
    public static SafeFileHandle Open(string path, FileAccess access = FileAccess.Read) =>
        System.IO.File.OpenHandle(
            path,
            FileMode.Open,
            access,
            FileShare.ReadWrite | FileShare.Delete
        );

    /// <summary>Lets readers see what was written up to there.</summary>
    public void Publish(long newEnd) => Volatile.Write(ref end, newEnd);

    /// <summary>Whether it can be read until <see cref="Release"/>; false where it is closed already.</summary>
    public bool TryHold()
    {
        var now = Volatile.Read(ref holders);
        while (now > 0)
        {
            var before = Interlocked.CompareExchange(ref holders, now + 1, now);
            if (before == now)
            {
                return true;
            }
            now = before;
        }
        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref holders) > 0)
        {
            return;
        }
        file.Dispose();
        Index.Dispose();
        if (isRetired)
        {
            System.IO.File.Delete(Path);
        }
    }

    /// <summary>The journal lets go of it for good: it is deleted once nobody reads it.</summary>
    public void Retire()
    {
        isRetired = true;
        Release();
    }

    /// <summary>Reads the record of that sequence; null where it is damaged.</summary>
    public Entry? Read(long sequence, FileWindow window)
    {
        var offset = Index.OffsetOf((int)(sequence - First));
        if (
            offset == SegmentIndex.Damaged
            || !RecordHeader.TryRead(
                window.Read(file, offset, RecordHeader.Size, End),
                out var header
            )
            || header.Sequence != sequence
            || offset + header.RecordLength > End
        )
        {
            return null;
        }
        var record = window.Read(file, offset, header.RecordLength, End);
        return record.Length == header.RecordLength && header.IsWhole(record, Header.Salt)
            ? Payload.Read(record[RecordHeader.Size..], header)
            : null;
    }

    /// <summary>When the record of that sequence was journaled; null where its header is damaged.</summary>
    public DateTimeOffset? TimeOf(long sequence)
    {
        Span<byte> bytes = stackalloc byte[RecordHeader.Size];
        var offset = Index.OffsetOf((int)(sequence - First));
        return
            offset != SegmentIndex.Damaged
            && RandomAccess.Read(file, bytes, offset) == bytes.Length
            && RecordHeader.TryRead(bytes, out var header)
            && header.Sequence == sequence
            ? header.Time
            : null;
    }
}
