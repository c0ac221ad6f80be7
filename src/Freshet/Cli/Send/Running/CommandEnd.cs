using System.Runtime.InteropServices;

namespace Freshet.Cli.Send.Running;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Its exit code, as a shell tells it: 128 and the number where a signal ended it, 126 and 127 where it could not be started.</param>
/// <param name="StartFault">Why it could not be started; null where it was.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CommandEnd(int ExitCode, string? StartFault = null)
{
    private const int SignalBase = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
    };

    public bool IsSuccess => ExitCode == 0;

    /// <summary>Whether it came to no end of its own: it was not started, or a signal ended it.</summary>
    public bool IsBroken => StartFault is not null || Signals.ContainsKey(ExitCode - SignalBase);

    /// <summary>What happened, as an event says it; null where it succeeded.</summary>
    public string? Describe() =>
        IsSuccess ? null
        : StartFault is not null ? $"the command could not be started: {StartFault}"
        : Signals.TryGetValue(ExitCode - SignalBase, out var signal)
            ? $"the command was ended by {signal} (exit code {ExitCode})"
        : $"the command ended with exit code {ExitCode}";
}
