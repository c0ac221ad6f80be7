using System.Net;
using System.Text.RegularExpressions;

namespace Freshet.IntegrationTests.Running;

/// <summary><c>freshet connect</c> as a process of its own, as a user runs it.</summary>
internal sealed partial class FreshetProcess : IAsyncDisposable
{
    public const int Terminate = 15;
    public const int Interrupt = 2;
    public const int HangUp = 1;

    private readonly ChildProcess process;

    private FreshetProcess(ChildProcess process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    public int Id => process.Id;

    public string Output => process.Output;

    public string Errors => process.Errors;

    /// <summary>Returns once it listens, on a free port of 127.0.0.1.</summary>
    /// <param name="arguments">Arguments of <c>connect</c>; none for the built-in configuration.</param>
    public static Task<FreshetProcess> StartAsync(params string[] arguments) =>
        StartAsync(Run, arguments);

    /// <summary>As <see cref="StartAsync(string[])"/>, with a program that was installed in place of the one that was built beside the tests.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Arguments of <c>connect</c>.</param>
    public static Task<FreshetProcess> StartInstalledAsync(
        string program,
        params string[] arguments
    ) => StartAsync(all => ChildProcess.Start(program, "run ./do pack", all), arguments);

    private static async Task<FreshetProcess> StartAsync(
        Func<string[], ChildProcess> run,
        string[] arguments
    )
    {
        // Nothing is left behind where the tests run; who wants a journal in files says where.
        string[] journal = arguments.Any(argument =>
            argument.StartsWith("journal.", StringComparison.Ordinal)
        )
            ? []
            : ["--set", "journal.type=memory"];
        var child = run([
            "connect",
            .. arguments,
            .. journal,
            "--set",
            "http.host=127.0.0.1",
            "--set",
            "http.port=0",
        ]);
        try
        {
            await child.Complains("listening on ");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
        return new(child, new Uri(Listening().Match(child.Errors).Groups[1].Value));
    }

    /// <summary>Runs <c>freshet</c> with these arguments.</summary>
    public static ChildProcess Run(params string[] arguments) =>
        ChildProcess.Start(
            "dotnet",
            "install the .NET SDK that global.json names",
            [Path.Combine(AppContext.BaseDirectory, "freshet.dll"), .. arguments]
        );

    public void Signal(int signal) => process.Signal(signal);

    /// <summary>Returns once it said so on standard error.</summary>
    public Task Complains(string text) => process.Complains(text);

    /// <summary>Its exit code, once it has ended.</summary>
    public Task<int> ExitAsync() => process.ExitAsync();

    public ValueTask DisposeAsync() => process.DisposeAsync();

    [GeneratedRegex(@"listening on (\S+)")]
    private static partial Regex Listening();
}
