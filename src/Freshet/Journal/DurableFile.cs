namespace Freshet.Journal;

/// <summary>Small files that are there as they were or as they are meant to be, whatever ends while they are written.</summary>
internal static class DurableFile
{
    /// <summary>Writes the content to a file beside it, syncs that, and puts it in the place of the old one. Makes the folder where it is absent.</summary>
    /// <exception cref="IOException">It failed; the old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is somebody else's; the old file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var unfinished = path + ".new";
        Directory.CreateDirectory(folder);
        using (var file = File.Create(unfinished))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        NativeFile.SyncFolder(folder);
    }
}
