using Freshet.Events.CDEvents;

namespace Freshet.Pipelines;

/// <summary>What <c>[sources.NAME]</c> have in common.</summary>
internal sealed class SourceFlowOptions : FlowOptions
{
    /// <summary>What happens to a wrong CDEvent of this source; <c>[pipeline] cdevents</c> where it is not given.</summary>
    public CDEventMode? Cdevents { get; set; }
}
