using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Freshet.Cli.Send.Running;

/// <summary>Runs a command in this process's place: with its input, outputs, environment and working directory, and with the signals that it gets.</summary>
/// <param name="words">The program and its arguments.</param>
/// <param name="signals">Hands signals on to it.</param>
/// <param name="tee">Gets its output; null where that goes straight to this process's own.</param>
internal sealed class ChildCommand(IReadOnlyList<string> words, SignalRelay signals, OutputTee? tee)
    : IDisposable
{
    private const int NoSuchFile = 2;
    private const int BrokenPipe = 13;
    private const nint DefaultAction = 0;

    /// <summary>How long what a command left behind may hold its output open: a daemon would for ever.</summary>
    private static readonly TimeSpan OutputEnding = TimeSpan.FromSeconds(2);

    private readonly Process process = new();
    private CommandEnd? failure;

    /// <summary>Starts it; where that fails, <see cref="EndAsync"/> says why.</summary>
    /// <param name="path">The value of PATH.</param>
    public void Start(string path)
    {
        var code = ProgramPath.Find(words[0], path, out var program);
        if (code != 0)
        {
            failure = new(
                code,
                code == ProgramPath.NotFound
                    ? $"{words[0]}: not found"
                    : $"{words[0]}: not executable"
            );
            return;
        }
        process.StartInfo = new(program, words.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = tee is not null,
        };
        // The runtime ignores this signal, which what it starts would inherit: in `yes | head` it is what ends `yes`. Nothing writes to a pipe meanwhile.
        var ignored = SetSignal(BrokenPipe, DefaultAction);
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            failure = new(
                fault.NativeErrorCode == NoSuchFile
                    ? ProgramPath.NotFound
                    : ProgramPath.NotExecutable,
                $"{words[0]}: {fault.Message}"
            );
            return;
        }
        finally
        {
            _ = SetSignal(BrokenPipe, ignored);
        }
        signals.Attach(process);
    }

    /// <summary>How it ended, once it has.</summary>
    public async Task<CommandEnd> EndAsync()
    {
        if (failure is not { } end)
        {
            using var ending = new CancellationTokenSource();
            var copying =
                tee?.CopyAsync(process.StandardOutput.BaseStream, ending.Token)
                ?? Task.CompletedTask;
            await process.WaitForExitAsync(CancellationToken.None);
            ending.CancelAfter(OutputEnding);
            await copying;
            end = new(process.ExitCode);
        }
        signals.Detach();
        return end;
    }

    public void Dispose() => process.Dispose();

    [DllImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetSignal(int signal, nint action);
}
