using Freshet.Events.CDEvents;

namespace Freshet.Pipelines;

/// <summary>Who is to blame for a <see cref="Rejection"/>.</summary>
internal enum RejectionKind
{
    /// <summary>The event itself: it is not what it says it is.</summary>
    BadEvent,

    /// <summary>The event too: it is a CDEvent that does not hold to the specification, where that is required.</summary>
    WrongCDEvent,

    /// <summary>A transformer refused it.</summary>
    Transformer,
}

/// <summary>Why an event was refused.</summary>
/// <param name="Kind">Whose fault it is.</param>
/// <param name="Reason">What is wrong, for the event's sender to read.</param>
/// <param name="Component">The transformer that refused it; null for a bad event.</param>
/// <param name="Problems">Each thing that is wrong with a CDEvent; null for other events.</param>
internal sealed record Rejection(
    RejectionKind Kind,
    string Reason,
    string? Component = null,
    CDEventProblems? Problems = null
);

/// <summary>What became of a call of <see cref="IEventWriter.WriteAsync"/>: the ids, or the rejection, never both.</summary>
/// <param name="Ids">The ids of the events that are in the journal now, in order; empty where transformers dropped them all.</param>
/// <param name="Rejection">Why nothing was taken; null where all was.</param>
/// <param name="Index">Which of the given events was rejected, counted from 0.</param>
internal sealed record WriteResult(
    IReadOnlyList<string> Ids,
    Rejection? Rejection = null,
    int Index = 0
);

/// <summary>One of several events that was refused while the others were taken.</summary>
/// <param name="Index">Which one, counted from 0.</param>
/// <param name="Rejection">Why.</param>
internal sealed record RefusedEvent(int Index, Rejection Rejection);
