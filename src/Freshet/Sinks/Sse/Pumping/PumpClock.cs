namespace Freshet.Sinks.Sse.Pumping;

/// <summary>A pump's time, which stands still during a turn, and when to look at a client again that is silent or stuck, or whose time is over. For its thread alone.</summary>
internal sealed class PumpClock
{
    /// <summary>With a second each, more than the usual keep-alive and write timeout.</summary>
    private const int WheelSlots = 128;

    private readonly TimeProvider time;
    private readonly TimerWheel<Subscriber> wheel;
    private readonly List<Subscriber> due = [];
    private readonly long started;
    private readonly long keepAlive;
    private readonly long writeTimeout;

    /// <summary>In ticks of <see cref="TimeSpan"/> since it was made.</summary>
    private long now;

    /// <param name="options">How long clients may be silent and stuck.</param>
    /// <param name="time">The clock behind it.</param>
    /// <param name="granularity">How often <see cref="TakeDue"/> is called.</param>
    public PumpClock(SseOptions options, TimeProvider time, TimeSpan granularity)
    {
        this.time = time;
        keepAlive = options.KeepAlive.Ticks;
        writeTimeout = options.WriteTimeout.Ticks;
        started = time.GetTimestamp();
        wheel = new(granularity, WheelSlots, now: 0);
    }

    /// <summary>The time of day, in ticks of UTC.</summary>
    public long UtcNow { get; private set; }

    /// <summary>The time of day as it is, which does not stand still.</summary>
    public DateTimeOffset ReadUtc() => time.GetUtcNow();

    /// <summary>A turn begins.</summary>
    public void Advance()
    {
        now = time.GetElapsedTime(started).Ticks;
        UtcNow = time.GetUtcNow().UtcTicks;
    }

    /// <summary>The client was sent something, or took something.</summary>
    public void Touch(Subscriber subscriber) => subscriber.LastSent = now;

    /// <summary>Whether a client that is parked took nothing for <c>write_timeout</c>.</summary>
    public bool IsStuck(Subscriber subscriber) => now - subscriber.LastSent >= writeTimeout;

    /// <summary>Whether a client was sent nothing for <c>keep_alive</c>.</summary>
    public bool IsSilent(Subscriber subscriber) => now - subscriber.LastSent >= keepAlive;

    /// <summary>Whether the session is over that a client came with.</summary>
    public bool IsExpired(Subscriber subscriber) => subscriber.Expires?.UtcTicks <= UtcNow;

    /// <summary>Sets when to look at a client again.</summary>
    public void Arm(Subscriber subscriber)
    {
        if (subscriber.State == SubscriberState.Gone)
        {
            return;
        }
        var patience = subscriber.State == SubscriberState.Parked ? writeTimeout : keepAlive;
        var at = subscriber.LastSent + patience;
        // One that is parked is ended when it takes bytes again.
        if (subscriber.State != SubscriberState.Parked)
        {
            at = Math.Min(at, At(subscriber.Cursor.Until));
            at = Math.Min(at, At(subscriber.Expires));
        }
        wheel.Set(subscriber, at);
    }

    /// <summary>A time of day by this clock; not before the next look, since a span is also over when the journal has all of it.</summary>
    private long At(DateTimeOffset? time) =>
        time is null ? long.MaxValue : now + Math.Max(time.Value.UtcTicks - UtcNow, 1);

    /// <summary>Does not look at a client again.</summary>
    public void Disarm(Subscriber subscriber) => wheel.Remove(subscriber);

    /// <summary>Those to look at now. Good until the next call; to be cleared after it, lest it keeps who has gone.</summary>
    public List<Subscriber> TakeDue()
    {
        wheel.Advance(now, due);
        return due;
    }
}
