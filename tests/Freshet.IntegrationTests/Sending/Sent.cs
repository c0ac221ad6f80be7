using Freshet.Cli;
using Freshet.IntegrationTests.Running;

namespace Freshet.IntegrationTests.Sending;

/// <summary>A call of <c>freshet send</c> that came to its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Errors">What it said on standard error.</param>
internal sealed record Sent(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs it within the test's process, which is for calls without <c>--run</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="environment">Its environment variables.</param>
    public static async Task<Sent> DataAsync(
        IReadOnlyList<string> arguments,
        string input = "",
        IReadOnlyDictionary<string, string>? environment = null
    )
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Input = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input)),
            Output = output,
            Error = TextWriter.Synchronized(errors),
            Environment = environment ?? new Dictionary<string, string>(),
        };
        var code = await Eventually.Comes(
            CommandLine.RunAsync(["send", .. arguments], Components.Catalog, terminal)
        );
        return new(code, output.ToString(), errors.ToString());
    }

    /// <summary>Starts it as a process of its own.</summary>
    public static ChildProcess Start(params string[] arguments) =>
        FreshetProcess.Run(["send", .. arguments]);

    /// <summary>Runs it as a process of its own.</summary>
    public static async Task<Sent> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        var code = await process.ExitAsync();
        return new(code, process.Output, process.Errors);
    }

    /// <summary>Runs a line of a shell in which <c>$freshet</c> is the program.</summary>
    public static async Task<Sent> ShellAsync(string line, params string[] arguments)
    {
        await using var process = ChildProcess.Start(
            "bash",
            "install bash",
            ["-c", line, "bash", .. arguments],
            new Dictionary<string, string>
            {
                ["freshet"] = $"dotnet {Path.Combine(AppContext.BaseDirectory, "freshet.dll")}",
            }
        );
        var code = await process.ExitAsync();
        return new(code, process.Output, process.Errors);
    }
}
