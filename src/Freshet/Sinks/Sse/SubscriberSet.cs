namespace Freshet.Sinks.Sse;

/// <summary>
/// The subscribers of one endpoint. The lock is held for the walk alone: waking one costs a flag or a queued continuation, never a write to a socket.
/// </summary>
internal sealed class SubscriberSet
{
    private readonly Lock gate = new();
    private readonly HashSet<Subscriber> subscribers = [];
    private TaskCompletionSource? emptied;
    private bool isClosed;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return subscribers.Count;
            }
        }
    }

    /// <summary>Takes the subscriber in; false once the set is closed.</summary>
    public bool TryAdd(Subscriber subscriber)
    {
        lock (gate)
        {
            return !isClosed && subscribers.Add(subscriber);
        }
    }

    public void Remove(Subscriber subscriber)
    {
        lock (gate)
        {
            subscribers.Remove(subscriber);
            if (isClosed && subscribers.Count == 0)
            {
                emptied?.TrySetResult();
            }
        }
    }

    public void ForEach(Action<Subscriber> action)
    {
        lock (gate)
        {
            foreach (var subscriber in subscribers)
            {
                action(subscriber);
            }
        }
    }

    /// <summary>Takes in no more, and returns once the last one is gone.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            isClosed = true;
            if (subscribers.Count == 0)
            {
                return Task.CompletedTask;
            }
            emptied ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return emptied.Task;
        }
    }
}
