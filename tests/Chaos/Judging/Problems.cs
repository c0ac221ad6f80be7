using System.Collections.Concurrent;

namespace Freshet.Chaos.Judging;

/// <summary>What was found wrong, by the promise that it breaks.</summary>
internal sealed class Problems
{
    private readonly ConcurrentQueue<(Promise Promise, string Text)> found = new();

    public void Add(Promise promise, string text) => found.Enqueue((promise, text));

    public IReadOnlyList<string> Of(Promise promise) =>
        [.. found.Where(problem => problem.Promise == promise).Select(problem => problem.Text)];
}
