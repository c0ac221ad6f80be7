using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Journal;
using Freshet.Pipelines;

namespace Freshet.Tests.Pipelines;

/// <summary>Options of a component at a path.</summary>
internal sealed class FakeOptions : IHttpOptions, ICheckOptions
{
    [MinLength(1)]
    public string? Path { get; set; }

    public string? Variable { get; set; }

    public Secret? Token { get; set; }

    IReadOnlyList<string> IHttpOptions.Paths => Path is null ? [] : [Path];

    public void Check(OptionsScope scope)
    {
        if (Variable is not null)
        {
            scope.Reader.ReadEnvironment(Variable, scope.At("variable"));
        }
    }
}

/// <summary>Components that write down what becomes of them.</summary>
internal sealed class FakeComponents
{
    private readonly List<string> history = [];

    /// <summary>What happened, in order: <c>+name</c> started, <c>-name</c> ended.</summary>
    public IReadOnlyList<string> History
    {
        get
        {
            lock (history)
            {
                return [.. history];
            }
        }
    }

    /// <summary>What a component does once it runs, by its name; it waits for its end where nothing is said.</summary>
    public Dictionary<string, Func<CancellationToken, Task>> Behaviour { get; } = [];

    public ComponentCatalog Catalog =>
        new ComponentCatalog()
            .Source<FakeOptions>("hook", (_, context) => new Component(this, context.Name))
            .Transformer<FakeOptions>("pass", (_, _) => Function.Mark("x"))
            .Sink<FakeOptions>("stream", (_, context) => new Component(this, context.Name));

    private void Note(string what)
    {
        lock (history)
        {
            history.Add(what);
        }
    }

    private async Task RunAsync(string name, CancellationToken stopping)
    {
        Note($"+{name}");
        if (Behaviour.TryGetValue(name, out var behave))
        {
            await behave(stopping);
        }
        else
        {
            var stopped = new TaskCompletionSource();
            await using var registration = stopping.UnsafeRegister(
                state => ((TaskCompletionSource)state!).SetResult(),
                stopped
            );
            await stopped.Task;
        }
        Note($"-{name}");
    }

    private sealed class Component(FakeComponents owner, string name) : ISource, ISink
    {
        public Task RunAsync(CancellationToken stopping) => owner.RunAsync(name, stopping);

        public Task RunAsync(IJournal input, CancellationToken stopping) =>
            owner.RunAsync(name, stopping);
    }
}
