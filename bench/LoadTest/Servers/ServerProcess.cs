using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Freshet.LoadTest.Measuring;

namespace Freshet.LoadTest.Servers;

/// <summary>A server that runs, on a processor of its own where there is one, and that ends with this program, however that ends.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int FirstPort = 20_000;
    private const int Ports = 12_000;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static int nextPort = Environment.ProcessId * 37 % Ports;

    private readonly Process? process;
    private readonly string folder;

    /// <summary>Starts it and returns once it listens.</summary>
    /// <param name="processor">Where it is to run; null for anywhere.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message has what it said.</exception>
    public ServerProcess(IContender contender, int? processor)
    {
        folder = Directory.CreateTempSubdirectory("freshet-load-").FullName;
        try
        {
            Port = FreePort();
            Recipe = contender.Prepare(folder, Port);
            process = Launch(processor);
            Tree = new ProcessTree(process.Id);
            AwaitPort(contender.Name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Port { get; }

    public Recipe Recipe { get; }

    public ProcessTree Tree { get; }

    public bool HasExited => process is not { HasExited: false };

    private string LogFile => Path.Combine(folder, "log");

    /// <summary>The end of what it wrote.</summary>
    public string Said() =>
        File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(20)) : "";

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        process?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static string[] Pinned(int? processor) =>
        processor is { } one
            ? ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", $"{one}"]
            : ["setpriv", "--pdeathsig", "KILL"];

    private Process Launch(int? processor)
    {
        // The shell gives it a file for its output and makes way for it, and the kernel kills it should this program be killed.
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                "exec \"$@\" >\"$0\" 2>&1 </dev/null",
                LogFile,
                .. Pinned(processor),
                .. Recipe.Command,
            ]
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
        return Process.Start(start) ?? throw new InvalidOperationException("no process");
    }

    private void AwaitPort(string name)
    {
        for (var started = Stopwatch.GetTimestamp(); !Answers(); )
        {
            if (process!.WaitForExit(Pause) || Stopwatch.GetElapsedTime(started) > StartLimit)
            {
                throw new InvalidOperationException($"{name} does not start:\n{Said()}");
            }
        }
    }

    private bool Answers()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Below those that the system gives to whoever asks for any, so that no client has it.
    private static int FreePort()
    {
        for (var tries = 0; tries < Ports; tries++)
        {
            var port = FirstPort + (nextPort++ % Ports);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Another's.
            }
        }
        throw new InvalidOperationException($"no port from {FirstPort} on is free");
    }
}
