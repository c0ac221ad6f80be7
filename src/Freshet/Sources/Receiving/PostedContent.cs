namespace Freshet.Sources.Receiving;

/// <summary>What a request carries: its events, or why they cannot be read.</summary>
/// <param name="Events">The content of each event as UTF-8 JSON.</param>
/// <param name="Fault">What is wrong, for the sender to read; null where nothing is.</param>
/// <param name="Index">Which of several events is wrong, counted from 0; null where it is the whole.</param>
internal sealed record PostedContent(
    IReadOnlyList<ReadOnlyMemory<byte>> Events,
    string? Fault = null,
    int? Index = null
);
