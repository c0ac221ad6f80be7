using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Freshet.LoadTest.Sockets;

/// <summary>
/// The calls of Linux that the load is made with. They are called bare: what <see cref="System.Net.Sockets.Socket"/> does on top costs more than
/// taking an event apart.
/// </summary>
internal static unsafe class Libc
{
    public const int Again = 11;
    public const int InProgress = 115;
    public const int Interrupted = 4;

    public const uint Readable = 0x1;
    public const uint Writable = 0x4;

    public const int Add = 1;
    public const int Remove = 2;
    public const int Modify = 3;

    public const int InternetFamily = 2;

    /// <summary>SOCK_STREAM, SOCK_NONBLOCK and SOCK_CLOEXEC.</summary>
    public const int NonBlockingStream = 0x1 | 0x800 | 0x80000;

    /// <summary>MSG_NOSIGNAL: a peer that has gone is an error, not the end of the process.</summary>
    public const int NoSignal = 0x4000;

    public const int SocketLevel = 1;
    public const int ReceiveBuffer = 8;
    public const int TcpLevel = 6;
    public const int NoDelay = 1;
    public const int InternetLevel = 0;
    public const int BindAddressNoPort = 24;

    private const int EpollCloseOnExec = 0x80000;
    private const int OpenFiles = 7;
    private const int ClockTick = 2;
    private const int ProcessorSetBytes = 128;

    /// <summary>What the last call of this thread failed with.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>How many ticks of <c>/proc/PID/stat</c> a second has.</summary>
    public static long TicksPerSecond { get; } = OperatingSystem.IsLinux() ? SysConf(ClockTick) : 1;

    public static int CreateEpoll() => Check(EpollCreate(EpollCloseOnExec), "epoll_create1");

    /// <summary>Lets this process open as many files as it may at all; how many that is.</summary>
    public static long RaiseOpenFiles()
    {
        Limits limits;
        Check(GetLimit(OpenFiles, &limits), "getrlimit");
        if (limits.Soft < limits.Hard)
        {
            var raised = new Limits { Soft = limits.Hard, Hard = limits.Hard };
            Check(SetLimit(OpenFiles, &raised), "setrlimit");
        }
        return (long)Math.Min(limits.Hard, int.MaxValue);
    }

    /// <summary>Binds one thread to one processor.</summary>
    public static void Pin(int thread, int processor)
    {
        var set = stackalloc byte[ProcessorSetBytes];
        new Span<byte>(set, ProcessorSetBytes).Clear();
        set[processor / 8] = (byte)(1 << (processor % 8));
        Check(SetAffinity(thread, ProcessorSetBytes, set), "sched_setaffinity");
    }

    /// <summary>The processors that this thread may run on.</summary>
    public static List<int> Processors()
    {
        var set = stackalloc byte[ProcessorSetBytes];
        new Span<byte>(set, ProcessorSetBytes).Clear();
        Check(GetAffinity(0, ProcessorSetBytes, set), "sched_getaffinity");
        var processors = new List<int>();
        for (var i = 0; i < ProcessorSetBytes * 8; i++)
        {
            if ((set[i / 8] & (1 << (i % 8))) != 0)
            {
                processors.Add(i);
            }
        }
        return processors;
    }

    /// <summary>Its result, where it is not -1.</summary>
    /// <exception cref="Win32Exception">It is; with what the call failed with.</exception>
    public static int Check(int result, string call) =>
        result >= 0
            ? result
            : throw new Win32Exception(Error, $"{call}: {Marshal.GetPInvokeErrorMessage(Error)}");

    [DllImport("libc", EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Socket(int family, int type, int protocol);

    [DllImport("libc", EntryPoint = "bind", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Bind(int socket, byte* address, int length);

    [DllImport("libc", EntryPoint = "connect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Connect(int socket, byte* address, int length);

    [DllImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int SetOption(int socket, int level, int name, int* value, int length);

    [DllImport("libc", EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Receive(int socket, byte* buffer, nint length, int flags);

    [DllImport("libc", EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern nint Send(int socket, byte* buffer, nint length, int flags);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Close(int file);

    [DllImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int EpollControl(int epoll, int operation, int file, byte* change);

    [DllImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int EpollWait(int epoll, byte* events, int count, int milliseconds);

    [DllImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EpollCreate(int flags);

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, Limits* limits);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, Limits* limits);

    [DllImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetAffinity(int thread, nint length, byte* set);

    [DllImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetAffinity(int thread, nint length, byte* set);

    [DllImport("libc", EntryPoint = "sysconf")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SysConf(int name);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }
}
