using System.Diagnostics.CodeAnalysis;
using Freshet.Sinks.Sse.Pumping;

namespace Freshet.Sinks.Sse.Clients;

/// <summary>Whether a client may come in.</summary>
internal enum Entrance
{
    Open,

    /// <summary>As many as are allowed are there.</summary>
    Full,

    /// <summary>The endpoint is closing.</summary>
    Closed,
}

/// <summary>The clients of one endpoint. Pumps come here only when a client has gone.</summary>
/// <param name="most">How many there may be.</param>
internal sealed class Subscribers(int most)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Held> held = [];
    private readonly TaskCompletionSource emptied = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int count;
    private long arrivals;
    private bool isClosed;

    /// <summary>How many there are, those included that are on their way in.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Whether nobody is let in any more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (gate)
            {
                return isClosed;
            }
        }
    }

    /// <summary>Keeps a place for a client; where it answers <see cref="Entrance.Open"/>, <see cref="Add"/> must follow.</summary>
    public Entrance Enter()
    {
        lock (gate)
        {
            if (isClosed)
            {
                return Entrance.Closed;
            }
            if (count == most)
            {
                return Entrance.Full;
            }
            count++;
            return Entrance.Open;
        }
    }

    /// <summary>Takes the place that was kept; <see cref="Remove"/> must follow.</summary>
    public void Add(Subscriber subscriber)
    {
        lock (gate)
        {
            held.Add(subscriber.Arrival.Id, new(subscriber, arrivals++));
        }
    }

    public void Remove(Subscriber subscriber)
    {
        lock (gate)
        {
            held.Remove(subscriber.Arrival.Id);
            count--;
            if (isClosed && count == 0)
            {
                emptied.TrySetResult();
            }
        }
    }

    public bool TryFind(Guid id, [NotNullWhen(true)] out Subscriber? subscriber)
    {
        lock (gate)
        {
            subscriber = held.GetValueOrDefault(id).Subscriber;
            return subscriber is not null;
        }
    }

    /// <summary>Those who are there now, in the order in which they came.</summary>
    public Subscriber[] Snapshot()
    {
        Held[] there;
        lock (gate)
        {
            there = [.. held.Values];
        }
        Array.Sort(there, static (one, other) => one.Number.CompareTo(other.Number));
        return Array.ConvertAll(there, static one => one.Subscriber);
    }

    /// <summary>Takes in no more.</summary>
    public void Refuse()
    {
        lock (gate)
        {
            isClosed = true;
        }
    }

    /// <summary>Takes in no more, and returns once the last one is gone.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            isClosed = true;
            if (count == 0)
            {
                emptied.TrySetResult();
            }
            return emptied.Task;
        }
    }

    private readonly record struct Held(Subscriber Subscriber, long Number);
}
