using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Freshet.Pipelines;

/// <summary>What a component has to do with the one that had its name before, and with the one that takes its place at a reload.</summary>
/// <param name="kept">What is left of it for the next of its name.</param>
/// <param name="passOn">Answers a request as the component does that has its path now; false where it is the same.</param>
/// <param name="serverStops">Cancelled when the whole server stops.</param>
internal sealed class Handover(
    ConcurrentDictionary<(Type, string), object> kept,
    Func<HttpContext, Task<bool>> passOn,
    CancellationToken serverStops
)
{
    private static readonly CancellationToken AtOnce = new(canceled: true);

    private volatile bool isReload;
    private volatile bool hasSuccessor;

    /// <summary>That of a component which stands alone.</summary>
    public Handover()
        : this(new(), _ => Task.FromResult(false), CancellationToken.None) { }

    /// <summary>Whether one of the same name takes its place; known once it is told to stop.</summary>
    public bool HasSuccessor => hasSuccessor;

    /// <summary>
    /// Until when requests in hand have all the time that they always have, once the component was told to stop: where the server goes on without it, until that stops too; else not
    /// at all.
    /// </summary>
    public CancellationToken Leisure => isReload ? serverStops : AtOnce;

    /// <summary>
    /// Leaves this to the next of its name, where the journal is in memory and there is no folder for it. It lasts as long as the process, as the journal does.
    /// </summary>
    /// <param name="what">It; immutable. It takes the place of what was left of its kind before.</param>
    /// <param name="name">Which one, where there are several of a kind.</param>
    public void Leave<T>(T what, string name = "")
        where T : class => kept[(typeof(T), name)] = what;

    /// <summary>What was left of that kind; nothing for the first of its name.</summary>
    public bool TryFind<T>([NotNullWhen(true)] out T? what, string name = "")
        where T : class
    {
        what = kept.GetValueOrDefault((typeof(T), name)) as T;
        return what is not null;
    }

    /// <summary>
    /// Answers a request that came just as the component was replaced or removed, as who comes now is answered; false where that is no other than this component, as the server stops.
    /// </summary>
    public Task<bool> PassOnAsync(HttpContext http) => passOn(http);

    /// <summary>It is about to be stopped, and the server goes on.</summary>
    public void Retire(bool hasSuccessor) => (isReload, this.hasSuccessor) = (true, hasSuccessor);
}
