using System.Net;
using System.Text;
using Freshet.LoadTest.Http;
using Freshet.LoadTest.Sockets;

namespace Freshet.LoadTest.Clients;

/// <summary>A client that keeps what it reads, to learn what the stream calls its last event.</summary>
internal sealed class IdProbe : IReady, IDisposable
{
    private readonly EventLoop loop;
    private readonly TcpConnection connection;
    private readonly byte[] request;
    private readonly List<byte> received = [];
    private bool hasAsked;

    public IdProbe(EventLoop loop, int port, string request)
    {
        this.loop = loop;
        this.request = Encoding.ASCII.GetBytes(request);
        connection = TcpConnection.Open(loop, this, IPAddress.Loopback, port);
    }

    /// <summary>The number of the last event that is there; -1 while there is none.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>What the stream calls it; null while there is none.</summary>
    public string? Id { get; private set; }

    public unsafe void Ready(uint events)
    {
        if (!hasAsked && (events & Libc.Writable) != 0)
        {
            hasAsked = true;
            connection.Send(request);
            connection.Watch(writable: false);
        }
        var length = connection.Receive();
        if (length > 0)
        {
            received.AddRange(new ReadOnlySpan<byte>(loop.Buffer, length));
            Look();
        }
        else if (length != -1)
        {
            connection.Close();
        }
    }

    public void Dispose() => connection.Close();

    private void Look()
    {
        var bytes = received.ToArray().AsSpan();
        if (ResponseHead.Read(bytes) is not { } head)
        {
            return;
        }
        ReadOnlySpan<byte> rest = bytes[head.Bytes..];
        var text = new StringBuilder();
        for (var chunks = new ChunkedBody(); !rest.IsEmpty && !chunks.IsOver; )
        {
            text.Append(Encoding.UTF8.GetString(head.IsChunked ? chunks.Next(ref rest) : rest));
            rest = head.IsChunked ? rest : default;
        }
        foreach (var frame in text.ToString().Split("\n\n").SkipLast(1))
        {
            var marker = frame.IndexOf((char)EventMarker.Begin);
            var id = frame
                .Split('\n')
                .FirstOrDefault(line => line.StartsWith("id:", StringComparison.Ordinal));
            if (marker >= 0 && id is not null)
            {
                Id = id[3..].TrimStart(' ');
                Number = EventMarker.ReadNumber(
                    Encoding.ASCII.GetBytes(frame, marker + 1, EventMarker.Digits)
                );
            }
        }
    }
}
