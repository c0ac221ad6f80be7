namespace Freshet.Pipelines;

/// <summary>An event that a sink gave up.</summary>
/// <param name="Sink">The sink's name.</param>
/// <param name="Item">What could not be delivered.</param>
/// <param name="Reason">Why, for an operator to read.</param>
/// <param name="Attempts">How often it was tried; 0 where a transformer refused it, and <paramref name="Item"/> is the entry as it was before.</param>
/// <param name="FirstAttempt">When it was tried first.</param>
/// <param name="LastAttempt">When it was tried last.</param>
internal sealed record DeadLetter(
    string Sink,
    Outgoing Item,
    string Reason,
    int Attempts,
    DateTimeOffset FirstAttempt,
    DateTimeOffset LastAttempt
);

/// <summary>Keeps what sinks gave up.</summary>
internal interface IDeadLetters
{
    /// <summary>Returns once the letter is as durable as the journal's events; a sink moves on only then.</summary>
    /// <exception cref="Journal.JournalUnavailableException">It cannot be kept now.</exception>
    ValueTask AddAsync(DeadLetter letter, CancellationToken cancellation);
}
