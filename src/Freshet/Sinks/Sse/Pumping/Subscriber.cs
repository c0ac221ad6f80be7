using Freshet.Events;
using Freshet.Http.Detaching;
using Freshet.Sinks.Sse.Clients;
using Freshet.Sinks.Sse.Filtering;
using Freshet.Sinks.Sse.Replaying;

namespace Freshet.Sinks.Sse.Pumping;

/// <summary>Where a subscriber stands with its pump.</summary>
internal enum SubscriberState
{
    /// <summary>Its pump has not seen it yet.</summary>
    Joining,

    /// <summary>It has what there is, and is given what comes.</summary>
    Live,

    /// <summary>It is served from the journal, and is in the queue of those.</summary>
    CatchingUp,

    /// <summary>It needs a part of the journal that is being read.</summary>
    Waiting,

    /// <summary>It takes nothing more for now.</summary>
    Parked,

    /// <summary>Its stream has ended.</summary>
    Gone,
}

/// <summary>
/// One client of an endpoint: its place on the stream and where its bytes leave. Everything but what <see cref="Pump.Post"/> is called for belongs to
/// its pump.
/// </summary>
internal sealed class Subscriber : IDetachedSocketOwner, ICatchUpWaiter, IWheelItem<Subscriber>
{
    /// <summary>Nobody asked for its end.</summary>
    private const int StaysOn = -1;

    private readonly Action<Subscriber, StreamEnd> ended;
    private Pump? pump;
    private WheelPlace<Subscriber> wheelPlace;
    private long delivered;
    private long lastEventTicks;
    private int dismissal = StaysOn;

    /// <param name="arrival">Who it is.</param>
    /// <param name="cursor">Where it stands.</param>
    /// <param name="filter">What it asked for.</param>
    /// <param name="greeting">What it is sent first.</param>
    /// <param name="ended">Called once, when its stream is over, on the pump's thread.</param>
    public Subscriber(
        Arrival arrival,
        FrameCursor cursor,
        EventFilter filter,
        WireFrame greeting,
        Action<Subscriber, StreamEnd> ended
    )
    {
        Arrival = arrival;
        Cursor = cursor;
        Filter = filter;
        Greeting = greeting;
        this.ended = ended;
    }

    public Arrival Arrival { get; }

    public FrameCursor Cursor { get; }

    public EventFilter Filter { get; }

    /// <summary>When the session ends that it came with; null where it needs none.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>How many frames of events it was sent.</summary>
    public long Delivered => Volatile.Read(ref delivered);

    /// <summary>When it was last sent one; null where it was sent none yet.</summary>
    public DateTimeOffset? LastEventAt =>
        Volatile.Read(ref lastEventTicks) is > 0 and var ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    /// <summary>How many events were gone before it could be sent them.</summary>
    public long Skipped => Cursor.Skipped;

    /// <summary>What it is sent first; null once it was.</summary>
    internal WireFrame? Greeting { get; set; }

    /// <summary>Where its bytes leave; known once it was given to a pump.</summary>
    internal Outlet Outlet { get; private set; } = null!;

    internal SubscriberState State { get; set; }

    /// <summary>What is for it alone, and comes before everything else: a notice, a keep-alive, the end.</summary>
    internal ReadOnlyMemory<byte> Own { get; set; }

    /// <summary>Whether it will have another frame once it took the rest that it is parked with.</summary>
    internal bool HasBegunFrame { get; set; }

    /// <summary>What it is sent next of the frame that it is parked with.</summary>
    internal ReadOnlyMemory<byte> Rest { get; set; }

    /// <summary>Why its stream ends, once <see cref="Own"/> was sent; null while it goes on.</summary>
    internal StreamEnd? Closing { get; set; }

    /// <summary>Whether it was sent what ends the stream.</summary>
    internal bool HasEnding { get; set; }

    /// <summary>Whether it is in the queue of those that catch up; it may be so and not catch up any more.</summary>
    internal bool IsQueued { get; set; }

    /// <summary>When it was last sent something, or was parked, in ticks of its pump's clock.</summary>
    internal long LastSent { get; set; }

    /// <summary>What <see cref="Dismiss"/> was called with, also before its pump had seen it; null where it was not.</summary>
    internal StreamEnd? Dismissal =>
        Volatile.Read(ref dismissal) is var end && end == StaysOn ? null : (StreamEnd)end;

    /// <summary>Its index among all of its pump's; -1 while that has not seen it.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>Its index among the live ones of its pump; -1 where it is none of them.</summary>
    internal int LiveIndex { get; set; } = -1;

    ref WheelPlace<Subscriber> IWheelItem<Subscriber>.WheelPlace => ref wheelPlace;

    /// <summary>Ends its stream in good order, as whoever runs the server wants it; from any thread.</summary>
    /// <returns>Whether nobody did so before.</returns>
    public bool Disconnect() => Dismiss(StreamEnd.Disconnected);

    /// <summary>Ends its stream in good order; from any thread.</summary>
    /// <returns>Whether nobody did so before.</returns>
    public bool Dismiss(StreamEnd end)
    {
        // With a full fence, as in JoinPump: either the pump is known here already, or it sees this when it begins.
        var before = Interlocked.Exchange(ref dismissal, (int)end);
        Post(PumpMessage.Dismiss);
        return before == StaysOn;
    }

    /// <summary>The outlet takes bytes again.</summary>
    public void Sent() => Post(PumpMessage.Sent);

    /// <summary>The client has gone.</summary>
    public void Left() => Post(PumpMessage.Left);

    void ICatchUpWaiter.BlockIsThere() => Post(PumpMessage.BlockIsThere);

    /// <summary>Gives it to a pump. Called once.</summary>
    internal void JoinPump(Pump pump, Outlet outlet)
    {
        Outlet = outlet;
        Interlocked.Exchange(ref this.pump, pump);
        Post(PumpMessage.Join);
    }

    /// <summary>Counts frames of events that it was sent, at that time, in ticks of UTC.</summary>
    internal void CountDelivered(int frames, long now)
    {
        if (frames > 0)
        {
            Volatile.Write(ref delivered, delivered + frames);
            Volatile.Write(ref lastEventTicks, now);
        }
    }

    internal void TellEnded(StreamEnd end) => ended(this, end);

    private void Post(PumpMessage message) => Volatile.Read(ref pump)?.Post(this, message);
}
