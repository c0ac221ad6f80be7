using System.Net;
using System.Text.RegularExpressions;

namespace Freshet.IntegrationTests.Running;

/// <summary><c>freshet connect</c> as a process of its own, as a user runs it.</summary>
internal sealed partial class FreshetProcess : IAsyncDisposable
{
    public const int Terminate = 15;
    public const int Interrupt = 2;

    private readonly ChildProcess process;
    private readonly string? file;

    private FreshetProcess(ChildProcess process, string? file, Uri address)
    {
        this.process = process;
        this.file = file;
        Address = address;
    }

    public Uri Address { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    public string Output => process.Output;

    public string Errors => process.Errors;

    /// <summary>Returns once it listens, on a free port.</summary>
    /// <param name="toml">Its configuration; null for the built-in one.</param>
    public static async Task<FreshetProcess> StartAsync(string? toml = null)
    {
        string? path = null;
        if (toml is not null)
        {
            path = Path.Combine(Path.GetTempPath(), $"freshet-{Guid.NewGuid():N}.toml");
            await File.WriteAllTextAsync(path, toml);
        }
        string[] configuration = path is null ? [] : ["--config", path];
        var child = Run(["connect", .. configuration, "--set", "http.port=0"]);
        try
        {
            await child.Complains("listening on ");
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
        return new(child, path, new Uri(Listening().Match(child.Errors).Groups[1].Value));
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

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        if (file is not null)
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"listening on (\S+)")]
    private static partial Regex Listening();
}
