namespace Freshet.Pipelines.Batching;

/// <summary>How far a sink has come: everything up to there is delivered, dropped by a transformer, or among the dead letters.</summary>
/// <param name="Sequence">The last such entry; 0 before the first.</param>
/// <param name="Id">
/// Its wire id, which tells whether the journal is still the one that the sequence is from; empty where the entry itself was not seen.
/// </param>
internal sealed record Checkpoint(long Sequence, string Id);
