using System.Net;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Publishing;

/// <summary>One connection that publishes, with several requests under way; it is made anew when the server has closed it and there is something to send.</summary>
internal sealed class Lane : IReady
{
    private readonly EventLoop loop;
    private readonly int port;
    private readonly IPost post;
    private readonly int depth;
    private readonly byte[] outgoing;
    private readonly AnswerReader answers = new();
    private TcpConnection connection;
    private int start;
    private int end;
    private long requests;
    private long abandoned;

    public Lane(EventLoop loop, int number, int port, IPost post, int depth)
    {
        (this.loop, Number, this.port, this.post, this.depth) = (loop, number, port, post, depth);
        outgoing = new byte[post.Longest * depth];
        connection = Open();
    }

    public int Number { get; }

    /// <summary>How many requests wait for their answers.</summary>
    public long Underway => requests - answers.Answers - abandoned;

    public long Answers => answers.Answers;

    /// <summary>Requests that were answered with an error, or never.</summary>
    public long Failures => answers.Failures + abandoned;

    public int LastFailure => answers.LastFailure;

    /// <summary>Whether it has room for one more request.</summary>
    public bool IsFree => Underway < depth && start == 0;

    /// <summary>Adds a request to what <see cref="Flush"/> sends.</summary>
    public void Queue(int firstIndex)
    {
        if (connection.IsClosed)
        {
            connection = Open();
        }
        end += post.Write(outgoing.AsSpan(end), Number, firstIndex);
        requests++;
    }

    /// <summary>Sends what is queued, as one piece.</summary>
    public void Flush()
    {
        if (start == end)
        {
            return;
        }
        var sent = connection.Send(outgoing.AsSpan(start, end - start));
        if (sent > 0)
        {
            start += sent;
        }
        if (start == end)
        {
            start = end = 0;
        }
        // A broken connection is noticed when it is read.
        connection.Watch(writable: start != end);
    }

    public void Ready(uint events)
    {
        if ((events & Libc.Writable) != 0)
        {
            connection.Watch(writable: false);
            Flush();
        }
        var length = connection.Receive();
        if (length > 0)
        {
            Read(length);
        }
        else if (length != -1)
        {
            Abandon();
        }
    }

    public void Close() => connection.Close();

    private unsafe void Read(int length) =>
        answers.Feed(new ReadOnlySpan<byte>(loop.Buffer, length));

    private void Abandon()
    {
        connection.Close();
        abandoned += Underway;
        answers.Reset();
        start = end = 0;
    }

    private TcpConnection Open() => TcpConnection.Open(loop, this, IPAddress.Loopback, port);
}
