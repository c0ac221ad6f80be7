using System.Net;

namespace Freshet.LoadTest.Sockets;

/// <summary>A non-blocking connection to a port of this machine, and its place in the loop.</summary>
internal sealed unsafe class TcpConnection
{
    private const int AddressBytes = 16;

    private readonly EventLoop loop;
    private readonly int socket;
    private readonly int place;
    private uint interest = Libc.Readable | Libc.Writable;

    private TcpConnection(EventLoop loop, int socket, IReady member)
    {
        this.loop = loop;
        this.socket = socket;
        place = loop.Add(socket, interest, member);
    }

    public bool IsClosed { get; private set; }

    /// <summary>Begins to connect; the member is told once it can write.</summary>
    /// <param name="from">The address to come from: each has 28,000 ports.</param>
    /// <param name="receiveBytes">How much the kernel may hold for it; 0 leaves that to the kernel.</param>
    public static TcpConnection Open(
        EventLoop loop,
        IReady member,
        IPAddress from,
        int port,
        int receiveBytes = 0
    )
    {
        var file = Libc.Check(
            Libc.Socket(Libc.InternetFamily, Libc.NonBlockingStream, 0),
            "socket"
        );
        try
        {
            Set(file, Libc.TcpLevel, Libc.NoDelay, 1);
            // The port is chosen when both ends are known, so that each source address has all of them.
            Set(file, Libc.InternetLevel, Libc.BindAddressNoPort, 1);
            if (receiveBytes > 0)
            {
                Set(file, Libc.SocketLevel, Libc.ReceiveBuffer, receiveBytes);
            }
            var address = stackalloc byte[AddressBytes];
            Write(address, from, 0);
            Libc.Check(Libc.Bind(file, address, AddressBytes), "bind");
            Write(address, IPAddress.Loopback, port);
            var result = Libc.Connect(file, address, AddressBytes);
            if (result < 0 && Libc.Error != Libc.InProgress)
            {
                Libc.Check(result, "connect");
            }
            return new TcpConnection(loop, file, member);
        }
        catch
        {
            _ = Libc.Close(file);
            throw;
        }
    }

    /// <summary>Receives into the loop's buffer.</summary>
    /// <returns>How much; 0 where the other side has ended, -1 where there is nothing now, -2 where the connection broke.</returns>
    public int Receive() => Outcome(Libc.Receive(socket, loop.Buffer, EventLoop.BufferBytes, 0));

    /// <summary>Sends what the socket takes.</summary>
    /// <returns>How much; -1 where it takes nothing now, -2 where the connection broke.</returns>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            return Outcome(Libc.Send(socket, first, bytes.Length, Libc.NoSignal));
        }
    }

    /// <summary>Whether the member is told that the socket can be written; that it can be read it is told always.</summary>
    public void Watch(bool writable)
    {
        var wanted = Libc.Readable | (writable ? Libc.Writable : 0);
        if (wanted != interest)
        {
            interest = wanted;
            loop.Change(socket, interest, place);
        }
    }

    public void Close()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            loop.Remove(socket, place);
            _ = Libc.Close(socket);
        }
    }

    private static int Outcome(nint result) =>
        result >= 0 ? (int)result
        : Libc.Error is Libc.Again or Libc.Interrupted ? -1
        : -2;

    private static void Set(int socket, int level, int name, int value) =>
        Libc.Check(Libc.SetOption(socket, level, name, &value, sizeof(int)), "setsockopt");

    private static void Write(byte* target, IPAddress address, int port)
    {
        var bytes = new Span<byte>(target, AddressBytes);
        bytes.Clear();
        *(ushort*)target = Libc.InternetFamily;
        bytes[2] = (byte)(port >> 8);
        bytes[3] = (byte)port;
        address.TryWriteBytes(bytes[4..], out _);
    }
}
