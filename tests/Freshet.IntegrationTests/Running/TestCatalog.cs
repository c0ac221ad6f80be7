using Freshet.Events;
using Freshet.Pipelines;

namespace Freshet.IntegrationTests.Running;

/// <summary>The components that are compiled in, and one that a test brings along.</summary>
internal static class TestCatalog
{
    /// <summary>A catalog with a transformer of the type <c>test</c>.</summary>
    public static ComponentCatalog With(Func<Event, List<Event>, Rejection?> transform) =>
        Copy().Transformer<NoOptions>("test", (_, _) => new TestTransformer(transform));

    /// <summary>The components that are compiled in, for a test to add to.</summary>
    public static ComponentCatalog Copy()
    {
        var copy = new ComponentCatalog();
        foreach (var (name, type) in Components.Catalog.Sources)
        {
            copy.Sources.Add(name, type);
        }
        foreach (var (name, type) in Components.Catalog.Transformers)
        {
            copy.Transformers.Add(name, type);
        }
        foreach (var (name, type) in Components.Catalog.Sinks)
        {
            copy.Sinks.Add(name, type);
        }
        return copy;
    }

    private sealed class NoOptions;

    private sealed class TestTransformer(Func<Event, List<Event>, Rejection?> transform)
        : ITransformer
    {
        public Rejection? Transform(Event input, List<Event> output) => transform(input, output);
    }
}
