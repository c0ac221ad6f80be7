using Freshet.Pipelines;
using Freshet.Sinks.Sse;

namespace Freshet.Dashboard;

/// <summary>A source or sink as it is configured and as it runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Transformers">The names of its transformers.</param>
/// <param name="Path">Where it answers; null where it is not reached over HTTP.</param>
/// <param name="Running">What runs.</param>
internal sealed record Component(
    string Name,
    string Type,
    IReadOnlyList<string> Transformers,
    string? Path,
    object Running
)
{
    /// <summary>
    /// What hinders it; null where nothing does, or it depends on nothing. Whoever looks here wants to know of a receiver that does not answer, though the server is no less ready for it.
    /// </summary>
    public string? Trouble => (Running as IReporting)?.Trouble ?? (Running as BatchSink)?.Hindrance;

    /// <summary>How many events wait for it; null where nobody knows.</summary>
    public long? Lag => (Running as IReporting)?.Lag;

    /// <summary>It as a stream; null where it is none.</summary>
    public SseSink? Stream => Running as SseSink;
}

/// <summary>What is configured beside what runs of it.</summary>
internal sealed class Pipeline
{
    public Pipeline(Topology topology)
    {
        var blueprint = topology.Blueprint;
        Sources =
        [
            .. blueprint.Sources.Zip(topology.Sources, (plan, made) => Of(plan, made.Source)),
        ];
        Sinks = [.. blueprint.Sinks.Zip(topology.Sinks, (plan, made) => Of(plan, made.Sink))];
        var used = Sources
            .Concat(Sinks)
            .SelectMany(component => component.Transformers)
            .ToHashSet(StringComparer.Ordinal);
        Transformers =
        [
            .. blueprint
                .Transformers.Values.Where(plan => used.Contains(plan.Name))
                .Select(plan => (plan.Name, plan.Type.Name)),
        ];
    }

    public IReadOnlyList<Component> Sources { get; }

    public IReadOnlyList<Component> Sinks { get; }

    /// <summary>The transformers that one of them refers to.</summary>
    public IReadOnlyList<(string Name, string Type)> Transformers { get; }

    private static Component Of<TContext, TComponent>(
        ComponentPlan<TContext, TComponent> plan,
        object running
    ) =>
        new(
            plan.Name,
            plan.Type.Name,
            plan.TransformerRefs,
            plan.Options is IHttpOptions { Paths: [var path, ..] } ? path : null,
            running
        );
}
