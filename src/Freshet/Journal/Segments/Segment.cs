using Freshet.Events;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal.Segments;

/// <summary>
/// One file of the journal, and the index of it. The journal holds it, and each reader while it reads: the file is closed, and its room
/// free where it was deleted, once nobody does.
/// </summary>
internal sealed class Segment
{
    public const string Extension = ".log";

    private readonly Lock gate = new();
    private List<(long From, long To)>? damaged;
    private SegmentIndex index;
    private int holders = 1;
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
        File = file;
        Header = header;
        this.index = index;
        this.end = end;
    }

    public string Path { get; }

    public SegmentHeader Header { get; }

    public SegmentIndex Index => Volatile.Read(ref index);

    public SafeFileHandle File { get; }

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
        if (Interlocked.Decrement(ref holders) == 0)
        {
            File.Dispose();
            Index.Dispose();
        }
    }

    /// <summary>Takes the files out of their folder; who holds it reads on.</summary>
    /// <exception cref="IOException">They cannot be deleted.</exception>
    public void Delete()
    {
        System.IO.File.Delete(Path);
        System.IO.File.Delete(IndexFile.PathOf(Path));
    }

    /// <summary>Goes over to the index in a file; the one in memory is garbage once nobody is in the midst of asking it.</summary>
    public void Seal(IndexFile sealedIndex) => Volatile.Write(ref index, sealedIndex);

    /// <summary>Whether the record was found to be damaged by <see cref="MarkDamaged"/>.</summary>
    public bool IsKnownDamaged(long sequence)
    {
        // Most have none, and take no lock to say so.
        if (Volatile.Read(ref damaged) is not { } ranges)
        {
            return false;
        }
        lock (gate)
        {
            return ranges.Exists(range => range.From <= sequence && sequence <= range.To);
        }
    }

    /// <summary>Remembers records that are damaged, so that each is told of once.</summary>
    public void MarkDamaged(long from, long to)
    {
        lock (gate)
        {
            damaged ??= [];
            damaged.Add((from, to));
        }
    }

    /// <summary>Reads the record of that sequence; null where it is damaged, or the disk does not give it.</summary>
    public Entry? Read(long sequence, FileWindow window)
    {
        try
        {
            return Read(Index.OffsetOf((int)(sequence - First)), sequence, window);
        }
        catch (IOException)
        {
            // To who reads on, a sector that is lost is a record that is; what else the disk cannot do, it says when it is written to.
            return null;
        }
    }

    private Entry? Read(uint offset, long sequence, FileWindow window)
    {
        if (
            offset == SegmentIndex.Damaged
            || !RecordHeader.TryRead(
                window.Read(File, offset, RecordHeader.Size, End),
                out var header
            )
            || header.Sequence != sequence
            || offset + header.RecordLength > End
        )
        {
            return null;
        }
        var record = window.Read(File, offset, header.RecordLength, End);
        return record.Length == header.RecordLength && header.IsWhole(record, Header.Salt)
            ? Payload.Read(record[RecordHeader.Size..], header)
            : null;
    }
}
