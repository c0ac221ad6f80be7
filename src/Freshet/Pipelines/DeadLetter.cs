using System.Text.Json.Nodes;

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

/// <summary>What a source took in and can make no event of, so that it has nobody to answer to and goes on with the next.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Content">It as it came: any bytes.</param>
/// <param name="Origin">Where it came from, as a JSON object: for a message of Kafka its topic, partition and offset.</param>
/// <param name="Reason">Why it is refused, for an operator to read; never holds a secret.</param>
/// <param name="At">When.</param>
internal sealed record RefusedMessage(
    string Source,
    ReadOnlyMemory<byte> Content,
    JsonObject Origin,
    string Reason,
    DateTimeOffset At
);

/// <summary>Keeps what sources refused.</summary>
internal interface IRefusedMessages
{
    /// <summary>Returns once the message is as durable as the journal's events; a source moves on only then.</summary>
    /// <exception cref="Journal.JournalUnavailableException">It cannot be kept now.</exception>
    ValueTask AddAsync(RefusedMessage message, CancellationToken cancellation);
}
