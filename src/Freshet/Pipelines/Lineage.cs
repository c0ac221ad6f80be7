using System.Collections.Concurrent;

namespace Freshet.Pipelines;

/// <summary>What the topologies of one process have in common, each of which took the place of the one before.</summary>
internal sealed class Lineage : IDisposable
{
    private readonly ConcurrentDictionary<
        string,
        ConcurrentDictionary<(Type, string), object>
    > kept = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private volatile IReadOnlyList<(string Name, ISource Source)> sources = [];

    /// <summary>Where components answer over HTTP.</summary>
    public ComponentRoutes Routes { get; } = new();

    /// <summary>Cancelled when the server stops: whoever still leaves because of a reload makes haste.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>That of a component which is made now.</summary>
    /// <param name="path">Its table: <c>sinks.events</c>.</param>
    public Handover HandoverOf(string path) =>
        new(kept.GetOrAdd(path, static _ => new()), Routes.PassOnAsync, Stopping);

    /// <summary>The source of that name which runs now; null where there is none.</summary>
    public ISource? FindSource(string name) =>
        sources.FirstOrDefault(pair => pair.Name == name).Source;

    /// <summary>From now on these are the sources.</summary>
    public void Show(IReadOnlyList<(string Name, ISource Source)> shown) => sources = shown;

    public Task StopAsync() => stopping.CancelAsync();

    public void Dispose()
    {
        stopping.Dispose();
        Routes.Dispose();
    }
}
