using System.Diagnostics;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Drift;
using Freshet.LoadTest.Measuring;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Publishing;

/// <summary>Posts alerts at a pace, each in a request of its own, the next on a connection when the last is answered. It is counted from the time that it was due, however late it leaves.</summary>
internal sealed class AlertPublisher : IActivity, IDisposable
{
    private readonly EventLoop loop;
    private readonly Publication publication;
    private readonly Audience audience;
    private readonly Lane[] lanes;

    /// <summary>When the alert was due that waits for its answer, by lane; 0 where none does.</summary>
    private readonly long[] waiting;
    private long left;
    private long due;
    private long period;
    private int turn;

    /// <param name="connections">How many to post on, up to <see cref="AlertMix.MostConnections"/>.</param>
    public AlertPublisher(
        EventLoop loop,
        Publication publication,
        Audience audience,
        AlertMix alerts,
        int port,
        int connections
    )
    {
        (this.loop, this.publication, this.audience) = (loop, publication, audience);
        lanes =
        [
            .. Enumerable
                .Range(0, connections)
                .Select(number => new Lane(loop, number, port, alerts, depth: 1)),
        ];
        waiting = new long[connections];
        loop.Begin(this);
    }

    /// <summary>Whether all that was asked for has left, and is answered.</summary>
    public bool IsIdle => left == 0 && Underway == 0;

    /// <summary>Alerts that were refused, or never answered.</summary>
    public long Failures => lanes.Sum(lane => lane.Failures) + Underway;

    public int LastFailure => lanes.Max(lane => lane.LastFailure);

    /// <summary>How long it took until alerts were answered, from when they were due.</summary>
    public Histogram Answers { get; } = new();

    /// <summary>The longest that an alert left after it was due, in nanoseconds.</summary>
    public long Lateness { get; private set; }

    private long Underway => lanes.Sum(lane => lane.Underway);

    /// <summary>So many alerts a second from now on.</summary>
    public void Pace(double perSecond, long alerts)
    {
        period = (long)(Stopwatch.Frequency / perSecond);
        due = EventLoop.Now;
        left = alerts;
        Lateness = 0;
        Answers.Clear();
    }

    public long Turn(long now)
    {
        NoteAnswers(now);
        while (left > 0 && due <= now)
        {
            if (NextFree() is not { } lane)
            {
                // An answer makes the next turn.
                return long.MaxValue;
            }
            Publish(lane);
            Lateness = Math.Max(Lateness, now - due);
            due += period;
            left--;
        }
        return left > 0 ? due : long.MaxValue;
    }

    public void Dispose()
    {
        loop.End(this);
        foreach (var lane in lanes)
        {
            lane.Close();
        }
    }

    /// <summary>The next connection that waits for no answer, each in its turn; null where all do.</summary>
    private Lane? NextFree()
    {
        for (var tries = 0; tries < lanes.Length; tries++)
        {
            var lane = lanes[turn];
            turn = turn + 1 == lanes.Length ? 0 : turn + 1;
            if (lane.IsFree && publication.CanPublish(lane.Number, 1))
            {
                return lane;
            }
        }
        return null;
    }

    private void NoteAnswers(long now)
    {
        foreach (var lane in lanes)
        {
            if (waiting[lane.Number] is > 0 and var since && lane.Underway == 0)
            {
                Answers.Record(now - since);
                waiting[lane.Number] = 0;
            }
        }
    }

    private void Publish(Lane lane)
    {
        var index = publication.Published[lane.Number];
        lane.Queue(index);
        lane.Flush();
        waiting[lane.Number] = due;
        publication.Publish(lane.Number, due, audience.Present);
        var drift = AlertMix.DriftOf(Lanes.Number(lane.Number, index));
        if (drift != AlertMix.Unwanted)
        {
            publication.Publish(Lanes.LaneOf(drift), due, audience.Present);
        }
    }
}
