using Freshet.Hosting;
using Freshet.Pipelines;

namespace Freshet.Cli.Send;

/// <summary>The way of what is sent, as configured.</summary>
/// <param name="Setup">The configuration, without errors.</param>
/// <param name="Source">The source that the events are told to come from.</param>
/// <param name="Flow">What that does to them.</param>
/// <param name="Sinks">Where they go: sinks of the type http.</param>
internal sealed record SendPlan(
    Setup Setup,
    string Source,
    SourceFlowOptions Flow,
    IReadOnlyList<ComponentPlan<SinkContext, ISink>> Sinks
);
