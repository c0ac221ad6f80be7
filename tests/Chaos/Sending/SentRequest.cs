namespace Freshet.Chaos.Sending;

/// <summary>What one request carried, and what became of each attempt to send it.</summary>
internal sealed class SentRequest(string producer, IReadOnlyList<SentEvent> events)
{
    private readonly Lock gate = new();
    private readonly List<string> attempts = [];

    public string Producer => producer;

    public IReadOnlyList<SentEvent> Events => events;

    /// <summary>Whether Freshet has answered 2xx: from then on it owes these events to everyone.</summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>What happened, for whoever has to find out why an event is missing.</summary>
    public string History
    {
        get
        {
            lock (gate)
            {
                return $"{producer}: {string.Join(", ", attempts)}";
            }
        }
    }

    public void Note(TimeSpan at, string outcome, bool isAcknowledged = false)
    {
        lock (gate)
        {
            attempts.Add($"{at:mm\\:ss\\.fff} {outcome}");
            IsAcknowledged |= isAcknowledged;
        }
    }
}
