using System.Net;
using System.Net.Sockets;
using System.Text;
using Freshet.IntegrationTests.Running;
using Shouldly;

namespace Freshet.IntegrationTests.Clients;

/// <summary>A socket and nothing else: for what no well-behaved client does, and for the bytes as they are.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket socket;
    private readonly MemoryStream received = new();
    private readonly byte[] buffer = new byte[64 * 1024];

    private RawClient(Socket socket) => this.socket = socket;

    /// <summary>Everything that came so far.</summary>
    public string Received => Encoding.UTF8.GetString(Bytes);

    /// <param name="server">Whom to connect to.</param>
    /// <param name="receiveBuffer">How many bytes the kernel holds for a client that does not read, about; null for its default.</param>
    public static async Task<RawClient> ConnectAsync(IPEndPoint server, int? receiveBuffer = null)
    {
        var connecting = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } size)
        {
            // Before the connection is made, for it to be the window that the other side is told.
            connecting.ReceiveBufferSize = size;
        }
        await connecting.ConnectAsync(server);
        return new(connecting);
    }

    public async Task SendAsync(string text) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), SocketFlags.None);

    /// <summary>Asks for a stream, as HTTP/1.1.</summary>
    public Task GetAsync(string path) =>
        SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[
                await Eventually.Comes(socket.SendAsync(bytes, SocketFlags.None).AsTask())..
            ];
        }
    }

    /// <summary>Closes its own side, and goes on reading.</summary>
    public void CloseSending() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>Vanishes without a word.</summary>
    public void Vanish() => Cable.Pull(socket);

    /// <summary>Breaks the connection.</summary>
    public void Reset() => socket.Close(timeout: 0);

    /// <summary>Reads until the text has come.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var wanted = Encoding.UTF8.GetBytes(end);
        var searched = 0;
        while (Bytes[searched..].IndexOf(wanted) < 0)
        {
            searched = Math.Max(0, Bytes.Length - wanted.Length);
            (await ReadAsync()).ShouldBeTrue($"the connection ended before \"{end}\"");
        }
        return Received;
    }

    /// <summary>Reads until the other side closes, and gives everything that came.</summary>
    /// <exception cref="SocketException">It was no orderly end.</exception>
    public async Task<string> ReadToEndAsync()
    {
        while (await ReadAsync()) { }
        return Received;
    }

    /// <summary>The body of what came as HTTP/1.1 chunks (RFC 9112, section 7.1), as far as it came.</summary>
    public string Dechunked()
    {
        var rest = Bytes[(Bytes.IndexOf("\r\n\r\n"u8) + 4)..];
        var body = new MemoryStream();
        while (rest.IndexOf("\r\n"u8) is > 0 and var end)
        {
            var size = Convert.ToInt32(Encoding.ASCII.GetString(rest[..end]), 16);
            rest = rest[(end + 2)..];
            body.Write(rest[..Math.Min(size, rest.Length)]);
            if (size == 0 || rest.Length < size + 2)
            {
                break;
            }
            rest = rest[(size + 2)..];
        }
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    /// <summary>What came after the first head, as it came.</summary>
    public ReadOnlySpan<byte> Body() => Bytes[(Bytes.IndexOf("\r\n\r\n"u8) + 4)..];

    /// <summary>Whether the chunks have their end, without which a body counts as cut.</summary>
    public bool HasCleanEnd => Bytes.EndsWith("\r\n0\r\n\r\n"u8);

    private ReadOnlySpan<byte> Bytes => received.GetBuffer().AsSpan(0, (int)received.Length);

    public void Dispose()
    {
        socket.Dispose();
        received.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        var count = await Eventually.Comes(
            socket.ReceiveAsync(buffer, SocketFlags.None),
            "bytes from the server"
        );
        await received.WriteAsync(buffer.AsMemory(0, count));
        return count > 0;
    }
}
