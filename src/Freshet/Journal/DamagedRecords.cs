using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>
/// Records that are not as they were written. Their bytes are copied to <c>damaged/</c> in the journal's folder, each lot once, in a file named by the
/// segment and the offset: somebody may still read in them what a machine cannot.
/// </summary>
internal sealed partial class DamagedRecords(string folder, ILogger logger)
{
    public const string FolderName = "damaged";

    private readonly Lock gate = new();
    private long count;

    /// <summary>How many records are known to be damaged, of those that were looked at.</summary>
    public long Count => Interlocked.Read(ref count);

    private string Folder => Path.Combine(folder, FolderName);

    /// <summary>Counts records of which an index knows already.</summary>
    public void CountKnown(long records) => Interlocked.Add(ref count, records);

    /// <summary>A record that was being read is damaged: sets it aside, and those behind it that are too.</summary>
    public void Found(Segment segment, long sequence, long last)
    {
        lock (gate)
        {
            if (segment.IsKnownDamaged(sequence))
            {
                return;
            }
            using var window = new FileWindow();
            var next = sequence + 1;
            while (next <= last && segment.Read(next, window) is null)
            {
                next++;
            }
            segment.MarkDamaged(sequence, next - 1);
            var offset = segment.Index.OffsetOf((int)(sequence - segment.First));
            var end =
                next <= last ? segment.Index.OffsetOf((int)(next - segment.First)) : segment.End;
            Keep(segment.Path, segment.File, offset, end - offset, next - sequence);
        }
    }

    /// <summary>Copies bytes of a segment that are no records, and says so.</summary>
    /// <param name="path">The segment's path.</param>
    /// <param name="file">The segment.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="records">How many records are lost with them; 0 where nobody knows of any.</param>
    public void Keep(string path, SafeFileHandle file, long offset, long length, long records)
    {
        Interlocked.Add(ref count, records);
        var name = $"{Path.GetFileNameWithoutExtension(path)}-{offset}.bin";
        try
        {
            Copy(file, offset, length, Path.Combine(Folder, name));
            SetAside(logger, path, length, offset, records, Path.Combine(Folder, name));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            CannotSetAside(logger, path, length, offset, records, fault);
        }
    }

    /// <summary>Moves a whole segment away of which nothing can be read.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public void KeepWhole(string path, string why)
    {
        Directory.CreateDirectory(Folder);
        var kept = Path.Combine(Folder, Path.GetFileName(path));
        File.Move(path, kept, overwrite: true);
        SetWholeAside(logger, path, why, kept);
    }

    private void Copy(SafeFileHandle file, long offset, long length, string to)
    {
        Directory.CreateDirectory(Folder);
        using var window = new FileWindow();
        using var copy = File.Create(to);
        var end = offset + length;
        while (offset < end)
        {
            var bytes = window.Read(file, offset, FileWindow.ForReading, end);
            if (bytes.IsEmpty)
            {
                return;
            }
            copy.Write(bytes);
            offset += bytes.Length;
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "{File} is damaged: {Length} bytes at {Offset}, {Records} records of them known, are passed over and kept in {Kept}"
    )]
    private static partial void SetAside(
        ILogger logger,
        string file,
        long length,
        long offset,
        long records,
        string kept
    );

    [LoggerMessage(
        LogLevel.Error,
        "{File} is damaged: {Length} bytes at {Offset}, {Records} records of them known, are passed over; they cannot be kept elsewhere"
    )]
    private static partial void CannotSetAside(
        ILogger logger,
        string file,
        long length,
        long offset,
        long records,
        Exception fault
    );

    [LoggerMessage(
        LogLevel.Error,
        "{File} is damaged: {Why}; all of it is passed over and kept as {Kept}"
    )]
    private static partial void SetWholeAside(ILogger logger, string file, string why, string kept);
}
