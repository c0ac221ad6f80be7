using System.IO.Enumeration;
using Freshet.Events.Parsing;

namespace Freshet.Sources.Files;

/// <summary>
/// Looks at the files of a folder, and in the folders in it. Links to folders are not followed, so that it always ends; links to files are, and unless <see cref="FilesOptions.FollowLinks"/> only to
/// files in the folder. It is made for many files that are as they were: one of those costs a call of the system, and no object.
/// </summary>
internal sealed class FolderWalk(FilesOptions options, string root)
{
    /// <summary>How deep folders nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many files and folders are looked at for each that may be taken: who names <c>/</c> by mistake is told.</summary>
    private const int EntriesForEach = 10;

    /// <summary>What stands in names for bytes that are no UTF-8.</summary>
    private const char NotUtf8 = '\uFFFD';

    /// <summary>After so many it is asked whether to stop.</summary>
    private const int Stretch = 1024;

    private static readonly EnumerationOptions Everything = new()
    {
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
    };

    private readonly Stack<Folder> folders = new();
    private char[] path = new char[256];

    /// <summary>Where the root leads, for this look; null until a link asks for it.</summary>
    private string? realRoot;

    /// <summary>Looks once.</summary>
    /// <param name="known">What was taken; only read.</param>
    /// <param name="cancellation">Ends it.</param>
    public FolderLook Look(FileLedger known, CancellationToken cancellation)
    {
        var look = new FolderLook();
        realRoot = null;
        folders.Clear();
        folders.Push(new(root, "", 0));
        while (folders.TryPop(out var folder) && look.Entries <= MostEntries)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                LookInto(folder, look, known, cancellation);
            }
            catch (DirectoryNotFoundException)
            {
                // One that went meanwhile took its files along.
                look.IsRootMissing |= folder.Depth == 0;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                look.Hinder(fault.Message);
            }
        }
        if (look.Entries > MostEntries)
        {
            look.Hinder($"{root} has more than {MostEntries} files and folders in it");
        }
        return look;
    }

    private long MostEntries => (long)options.MaxFiles * EntriesForEach;

    private void LookInto(
        Folder folder,
        FolderLook look,
        FileLedger known,
        CancellationToken cancellation
    )
    {
        var entries = new FileSystemEnumerable<bool>(
            folder.FullPath,
            (ref FileSystemEntry entry) => See(ref entry, folder, look, known),
            Everything
        );
        foreach (var _ in entries)
        {
            if (++look.Entries % Stretch == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
            if (look.Entries > MostEntries)
            {
                return;
            }
        }
    }

    private bool See(ref FileSystemEntry entry, Folder folder, FolderLook look, FileLedger known)
    {
        if (entry.IsDirectory)
        {
            SeeFolder(ref entry, folder, look);
            return true;
        }
        var below = Below(folder, entry.FileName);
        var isKnown = known.TryFind(below, out var name, out var version);
        if (isKnown)
        {
            look.Known.Add(name!);
        }
        else if (!IsMeant(below))
        {
            return true;
        }
        if (below.Contains(NotUtf8))
        {
            look.PassOver(
                $"the name of {entry.ToFullPath()} is no UTF-8, so that it cannot be opened"
            );
            return true;
        }
        // What is empty is about to be written, or is no file at all but a pipe or a device: opening one could take for ever.
        if (StampOf(ref entry, look) is not { Length: > 0 } stamp || stamp == version.Stamp)
        {
            return true;
        }
        if (!isKnown && known.Count + look.New >= options.MaxFiles)
        {
            look.Hinder($"{root} has more than max_files, {options.MaxFiles}, that are meant");
            return true;
        }
        look.New += isKnown ? 0 : 1;
        name ??= below.ToString();
        look.Changed.Add(new(name, stamp, HeadersOf(name)));
        return true;
    }

    private FileStamp? HeadersOf(string below)
    {
        if (!options.TryReadHeadersJson)
        {
            return null;
        }
        var headers = new FileInfo(Path.Combine(root, FileHeaders.PathFor(below)));
        return headers.Exists ? FileStamp.Of(headers) : null;
    }

    /// <summary>Whether a file may be taken, whatever it looks like.</summary>
    public bool IsMeant(ReadOnlySpan<char> below) =>
        (options.Recursive || !below.Contains('/'))
        && !(options.TryReadHeadersJson && below.EndsWith(FileHeaders.Suffix))
        && options.Patterns.Accept(below);

    private void SeeFolder(ref FileSystemEntry entry, Folder folder, FolderLook look)
    {
        if (!options.Recursive || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return;
        }
        if (folder.Depth == MaxDepth)
        {
            look.Hinder($"{folder.FullPath} has folders in it that nest deeper than {MaxDepth}");
            return;
        }
        folders.Push(new(entry.ToFullPath(), $"{folder.Below}{entry.FileName}/", folder.Depth + 1));
    }

    /// <summary>The path below the root, until the next one is asked for.</summary>
    private ReadOnlySpan<char> Below(Folder folder, ReadOnlySpan<char> name)
    {
        var length = folder.Below.Length + name.Length;
        if (length > path.Length)
        {
            path = new char[length * 2];
        }
        folder.Below.CopyTo(path);
        name.CopyTo(path.AsSpan(folder.Below.Length));
        return path.AsSpan(0, length);
    }

    /// <summary>What the file looks like; null where the entry leads to none that may be taken.</summary>
    private FileStamp? StampOf(ref FileSystemEntry entry, FolderLook look)
    {
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
        {
            return new(entry.Length, entry.LastWriteTimeUtc.UtcTicks);
        }
        try
        {
            var target = new FileInfo(RealPath.Of(entry.ToFullPath()));
            if (!options.FollowLinks && !IsBelowRoot(target.FullName))
            {
                look.PassOver(
                    $"{entry.ToFullPath()} leads to a file outside of {root}, which takes follow_links = true"
                );
                return null;
            }
            return target.Exists ? FileStamp.Of(target) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It leads nowhere, as one whose target is not there.
            return null;
        }
    }

    private bool IsBelowRoot(string real)
    {
        realRoot ??= Path.TrimEndingDirectorySeparator(RealPath.Of(root));
        return real.StartsWith(realRoot, StringComparison.Ordinal)
            && (
                Path.EndsInDirectorySeparator(realRoot)
                || real.AsSpan(realRoot.Length) is [var next, ..]
                    && next == Path.DirectorySeparatorChar
            );
    }

    /// <param name="FullPath">Where it is.</param>
    /// <param name="Below">Its path below the root with a <c>/</c> behind it; empty for the root.</param>
    /// <param name="Depth">How many folders it is in.</param>
    private sealed record Folder(string FullPath, string Below, int Depth);
}
