using System.Runtime.InteropServices;

namespace Freshet.Cli.Send.Running;

/// <summary>The standard output of this process.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;
    private const short Error = 0x8;
    private const short HungUp = 0x10;

    /// <summary>
    /// Whether somebody may still read what is written there: false once the other end of a pipe was closed. The framework's stream would not tell, since it drops what nobody reads.
    /// </summary>
    public static bool IsRead()
    {
        var output = new Polled { Descriptor = Descriptor };
        return Poll(ref output, 1, 0) <= 0 || (output.Found & (Error | HungUp)) == 0;
    }

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref Polled polled, nuint count, int timeout);

    /// <summary><c>struct pollfd</c> (POSIX.1-2024, poll.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}
