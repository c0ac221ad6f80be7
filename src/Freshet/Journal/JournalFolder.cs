using System.Globalization;
using Freshet.Events;
using Freshet.Journal.Segments;
using Microsoft.Extensions.Logging;

namespace Freshet.Journal;

/// <summary>The files of a journal's folder: finds, opens and makes segments.</summary>
internal static partial class JournalFolder
{
    private const int NameDigits = 20;

    /// <summary>The segments in that folder by the first sequences of their names, oldest first.</summary>
    public static IReadOnlyList<(long First, string Path)> Segments(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*" + Segment.Extension)
                .Select(path => (First: FirstOf(path), path))
                .Where(found => found.First > 0)
                .OrderBy(found => found.First),
        ];

    /// <summary>Makes an empty segment.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="first">The sequence of the first record that it will have.</param>
    /// <param name="hash">Hashes the ids in it.</param>
    /// <param name="isSynced">Whether it must be on the disk itself before this returns.</param>
    public static Segment Create(string folder, long first, SipHash hash, bool isSynced)
    {
        var path = Segment.PathOf(folder, first);
        var file = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete
        );
        try
        {
            var header = SegmentHeader.For(first);
            var bytes = new byte[SegmentHeader.Size];
            header.Write(bytes);
            RandomAccess.Write(file, bytes, 0);
            if (isSynced)
            {
                RandomAccess.FlushToDisk(file);
                NativeFile.SyncFolder(folder);
            }
            return new(path, file, header, new GrowingIndex(hash), SegmentHeader.Size);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens what is in the folder; the last segment so that it can be written on.</summary>
    /// <exception cref="JournalUnavailableException">A file is none of a journal that this version knows.</exception>
    public static (IReadOnlyList<Segment> Segments, SipHash Hash) Recover(
        string folder,
        ILogger logger
    )
    {
        var hash = SipHash.WithRandomKey();
        var found = Segments(folder);
        var opened = new List<Segment>();
        for (var i = 0; i < found.Count; i++)
        {
            var isLast = i == found.Count - 1;
            var bound = isLast ? long.MaxValue : found[i + 1].First;
            var file = Segment.Open(found[i].Path, isLast ? FileAccess.ReadWrite : FileAccess.Read);
            var bytes = new byte[SegmentHeader.Size];
            var length = RandomAccess.Read(file, bytes, 0);
            if (SegmentHeader.Read(bytes.AsSpan(0, length), out var header) is { } wrong)
            {
                throw new JournalUnavailableException($"the file {found[i].Path}: {wrong}");
            }
            var index = new GrowingIndex(hash);
            var end = RandomAccess.GetLength(file);
            var segment = new Segment(found[i].Path, file, header, index, end);
            using var scan = new SegmentScan(file, header, end, bound);
            while (scan.MoveNext())
            {
                var current = scan.Current;
                if (!current.IsRecord)
                {
                    for (var missing = 0L; missing < current.Missing; missing++)
                    {
                        index.AddDamaged();
                    }
                    if (isLast && scan.IsTail)
                    {
                        Cut(logger, found[i].Path, current.Offset, current.Length);
                        RandomAccess.SetLength(file, current.Offset);
                        segment.Publish(current.Offset);
                    }
                    continue;
                }
                var entry = Payload.Read(scan.Record[RecordHeader.Size..], current.Header)!;
                if (index.Count == 0)
                {
                    segment.FirstTime = current.Header.Time;
                }
                segment.LastTime = current.Header.Time;
                index.Add(
                    (uint)current.Offset,
                    PendingAppend.HashOf(SseFrame.WireId(entry.Event.Id), hash)
                );
            }
            opened.Add(segment);
        }
        return (opened, hash);
    }

    /// <summary>The first sequence that a segment's name says; 0 where it is no segment's name.</summary>
    private static long FirstOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return
            name.Length == NameDigits
            && long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            ? first
            : 0;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{File} ends within a record: cut off at {Offset}, {Length} bytes"
    )]
    private static partial void Cut(ILogger logger, string file, long offset, long length);
}
