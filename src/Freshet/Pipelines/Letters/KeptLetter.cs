namespace Freshet.Pipelines.Letters;

/// <summary>A dead letter as it is kept.</summary>
/// <param name="Sequence">Its place among the dead letters.</param>
/// <param name="Id">Its own id; what it holds may have another.</param>
internal abstract record KeptLetter(long Sequence, string Id);

/// <summary>An event that a sink gave up.</summary>
/// <inheritdoc/>
/// <param name="Letter">What it says.</param>
internal sealed record KeptEvent(long Sequence, string Id, DeadLetter Letter)
    : KeptLetter(Sequence, Id);

/// <summary>A message that a source refused.</summary>
/// <inheritdoc/>
/// <param name="Message">What it says.</param>
internal sealed record KeptMessage(long Sequence, string Id, RefusedMessage Message)
    : KeptLetter(Sequence, Id);
