using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Freshet.Cli.Send.Running;

/// <summary>
/// Hands the signals that would end this process on to the command that it runs, and stays: somebody has to tell how the command ended. Once that has ended, a signal is for this
/// process, and takes its patience.
/// </summary>
internal sealed class SignalRelay : IDisposable
{
    private static readonly (PosixSignal Signal, int Number, bool IsTyped)[] Relayed =
    [
        (PosixSignal.SIGHUP, 1, false),
        (PosixSignal.SIGINT, 2, true),
        (PosixSignal.SIGQUIT, 3, true),
        (PosixSignal.SIGTERM, 15, false),
    ];

    private readonly Lock gate = new();
    private readonly List<int> early = [];
    private readonly List<PosixSignalRegistration> registrations;
    private readonly CancellationTokenSource impatient = new();
    private Process? command;
    private bool isOver;
    private volatile bool wasTold;

    /// <param name="hasTerminal">
    /// Whether a terminal is there, which sends the signals that are typed to every process in the foreground, the command among them: it must not get them twice.
    /// </param>
    public SignalRelay(bool hasTerminal) =>
        registrations = [
            .. Relayed.Select(relayed =>
                PosixSignalRegistration.Create(
                    relayed.Signal,
                    context =>
                    {
                        context.Cancel = true;
                        Take(relayed.Number, relayed.IsTyped && hasTerminal);
                    }
                )
            ),
        ];

    /// <summary>Whether there was any: the command did not end by itself.</summary>
    public bool WasTold => wasTold;

    /// <summary>Cancelled by a signal that comes once the command has ended.</summary>
    public CancellationToken Impatient => impatient.Token;

    /// <summary>The command runs: signals are its own from here on, those that came before too.</summary>
    public void Attach(Process started)
    {
        lock (gate)
        {
            command = started;
            early.ForEach(Send);
        }
    }

    /// <summary>The command has ended.</summary>
    public void Detach()
    {
        lock (gate)
        {
            isOver = true;
        }
    }

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        impatient.Dispose();
    }

    private void Take(int number, bool hasIt)
    {
        wasTold = true;
        lock (gate)
        {
            if (!isOver)
            {
                if (command is null)
                {
                    early.Add(number);
                }
                else if (!hasIt)
                {
                    Send(number);
                }
                return;
            }
        }
        impatient.Cancel();
    }

    private void Send(int number)
    {
        if (!command!.HasExited)
        {
            // It may end in between, which is as well.
            _ = Kill(command.Id, number);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
