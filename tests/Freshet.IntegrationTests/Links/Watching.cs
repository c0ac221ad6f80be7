using Freshet.Cli;
using Freshet.IntegrationTests.Running;

namespace Freshet.IntegrationTests.Links;

/// <summary><c>freshet watch</c> in the test's process, as if its output went to a file.</summary>
internal sealed class Watching : IAsyncDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter errors = new();
    private readonly CancellationTokenSource interrupt = new();
    private readonly Task<int> running;

    public Watching(string url, params string[] arguments)
    {
        var terminal = new Terminal
        {
            Input = Stream.Null,
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(errors),
            Environment = new Dictionary<string, string>(),
        };
        running = CommandLine
            .Create(Components.Catalog, terminal)
            .Parse(["watch", url, .. arguments])
            .InvokeAsync(
                new()
                {
                    Output = terminal.Output,
                    Error = terminal.Error,
                    ProcessTerminationTimeout = null,
                },
                interrupt.Token
            );
    }

    public string Output => output.ToString();

    public string Errors => errors.ToString();

    public Task Prints(string text) =>
        Eventually.Holds(
            () => Output.Contains(text, StringComparison.Ordinal),
            () => Output + Errors
        );

    public Task Complains(string text) =>
        Eventually.Holds(
            () => Errors.Contains(text, StringComparison.Ordinal),
            () => Output + Errors
        );

    public Task<int> ExitAsync() => running.WaitAsync(Eventually.Limit);

    public async ValueTask DisposeAsync()
    {
        await interrupt.CancelAsync();
        await running;
        interrupt.Dispose();
    }
}
