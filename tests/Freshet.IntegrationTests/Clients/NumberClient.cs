using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shouldly;

namespace Freshet.IntegrationTests.Clients;

/// <summary>
/// A client that keeps nothing but the number of the last event, so that a test can have very many: events have the ids <c>n1</c>, <c>n2</c> and so on, and
/// each that comes must be the next.
/// </summary>
internal sealed class NumberClient : IDisposable
{
    private static readonly byte[] IdLine = "id: n"u8.ToArray();
    private static readonly byte[] EndLine = "id: end"u8.ToArray();

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[16 * 1024];
    private readonly byte[] line = new byte[32];
    private int length;

    /// <param name="last">The number before the first that is to come.</param>
    private NumberClient(int last) => Last = last;

    /// <summary>The number of the last event.</summary>
    public int Last { get; private set; }

    /// <summary>Whether the event with the id <c>end</c> has come.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Asks for a stream; returns before anything of it came.</summary>
    /// <param name="server">Whom.</param>
    /// <param name="last">The number before the first event that is to come.</param>
    /// <param name="resumes">Whether it says so, as its last event id.</param>
    public static async Task<NumberClient> ConnectAsync(
        IPEndPoint server,
        int last = 0,
        bool resumes = false
    )
    {
        var client = new NumberClient(last);
        await client.socket.ConnectAsync(server);
        var header = resumes ? $"Last-Event-ID: n{last}\r\n" : "";
        await client.socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET /sse/events HTTP/1.1\r\nHost: localhost\r\n{header}\r\n")
        );
        return client;
    }

    /// <summary>Reads the head, and the greeting that comes with the first chunk.</summary>
    public async Task HeadAsync()
    {
        var head = "";
        while (!head.Contains("retry: ", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer);
            count.ShouldBeGreaterThan(0, head);
            head += Encoding.ASCII.GetString(buffer, 0, count);
            Take(buffer.AsSpan(0, count));
        }
        head.ShouldStartWith("HTTP/1.1 200 ");
    }

    /// <summary>Reads until the event with that number has come.</summary>
    public async Task ReadToAsync(int number)
    {
        while (Last < number)
        {
            await ReadAsync();
        }
    }

    /// <summary>Reads what comes next, an event or more.</summary>
    public async Task ReadAsync()
    {
        var count = await socket.ReceiveAsync(buffer);
        count.ShouldBeGreaterThan(0, $"the stream ended after n{Last}");
        Take(buffer.AsSpan(0, count));
    }

    public void Dispose() => socket.Dispose();

    private void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Keep(bytes[..end]);
            if (line.AsSpan(0, length).StartsWith(IdLine))
            {
                // No assertion for each of millions.
                if (
                    !Utf8Parser.TryParse(line.AsSpan(IdLine.Length..length), out int number, out _)
                    || number != Last + 1
                )
                {
                    var came = Encoding.ASCII.GetString(line.AsSpan(0, length));
                    throw new ShouldAssertException($"after n{Last} came {came}");
                }
                Last = number;
            }
            HasEnded |= line.AsSpan(0, length).SequenceEqual(EndLine);
            length = 0;
            bytes = bytes[(end + 1)..];
        }
        Keep(bytes);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        var kept = Math.Min(part.Length, line.Length - length);
        part[..kept].CopyTo(line.AsSpan(length));
        length += kept;
    }
}
