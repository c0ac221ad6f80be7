namespace Freshet.Sinks.Sse.Pumping;

/// <summary>
/// Deadlines of very many things, each at the cost of a list insertion: a ring of slots, one for each turn to come, and in each slot the list of what is
/// looked at in that turn. An item whose deadline has moved on by then is filed anew. So a deadline that is put off again and again, such as a
/// keep-alive with each write, costs one store each time; and one beyond the ring's span waits in its last slot.
/// <para>Never early, and at most one <c>granularity</c> late. For one thread; allocates nothing once it is made.</para>
/// </summary>
/// <typeparam name="T">What has a deadline; it is in one wheel at most.</typeparam>
internal sealed class TimerWheel<T>
    where T : class, IWheelItem<T>
{
    private readonly long granularity;
    private readonly long start;
    private readonly T?[] slots;

    /// <summary>The turn that was last; turns count from 0, which is at <see cref="start"/>. All items are filed for one of the next <c>slots</c>.</summary>
    private long turn;

    /// <param name="granularity">How long a turn is; at least a millisecond.</param>
    /// <param name="slots">How many turns the ring spans; what is due later is looked at once per span.</param>
    /// <param name="now">The time, in ticks of <see cref="TimeSpan"/> since any moment, the same for all calls.</param>
    public TimerWheel(TimeSpan granularity, int slots, long now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(granularity, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        this.granularity = granularity.Ticks;
        this.slots = new T?[slots];
        start = now;
    }

    /// <summary>How many items are in the wheel.</summary>
    public int Count { get; private set; }

    /// <summary>Sets the deadline of an item, or moves it. One that is past expires within a <c>granularity</c>.</summary>
    public void Set(T item, long due)
    {
        ref var place = ref item.WheelPlace;
        var isPutOff = place.Turn != 0 && due >= place.Due;
        place.Due = due;
        if (isPutOff)
        {
            // It stays: its turn comes too early for it, and it is filed anew then.
            return;
        }
        if (place.Turn == 0)
        {
            Count++;
        }
        else
        {
            Unlink(ref place);
        }
        Link(item, ref place);
    }

    /// <summary>Takes the item out; nothing where it is not in the wheel, as after it expired.</summary>
    public void Remove(T item)
    {
        ref var place = ref item.WheelPlace;
        if (place.Turn == 0)
        {
            return;
        }
        Unlink(ref place);
        place = default;
        Count--;
    }

    /// <summary>Takes out what is due, and adds it to a list, in no particular order. A time before the last one is as the last one.</summary>
    public void Advance(long now, List<T> expired)
    {
        if (now <= start)
        {
            return;
        }
        var reached = (long)(Since(now) / (ulong)granularity);
        var passed = Math.Min(reached - turn, slots.Length);
        var first = turn + 1;
        turn = Math.Max(turn, reached);
        for (var i = 0; i < passed; i++)
        {
            Empty(ref slots[(first + i) % slots.Length], expired);
        }
    }

    private void Empty(ref T? slot, List<T> expired)
    {
        // The slot is empty before the first item is looked at, which may have to be filed into it again.
        var next = slot;
        slot = null;
        while (next is { } item)
        {
            ref var place = ref item.WheelPlace;
            next = place.Next;
            if (TurnOf(place.Due) > turn)
            {
                Link(item, ref place);
                continue;
            }
            place = default;
            Count--;
            expired.Add(item);
        }
    }

    private void Link(T item, ref WheelPlace<T> place)
    {
        place.Turn = Math.Clamp(TurnOf(place.Due), turn + 1, turn + slots.Length);
        ref var slot = ref slots[place.Turn % slots.Length];
        place.Previous = null;
        place.Next = slot;
        if (slot is not null)
        {
            slot.WheelPlace.Previous = item;
        }
        slot = item;
    }

    private void Unlink(ref WheelPlace<T> place)
    {
        if (place.Previous is { } previous)
        {
            previous.WheelPlace.Next = place.Next;
        }
        else
        {
            slots[place.Turn % slots.Length] = place.Next;
        }
        if (place.Next is { } next)
        {
            next.WheelPlace.Previous = place.Previous;
        }
    }

    /// <summary>The first turn that does not begin before that time.</summary>
    private long TurnOf(long time) =>
        time <= start ? 0 : (long)((Since(time) - 1) / (ulong)granularity) + 1;

    /// <summary>The span from <see cref="start"/> to a later time, of whatever signs.</summary>
    private ulong Since(long time) => unchecked((ulong)time - (ulong)start);
}
