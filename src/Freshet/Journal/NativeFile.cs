using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Freshet.Journal;

/// <summary>What the operating system can do with files and the framework cannot: open a folder, and open a file that somebody has locked.</summary>
internal static class NativeFile
{
    private const int ReadOnly = 0;

    /// <summary>A file or folder, opened to be read or synced whoever has locked it; an invalid handle where that does not go.</summary>
    public static SafeFileHandle OpenToRead(string path) =>
        OperatingSystem.IsWindows()
            ? new SafeFileHandle()
            : new SafeFileHandle(Open(path, ReadOnly), ownsHandle: true);

    /// <summary>Makes the names of a folder's files as durable as the files. Windows does so by itself.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        using var folder = OpenToRead(path);
        if (folder.IsInvalid)
        {
            throw new IOException($"the folder {path} cannot be opened to be synced");
        }
        RandomAccess.FlushToDisk(folder);
    }

    // Where the flags are those of Linux and macOS alike: none.
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
