using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Freshet.Chaos.Running;

/// <summary>Signals and mounts of Linux.</summary>
internal static class SystemCalls
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    private const int DetachNow = 2;

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(int process, int signal) => Check(SendSignal(process, signal));

    /// <summary>Mounts a file system in memory of that size.</summary>
    /// <exception cref="Win32Exception">It may not, most likely.</exception>
    public static void MountMemory(string folder, long bytes) =>
        Check(Mount("chaos", folder, "tmpfs", 0, $"size={bytes},mode=700"));

    public static void Unmount(string folder) => Check(UnmountFolder(folder, DetachNow));

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    [DllImport(
        "libc",
        EntryPoint = "mount",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mount(
        string source,
        string target,
        string type,
        nuint flags,
        string data
    );

    [DllImport(
        "libc",
        EntryPoint = "umount2",
        SetLastError = true,
        CharSet = CharSet.Ansi,
        BestFitMapping = false,
        ThrowOnUnmappableChar = true
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnmountFolder(string target, int flags);
}
