using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Freshet.Telemetry;

/// <summary>What components tell of themselves whenever somebody looks, by their names.</summary>
/// <param name="tag">The tag that a component's name becomes.</param>
/// <typeparam name="T">What they tell.</typeparam>
internal sealed class Observations<T>(string tag)
{
    private readonly ConcurrentDictionary<string, Func<T>> components = new(StringComparer.Ordinal);

    /// <summary>From now on the component is asked.</summary>
    /// <param name="component">Its name.</param>
    /// <param name="look">Called from any thread; quick.</param>
    /// <returns>Ends that.</returns>
    public IDisposable Add(string component, Func<T> look)
    {
        components[component] = look;
        return new Ending(components, new(component, look));
    }

    /// <summary>A measurement of each component that has one now.</summary>
    public IEnumerable<Measurement<TValue>> Measure<TValue>(Func<T, TValue?> measure)
        where TValue : struct =>
        from pair in components
        let value = measure(pair.Value())
        where value.HasValue
        select new Measurement<TValue>(
            value.Value,
            new KeyValuePair<string, object?>(tag, pair.Key)
        );

    private sealed class Ending(
        ConcurrentDictionary<string, Func<T>> components,
        KeyValuePair<string, Func<T>> mine
    ) : IDisposable
    {
        public void Dispose() => components.TryRemove(mine);
    }
}
