namespace Freshet.Sinks.Sse.Pumping;

/// <summary>What a <see cref="TimerWheel{T}"/> keeps of an item, in the item itself.</summary>
internal interface IWheelItem<T>
    where T : class, IWheelItem<T>
{
    T? Previous { get; set; }

    T? Next { get; set; }

    /// <summary>-1 while it is in no wheel; so it must begin.</summary>
    int Slot { get; set; }

    long Due { get; set; }
}

internal sealed class TimerWheel<T>
    where T : class, IWheelItem<T>
{
    private readonly T?[] heads;
    private readonly long granularity;
    private long tick;

    public TimerWheel(TimeSpan granularity, int slots, long now)
    {
        this.granularity = granularity.Ticks;
        heads = new T?[slots];
        tick = now / this.granularity;
    }

    public int Count { get; private set; }

    public void Set(T item, long due)
    {
        Remove(item);
        item.Due = due;
        var at = Math.Clamp(
            (due + granularity - 1) / granularity,
            tick + 1,
            tick + heads.Length - 1
        );
        var slot = (int)(at % heads.Length);
        item.Slot = slot;
        item.Next = heads[slot];
        if (heads[slot] is { } head)
        {
            head.Previous = item;
        }
        heads[slot] = item;
        Count++;
    }

    public void Remove(T item)
    {
        if (item.Slot < 0)
        {
            return;
        }
        if (item.Previous is { } previous)
        {
            previous.Next = item.Next;
        }
        else
        {
            heads[item.Slot] = item.Next;
        }
        if (item.Next is { } next)
        {
            next.Previous = item.Previous;
        }
        (item.Previous, item.Next, item.Slot) = (null, null, -1);
        Count--;
    }

    public void Advance(long now, List<T> expired)
    {
        var to = now / granularity;
        var steps = Math.Min(to - tick, heads.Length);
        tick = Math.Max(tick, to - steps);
        for (; steps > 0; steps--)
        {
            tick++;
            var slot = (int)(tick % heads.Length);
            var item = heads[slot];
            while (item is not null)
            {
                var next = item.Next;
                Remove(item);
                if (item.Due <= now)
                {
                    expired.Add(item);
                }
                else
                {
                    Set(item, item.Due);
                }
                item = next;
            }
        }
    }
}
