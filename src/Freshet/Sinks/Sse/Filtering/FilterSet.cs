namespace Freshet.Sinks.Sse.Filtering;

/// <summary>
/// The filters that clients of one endpoint have right now. All who ask for the same are given one object, so that its answers are worked out once,
/// and clients can be told apart by it. Safe from several threads; whoever sends never comes here, only clients that join and leave.
/// </summary>
internal sealed class FilterSet
{
    private readonly Lock gate = new();
    private readonly Dictionary<EventFilter, Holding> held = [];

    /// <summary>How many different filters are held. <see cref="EventFilter.All"/> is not counted.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return held.Count;
            }
        }
    }

    /// <summary>The filter that the client is to use: the one asked for, or one that is equal to it and was there first.</summary>
    public EventFilter Take(EventFilter asked)
    {
        if (asked.IsAll)
        {
            return asked;
        }
        lock (gate)
        {
            if (!held.TryGetValue(asked, out var holding))
            {
                holding = new(asked);
                held.Add(asked, holding);
            }
            holding.Clients++;
            return holding.Filter;
        }
    }

    /// <summary>Gives back what <see cref="Take"/> gave, once; with its last client a filter is forgotten.</summary>
    /// <exception cref="InvalidOperationException">No client has it.</exception>
    public void Return(EventFilter filter)
    {
        if (filter.IsAll)
        {
            return;
        }
        lock (gate)
        {
            if (!held.TryGetValue(filter, out var holding))
            {
                throw new InvalidOperationException($"No client has the filter {filter}.");
            }
            if (--holding.Clients == 0)
            {
                held.Remove(filter);
            }
        }
    }

    private sealed class Holding(EventFilter filter)
    {
        public EventFilter Filter => filter;

        public int Clients { get; set; }
    }
}
