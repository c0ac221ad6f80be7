using System.ComponentModel;
using System.Diagnostics;

namespace Freshet.Cli.Send.Running;

/// <summary>Runs a command in this process's place: with its input, outputs, environment and working directory, and with the signals that it gets.</summary>
/// <param name="words">The program and its arguments.</param>
/// <param name="signals">Hands signals on to it.</param>
internal sealed class ChildCommand(IReadOnlyList<string> words, SignalRelay signals)
{
    /// <summary>How long what a command left behind may hold its output open: a daemon would for ever.</summary>
    private static readonly TimeSpan OutputEnding = TimeSpan.FromSeconds(2);

    private const int NoSuchFile = 2;

    /// <summary>Runs it to its end.</summary>
    /// <param name="path">The value of PATH.</param>
    /// <param name="tee">Gets its output; null where that goes straight to this process's own.</param>
    public async Task<CommandEnd> RunAsync(string path, OutputTee? tee)
    {
        var code = ProgramPath.Find(words[0], path, out var program);
        if (code != 0)
        {
            return new(
                code,
                code == ProgramPath.NotFound
                    ? $"{words[0]}: not found"
                    : $"{words[0]}: not executable"
            );
        }
        using var process = new Process
        {
            StartInfo = new(program, words.Skip(1))
            {
                UseShellExecute = false,
                RedirectStandardOutput = tee is not null,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception fault)
        {
            return new(
                fault.NativeErrorCode == NoSuchFile
                    ? ProgramPath.NotFound
                    : ProgramPath.NotExecutable,
                $"{words[0]}: {fault.Message}"
            );
        }
        signals.Attach(process);
        using var ending = new CancellationTokenSource();
        var copying =
            tee?.CopyAsync(process.StandardOutput.BaseStream, ending.Token) ?? Task.CompletedTask;
        await process.WaitForExitAsync(CancellationToken.None);
        signals.Detach();
        ending.CancelAfter(OutputEnding);
        await copying;
        return new(process.ExitCode);
    }
}
