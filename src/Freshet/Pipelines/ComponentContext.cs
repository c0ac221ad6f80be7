using System.Text.Json.Nodes;
using Freshet.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freshet.Pipelines;

/// <summary>What every component is given.</summary>
internal record ComponentContext
{
    /// <summary>Its name in the configuration: the NAME of <c>[sinks.NAME]</c>.</summary>
    public required string Name { get; init; }

    public required ILoggerFactory Loggers { get; init; }

    public required TimeProvider Time { get; init; }

    public required Instruments Instruments { get; init; }

    /// <summary>Where this server is reached from outside, without a slash at its end.</summary>
    public required string RootUrl { get; init; }

    /// <summary>Finds a source of the same topology by its name; null where there is none. To be called once all are made, not in a constructor.</summary>
    public Func<string, ISource?> FindSource { get; init; } = _ => null;

    /// <summary>What it has to do with the component that had its name before, and with the one that will.</summary>
    public Handover Handover { get; init; } = new();
}

/// <summary>What a source is given beside that.</summary>
internal sealed record SourceContext : ComponentContext
{
    /// <summary>Where its events go.</summary>
    public required IEventWriter Output { get; init; }

    /// <summary>How many events one request may carry.</summary>
    public required int MaxBatch { get; init; }

    /// <summary>Where it may keep how far it has come: the folder of <c>[state]</c>, else one beside the journal; null where the journal is in memory, and its place is too.</summary>
    public string? CursorFolder { get; init; }

    /// <summary>Keeps what it can make no event of; null where it answers its sender, as a webhook.</summary>
    public IRefusedMessages? Refused { get; init; }

    /// <summary>The source's metadata with what every source's has: <c>context.source</c>, where it is not given.</summary>
    public JsonObject CompleteMetadata(JsonObject given)
    {
        var metadata = (JsonObject)given.DeepClone();
        if (metadata["context"] is not JsonObject context)
        {
            // Something else under that name is the user's; it only means that there is no source in it.
            if (metadata.ContainsKey("context"))
            {
                return metadata;
            }
            metadata["context"] = context = [];
        }
        if (!context.ContainsKey("source"))
        {
            context["source"] = $"{RootUrl}?source={Uri.EscapeDataString(Name)}";
        }
        return metadata;
    }
}

/// <summary>What a sink is given beside that.</summary>
internal sealed record SinkContext : ComponentContext
{
    /// <summary>The transformers of its <c>transformer_refs</c>.</summary>
    public required TransformerChain Transformers { get; init; }

    /// <summary>Where it may keep how far it has come; null where the journal is in memory, and its place is too.</summary>
    public string? CursorFolder { get; init; }

    /// <summary>Keeps what it cannot deliver; null where it never gives up anything, as a stream.</summary>
    public IDeadLetters? DeadLetters { get; init; }
}
