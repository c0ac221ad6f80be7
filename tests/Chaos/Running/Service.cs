using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Freshet.Chaos.Judging;

namespace Freshet.Chaos.Running;

/// <summary>A program that runs as a process, as a supervisor would run it: it is started again until it works, and ended by its own id alone.</summary>
/// <param name="name">What it is called in reports.</param>
/// <param name="folder">Where it runs; its output goes to a file beside.</param>
/// <param name="command">The program and its arguments.</param>
/// <param name="port">Where it listens once it works; null where it need only be there.</param>
internal sealed class Service(
    string name,
    string folder,
    IReadOnlyList<string> command,
    int? port,
    Problems problems,
    RunClock clock
) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private Process? process;

    public string Name => name;

    public string Log => folder + ".log";

    /// <summary>Whether it may refuse to start just now, because it has been taken what it needs.</summary>
    public bool MayRefuse { get; set; }

    /// <summary>Starts it where it does not run, and returns once it works.</summary>
    /// <exception cref="TimeoutException">It refuses again and again.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        for (
            var end = clock.Elapsed + StartLimit;
            process is null && !await TryStartAsync(cancellation);

        )
        {
            if (clock.Elapsed > end)
            {
                throw new TimeoutException($"{name} does not start; see {Log}");
            }
        }
    }

    /// <summary>Starts it once; whether it works.</summary>
    public async Task<bool> TryStartAsync(CancellationToken cancellation)
    {
        var started = Launch();
        for (var end = clock.Elapsed + StartLimit; !started.HasExited && clock.Elapsed < end; )
        {
            if (port is null || await AnswersAsync(port.Value, cancellation))
            {
                return true;
            }
            await clock.Wait(TimeSpan.FromMilliseconds(50), cancellation);
        }
        if (!started.HasExited)
        {
            problems.Add(Promise.Alive, $"{name} runs, but answers nobody");
            started.Kill();
            await started.WaitForExitAsync(cancellation);
        }
        else if (!MayRefuse)
        {
            problems.Add(Promise.Alive, $"{name} refused to start, code {started.ExitCode}");
        }
        process = null;
        started.Dispose();
        await clock.Wait(TimeSpan.FromMilliseconds(500), cancellation);
        return false;
    }

    /// <summary>Starts it, and does not wait for anything.</summary>
    public Process Launch()
    {
        Directory.CreateDirectory(folder);
        // The shell gives it a file for its output and makes way for it, so that the process is the program's own.
        var start = new ProcessStartInfo(
            "/bin/sh",
            ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", Log, .. command]
        )
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
        };
        foreach (var variable in start.Environment.Keys.ToList())
        {
            // What whoever runs this has set for a Freshet of their own.
            if (variable.StartsWith("FRESHET_", StringComparison.Ordinal))
            {
                start.Environment.Remove(variable);
            }
        }
        process = Process.Start(start) ?? throw new InvalidOperationException(command[0]);
        return process;
    }

    /// <summary>Starts it where it has ended though nobody told it to.</summary>
    public async Task ReviveAsync(CancellationToken cancellation)
    {
        if (process is { HasExited: true })
        {
            NoteEnd();
            process.Dispose();
            process = null;
            await StartAsync(cancellation);
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (process is { } running)
        {
            NoteEnd();
            process = null;
            running.Kill();
            await running.WaitForExitAsync();
            running.Dispose();
        }
    }

    /// <summary>SIGTERM, upon which it has to end by itself and with success.</summary>
    public async Task StopAsync()
    {
        if (process is not { } running)
        {
            return;
        }
        if (running.HasExited)
        {
            NoteEnd();
        }
        else
        {
            SystemCalls.Signal(running.Id, SystemCalls.Terminate);
            using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
            try
            {
                await running.WaitForExitAsync(limit.Token);
                if (running.ExitCode != 0)
                {
                    problems.Add(Promise.Alive, $"{name} stopped with code {running.ExitCode}");
                }
            }
            catch (OperationCanceledException)
            {
                problems.Add(Promise.Alive, $"{name} did not stop within {StopLimit}");
                running.Kill();
                await running.WaitForExitAsync(CancellationToken.None);
            }
        }
        process = null;
        running.Dispose();
    }

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => Signal(SystemCalls.Stop);

    /// <summary>SIGCONT.</summary>
    public void Thaw() => Signal(SystemCalls.Continue);

    public async ValueTask DisposeAsync()
    {
        if (process is { } running)
        {
            process = null;
            running.Kill();
            await running.WaitForExitAsync();
            running.Dispose();
        }
    }

    private void Signal(int signal)
    {
        if (process is { HasExited: false } running)
        {
            SystemCalls.Signal(running.Id, signal);
        }
    }

    private void NoteEnd()
    {
        if (process is { HasExited: true } ended)
        {
            problems.Add(
                Promise.Alive,
                $"{name} ended by itself with code {ended.ExitCode} before {clock.Elapsed:mm\\:ss}; see {Log}"
            );
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
