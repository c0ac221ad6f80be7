namespace Freshet.Chaos.Sending;

/// <summary>One event as it was sent.</summary>
/// <param name="Id">Its own id; another producer's event may have the same.</param>
/// <param name="Digest">Its bytes.</param>
internal sealed record SentEvent(string Id, string Digest);
