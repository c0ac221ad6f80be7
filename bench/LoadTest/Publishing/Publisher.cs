using System.Diagnostics;
using Freshet.LoadTest.Clients;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Publishing;

/// <summary>Publishes: at a pace, or as fast as everyone gets it.</summary>
internal sealed class Publisher : IActivity
{
    private readonly EventLoop loop;
    private readonly Publication publication;
    private readonly PreparedPost post;
    private readonly Lane[] lanes;
    private long left;
    private long due;
    private long period;
    private int window;
    private int turn;

    /// <param name="connections">How many to publish on, up to <see cref="Lanes.Count"/>.</param>
    /// <param name="depth">How many requests may be under way on each.</param>
    public Publisher(
        EventLoop loop,
        Publication publication,
        int port,
        PreparedPost post,
        int connections,
        int depth
    )
    {
        (this.loop, this.publication, this.post) = (loop, publication, post);
        lanes =
        [
            .. Enumerable
                .Range(0, connections)
                .Select(number => new Lane(loop, number, port, post, depth)),
        ];
        loop.Begin(this);
    }

    /// <summary>Who every event is for; null where nobody listens.</summary>
    public Audience? Audience { get; set; }

    public long Answers => lanes.Sum(lane => lane.Answers);

    public long Underway => lanes.Sum(lane => lane.Underway);

    public long Failures => lanes.Sum(lane => lane.Failures);

    public int LastFailure => lanes.Max(lane => lane.LastFailure);

    /// <summary>Whether all that was asked for has been sent.</summary>
    public bool IsIdle => left == 0;

    /// <summary>One request, on the first connection; nobody waits for its events.</summary>
    public void Single()
    {
        Publish(lanes[0], EventLoop.Now, 0);
        lanes[0].Flush();
    }

    /// <summary>So many events a second from now on.</summary>
    public void Pace(double perSecond, long events = long.MaxValue)
    {
        period = (long)(Stopwatch.Frequency / perSecond);
        due = EventLoop.Now;
        left = events;
    }

    /// <summary>As fast as there are no more than so many that not everyone has.</summary>
    public void Flow(int outstanding, long events = long.MaxValue)
    {
        window = outstanding;
        period = 0;
        left = events;
    }

    public void Pause() => left = 0;

    public long Turn(long now)
    {
        if (left == 0 || Audience is { Present: 0 })
        {
            return long.MaxValue;
        }
        if (period == 0)
        {
            Fill(now);
            return long.MaxValue;
        }
        while (due <= now && left > 0 && Array.Find(lanes, CanTake) is { } lane)
        {
            Publish(lane, now, Audience?.Present ?? 0);
            lane.Flush();
            due += period;
        }
        return due;
    }

    public void Close()
    {
        loop.End(this);
        foreach (var lane in lanes)
        {
            lane.Close();
        }
    }

    private void Fill(long now)
    {
        // Where one turn ended the next begins, so that no connection is always first.
        for (var tries = 0; tries < lanes.Length && IsOpen(); tries++)
        {
            var lane = lanes[turn];
            turn = turn + 1 == lanes.Length ? 0 : turn + 1;
            while (IsOpen() && CanTake(lane))
            {
                Publish(lane, now, Audience?.Present ?? 0);
            }
            lane.Flush();
        }
    }

    private bool IsOpen() => left > 0 && publication.Open + post.Batch <= window;

    private bool CanTake(Lane lane) =>
        lane.IsFree && publication.CanPublish(lane.Number, post.Batch);

    private void Publish(Lane lane, long now, int audience)
    {
        lane.Queue(publication.Published[lane.Number]);
        for (var i = 0; i < post.Batch; i++)
        {
            publication.Publish(lane.Number, now, audience);
        }
        left -= Math.Min(left, post.Batch);
    }
}
