using System.Net;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Clients;

/// <summary>One client of a stream.</summary>
internal sealed class StreamClient : IReady, IStreamListener
{
    private readonly Audience audience;
    private readonly ReadOnlyMemory<byte> request;
    private readonly Interest? interest;
    private readonly TcpConnection connection;
    private readonly StreamParser parser;
    private bool hasAsked;
    private long now;

    /// <param name="expected">What it has to see from: indices of lanes, or with an interest its places; null for what it sees first.</param>
    /// <param name="interest">What its filter lets pass; null for everything.</param>
    public StreamClient(
        Audience audience,
        ReadOnlyMemory<byte> request,
        IPAddress from,
        int port,
        int[]? expected,
        Interest? interest
    )
    {
        this.interest = interest;
        interest?.Join();
        this.audience = audience;
        this.request = request;
        parser = new StreamParser(this, audience.NewFinder(this));
        if (expected is not null)
        {
            Begin(expected);
        }
        connection = TcpConnection.Open(audience.Loop, this, from, port);
    }

    /// <summary>What it has seen; where it has an interest, by the places of events in that.</summary>
    public Ledger Ledger { get; } = new();

    /// <summary>How many events it should have seen by now and has not.</summary>
    public long Lost => Ledger.Lost(Expected);

    private ReadOnlySpan<int> Expected =>
        interest is null ? audience.Publication.Published : interest.Published;

    /// <summary>Those whose latency counts are not kept waiting by those who only have to get everything.</summary>
    public bool IsUrgent => audience.IsAwaited;

    public unsafe void Ready(uint events)
    {
        if (!hasAsked && (events & Libc.Writable) != 0)
        {
            hasAsked = true;
            // A new connection takes a few hundred bytes at once.
            if (connection.Send(request.Span) != request.Length)
            {
                Gone();
                return;
            }
            audience.Connected++;
            connection.Watch(writable: false);
        }
        var length = connection.Receive();
        if (length > 0)
        {
            now = EventLoop.Now;
            audience.Bytes += length;
            parser.Feed(new ReadOnlySpan<byte>(audience.Loop.Buffer, length));
            if (parser.IsOver)
            {
                Gone();
            }
        }
        else if (length != -1)
        {
            Gone();
        }
    }

    bool IStreamListener.Answered(int status)
    {
        if (status == 200)
        {
            audience.Answered++;
            return true;
        }
        audience.Refused++;
        audience.LastRefusal = status;
        interest?.Leave();
        connection.Close();
        return false;
    }

    void IStreamListener.NoticeSeen() => audience.Notices++;

    void IStreamListener.EventSeen(long number)
    {
        audience.Deliveries++;
        if (!Ledger.HasBegun)
        {
            // While clients begin, one lane alone is published on: all that there is on others was before this client.
            Span<int> from = stackalloc int[Lanes.Count];
            audience.Publication.Published.CopyTo(from);
            from[Lanes.LaneOf(number)] = Lanes.IndexOf(number);
            Begin(from);
        }
        var place = interest?.PlaceOf(number) ?? number;
        if (place < 0)
        {
            audience.Unwanted++;
            return;
        }
        var sighting = Ledger.See(place);
        if (audience.CatchUp == Ledger.Seen && sighting != Sighting.Again)
        {
            audience.CaughtUp++;
        }
        if (!audience.IsAwaited || sighting == Sighting.Again)
        {
            return;
        }
        audience.LatenciesOf(number).Record(now - audience.Publication.TimeOf(number));
        if (sighting == Sighting.Late)
        {
            return;
        }
        audience.Publication.Settle(number);
        if (sighting == Sighting.AfterGap)
        {
            Forgo(Lanes.LaneOf(number), Ledger.Gap.Start.Value, Ledger.Gap.End.Value);
        }
    }

    /// <summary>Closes the connection from this side.</summary>
    public void Leave() => connection.Close();

    private void Begin(ReadOnlySpan<int> from)
    {
        Ledger.Begin(from);
        audience.Begun++;
    }

    private void Gone()
    {
        if (connection.IsClosed)
        {
            return;
        }
        connection.Close();
        interest?.Leave();
        audience.Disconnected++;
        if (!audience.IsAwaited || !Ledger.HasBegun)
        {
            return;
        }
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            Forgo(lane, Ledger.NextOf(lane), Expected[lane]);
        }
    }

    /// <summary>Nobody has to wait for these on this client's account.</summary>
    private void Forgo(int lane, int from, int to)
    {
        for (var index = from; index < to; index++)
        {
            var place = Lanes.Number(lane, index);
            audience.Publication.Settle(interest?.NumberAt(place) ?? place);
        }
    }
}
