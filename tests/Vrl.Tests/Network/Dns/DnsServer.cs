using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Vrl.Tests.Network.Dns;

/// <summary>A DNS server on 127.0.0.1 that answers as a test says: what it makes of a query, and whether that came by TCP.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly Func<byte[], bool, byte[]?> answer;
    private readonly Socket udp = new(
        AddressFamily.InterNetwork,
        SocketType.Dgram,
        ProtocolType.Udp
    );
    private readonly TcpListener tcp;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public DnsServer(Func<byte[], bool, byte[]?> answer)
    {
        this.answer = answer;
        tcp = new TcpListener(IPAddress.Loopback, 0);
        tcp.Start();
        Place = (IPEndPoint)tcp.LocalEndpoint;
        udp.Bind(Place);
        running = Task.WhenAll(AnswerUdp(), AnswerTcp());
    }

    public IPEndPoint Place { get; }

    public int Queries { get; private set; }

    /// <summary>An answer to the query: its header with these flags and counts, its question, and these records.</summary>
    public static byte[] Answer(byte[] query, ushort flags, int answers, params byte[] records)
    {
        // The query ends with its EDNS record of 11 bytes.
        byte[] message = [.. query[..^11], .. records];
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), flags);
        message[7] = (byte)answers;
        message[11] = 0;
        return message;
    }

    /// <summary>A record of the name that was asked for.</summary>
    public static byte[] Record(ushort type, params byte[] data)
    {
        byte[] record = [0xC0, 12, 0, 0, 0, 1, 0, 0, 1, 44, 0, 0, .. data];
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(2), type);
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(10), (ushort)data.Length);
        return record;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        udp.Dispose();
        tcp.Dispose();
        stopping.Dispose();
    }

    private async Task AnswerUdp()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var received = await udp.ReceiveFromAsync(
                    buffer,
                    new IPEndPoint(IPAddress.Any, 0),
                    stopping.Token
                );
                Queries++;
                if (answer(buffer[..received.ReceivedBytes], false) is { } message)
                {
                    await udp.SendToAsync(message, received.RemoteEndPoint, stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task AnswerTcp()
    {
        try
        {
            while (true)
            {
                using var client = await tcp.AcceptTcpClientAsync(stopping.Token);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, stopping.Token);
                var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, stopping.Token);
                if (answer(query, true) is { } message)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)message.Length);
                    await stream.WriteAsync((byte[])[.. length, .. message], stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) { }
    }
}
