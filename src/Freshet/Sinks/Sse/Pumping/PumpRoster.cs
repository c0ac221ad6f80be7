using System.Runtime.InteropServices;
using Freshet.Sinks.Sse.Frames;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>A pump's clients, and lists of those that it has something to do with. For its thread alone.</summary>
internal sealed class PumpRoster
{
    private readonly List<Subscriber> all = [];
    private readonly List<Subscriber> live = [];
    private readonly Queue<Subscriber> behind = new();

    /// <summary>Every client, in no particular order. Who is removed is replaced by the last one.</summary>
    public ReadOnlySpan<Subscriber> All => CollectionsMarshal.AsSpan(all);

    /// <summary>Those that are given what comes. Who is filed elsewhere is replaced by the last one.</summary>
    public ReadOnlySpan<Subscriber> Live => CollectionsMarshal.AsSpan(live);

    /// <summary>How many are in the queue of those that catch up, some of which may not do so any more.</summary>
    public int Queued => behind.Count;

    /// <summary>The lowest position at which a live client stands in the ring; <see cref="RingGate.Open"/> where none does.</summary>
    public long LowestPosition
    {
        get
        {
            var lowest = RingGate.Open;
            foreach (var subscriber in Live)
            {
                if (subscriber.Cursor.IsInRing)
                {
                    lowest = Math.Min(lowest, subscriber.Cursor.Position);
                }
            }
            return lowest;
        }
    }

    public void Add(Subscriber subscriber)
    {
        subscriber.Index = all.Count;
        all.Add(subscriber);
    }

    /// <summary>Forgets a client that has gone.</summary>
    public void Remove(Subscriber subscriber)
    {
        File(subscriber, SubscriberState.Gone);
        var last = all[^1];
        all[subscriber.Index] = last;
        last.Index = subscriber.Index;
        all.RemoveAt(all.Count - 1);
    }

    /// <summary>Takes the next out of the queue; null where it does not catch up any more.</summary>
    public Subscriber? TakeBehind()
    {
        var subscriber = behind.Dequeue();
        subscriber.IsQueued = false;
        if (subscriber.State != SubscriberState.CatchingUp)
        {
            return null;
        }
        File(subscriber, SubscriberState.Joining);
        return subscriber;
    }

    /// <summary>Files a client where it belongs in that state.</summary>
    public void File(Subscriber subscriber, SubscriberState state)
    {
        if (subscriber.State == state)
        {
            return;
        }
        if (subscriber.LiveIndex >= 0)
        {
            var last = live[^1];
            live[subscriber.LiveIndex] = last;
            last.LiveIndex = subscriber.LiveIndex;
            live.RemoveAt(live.Count - 1);
            subscriber.LiveIndex = -1;
        }
        subscriber.State = state;
        if (state == SubscriberState.Live)
        {
            subscriber.LiveIndex = live.Count;
            live.Add(subscriber);
        }
        else if (state == SubscriberState.CatchingUp && !subscriber.IsQueued)
        {
            subscriber.IsQueued = true;
            behind.Enqueue(subscriber);
        }
    }
}
