namespace Freshet.Journal;

/// <summary>Small files that are there as they were or as they are meant to be, whatever ends while they are written.</summary>
internal static class DurableFile
{
    /// <summary>Writes the content to a file beside it, syncs that, and puts it in the place of the old one. Makes the folder where it is absent.</summary>
    /// <exception cref="IOException">It failed; the old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is somebody else's; the old file is as it was.</exception>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="mode">Who may read and write it; as the system has it for new files where null.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var unfinished = path + ".new";
        Directory.CreateDirectory(folder);
        if (mode is not null)
        {
            // One that is left over keeps its own.
            File.Delete(unfinished);
        }
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
        NativeFile.SyncFolder(folder);
    }
}
