using System.Globalization;
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

    /// <summary>Makes the folder where it is absent, and closed to other users: events are nobody else's to read.</summary>
    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }
    }

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
            // Over what a failure left there: a file of this name holds nothing that anybody was told is kept.
            FileMode.Create,
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

    /// <summary>
    /// Writes the index of a segment that is written no more, and goes over to it. Where that fails, the index stays in memory, which costs memory and
    /// nothing else.
    /// </summary>
    public static bool TrySeal(Segment segment, ILogger logger)
    {
        try
        {
            IndexFile.Write(segment, (GrowingIndex)segment.Index);
            if (IndexFile.Open(segment.Path, segment.First, segment.End) is { } index)
            {
                segment.Seal(index);
                return true;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            CannotSeal(logger, segment.Path, fault);
        }
        return false;
    }

    /// <summary>
    /// Removes what a process that ended suddenly left behind: files that were not finished, and indexes of nothing. What has another name than a journal's
    /// files have is none of its affair.
    /// </summary>
    public static void RemoveLeftovers(string folder)
    {
        const string unfinished = IndexFile.Extension + IndexFile.TemporaryExtension;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + unfinished))
        {
            if (FirstOf(path[..^unfinished.Length]) > 0)
            {
                File.Delete(path);
            }
        }
        foreach (var path in Directory.EnumerateFiles(folder, "*" + IndexFile.Extension))
        {
            if (FirstOf(path) > 0 && !File.Exists(Path.ChangeExtension(path, Segment.Extension)))
            {
                File.Delete(path);
            }
        }
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

    [LoggerMessage(LogLevel.Warning, "the index of {File} cannot be written; it is kept in memory")]
    private static partial void CannotSeal(ILogger logger, string file, Exception fault);
}
