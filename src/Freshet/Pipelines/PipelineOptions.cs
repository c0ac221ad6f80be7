using System.ComponentModel.DataAnnotations;
using Freshet.Configuration;
using Freshet.Events.CDEvents;
using Freshet.Toml;

namespace Freshet.Pipelines;

/// <summary><c>[pipeline]</c>: what holds for every event on its way from its source to the journal.</summary>
internal sealed class PipelineOptions
{
    /// <summary>
    /// How many events one request may carry, and how many they may become in transformers. They are taken all or none, so they are held in
    /// memory together.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxBatch { get; set; } = 10_000;

    /// <summary>
    /// Whether programs of <c>vrl</c> transformers must handle every expression that may fail, as the language has it. Default false: it is a
    /// warning, and where such an expression fails, the event is rejected. A transformer's own <c>strict</c> goes before it.
    /// </summary>
    public bool VrlStrict { get; set; }

    /// <summary>
    /// What happens to a CDEvent that does not hold to the specification (0.3.0, 0.4.1 or 0.5.1). It is checked as its sender, or the source's last transformer, made it: what Freshet would fill in is
    /// missing, but an id of <c>"0"</c> leaves it to Freshet. A version of a type that none of these has is checked by the nearest one, custom events (<c>dev.cdeventsx.</c>) but for their content. Events of other
    /// kinds pass unchecked. <c>"check"</c>, the default, since what a sender gets wrong may be all that there is to know: it is counted (<c>freshet.source.wrong_cdevents</c>) and logged, and passes.
    /// <c>"require"</c>: it is refused, and every problem told; a webhook answers 400. <c>"off"</c>: nobody looks. A source's own <c>cdevents</c> goes before it.
    /// </summary>
    public CDEventMode Cdevents { get; set; } = CDEventMode.Check;

    /// <summary>Of cdviz-collector: how many events wait in memory between sources and sinks.</summary>
    [Foreign(
        Severity.Warning,
        "has no effect: nothing waits in memory between sources and sinks, which have the journal between them",
        "remove it; [journal.retention] says how much is kept"
    )]
    public long? QueueCapacity { get; set; }
}
