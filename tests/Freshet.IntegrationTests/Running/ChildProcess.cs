using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Shouldly;

namespace Freshet.IntegrationTests.Running;

/// <summary>A process that a test started, its outputs kept. It is ended with the test, by its own id.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();

    private ChildProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
    }

    public int Id => process.Id;

    /// <summary>The whole lines of its standard output so far.</summary>
    public string Output => Read(output);

    /// <summary>The whole lines of its standard error so far.</summary>
    public string Errors => Read(errors);

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its name, to be found by PATH.</param>
    /// <param name="install">What to do where it is not there.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside those of the test.</param>
    public static ChildProcess Start(
        string program,
        string install,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // What whoever runs the tests has set for a Freshet of their own is no affair of this one.
        foreach (
            var name in start
                .Environment.Keys.Where(name =>
                    name.StartsWith("FRESHET_", StringComparison.Ordinal)
                )
                .ToList()
        )
        {
            start.Environment.Remove(name);
        }
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
        Process started;
        try
        {
            started = Process.Start(start).ShouldNotBeNull();
        }
        catch (Win32Exception fault)
        {
            throw new ShouldAssertException($"{program} cannot be started: {install}", fault);
        }
        var child = new ChildProcess(started);
        started.StandardInput.Close();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return child;
    }

    /// <summary>Returns once its standard output has the text.</summary>
    public Task Prints(string text) => Shows(() => Output, text);

    /// <summary>Returns once its standard error has the text.</summary>
    public Task Complains(string text) => Shows(() => Errors, text);

    /// <summary>Sends it a signal: 15 for SIGTERM, 2 for SIGINT.</summary>
    public void Signal(int signal) => Kill(process.Id, signal).ShouldBe(0);

    /// <summary>Its exit code, once it has ended.</summary>
    /// <param name="patience">How long a program may take that has more to do than others; by default as long as anything.</param>
    public async Task<int> ExitAsync(TimeSpan? patience = null)
    {
        await Eventually.Comes(
            process.WaitForExitAsync(),
            "the end of the process",
            patience ?? Eventually.Limit
        );
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        process.Dispose();
    }

    private async Task Shows(Func<string> text, string wanted) =>
        await Eventually.Holds(
            () =>
                text().Contains(wanted, StringComparison.Ordinal)
                || (process.HasExited ? throw Ended(wanted) : false),
            () => $"wanted: {wanted}\n{Output}\n{Errors}"
        );

    private ShouldAssertException Ended(string wanted) =>
        new($"the process ended before it said \"{wanted}\":\n{Output}\n{Errors}");

    private static void Keep(StringBuilder kept, string? line)
    {
        if (line is not null)
        {
            lock (kept)
            {
                kept.Append(line).Append('\n');
            }
        }
    }

    private static string Read(StringBuilder kept)
    {
        lock (kept)
        {
            return kept.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
