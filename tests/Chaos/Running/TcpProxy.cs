using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Freshet.Chaos.Running;

/// <summary>Stands between a client and a server of 127.0.0.1, and can do to their connections what networks do.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private const int ChunkBytes = 16 * 1024;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Link, Task> links = new();
    private readonly int server;
    private readonly TimeProvider time;
    private readonly Task accepting;
    private volatile bool isRefusing;
    private long delayTicks;

    public TcpProxy(int server, TimeProvider time)
    {
        this.server = server;
        this.time = time;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>How many connections it has cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>How long each piece is held back, in both directions.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref delayTicks));
        set => Interlocked.Exchange(ref delayTicks, value.Ticks);
    }

    /// <summary>Whether new connections are closed at once.</summary>
    public bool IsRefusing
    {
        get => isRefusing;
        set => isRefusing = value;
    }

    /// <summary>Resets every connection after so many more bytes towards the client: within a frame, most likely.</summary>
    public void CutAfter(int bytes)
    {
        foreach (var link in links.Keys)
        {
            link.Left = bytes;
            Cuts++;
        }
    }

    /// <summary>Resets every connection now.</summary>
    public void Cut()
    {
        foreach (var link in links.Keys)
        {
            link.Reset();
            Cuts++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        foreach (var link in links.Keys)
        {
            link.Reset();
        }
        await Task.WhenAll(links.Values);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync(stopping.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException)
            {
                continue;
            }
            if (IsRefusing)
            {
                client.Close(0);
                continue;
            }
            var link = new Link(client);
            // Entered before it runs, since it takes itself out at its end.
            var begun = new TaskCompletionSource();
            links[link] = CarryAsync(link, begun.Task);
            begun.SetResult();
        }
    }

    private async Task CarryAsync(Link link, Task begun)
    {
        await begun;
        try
        {
            await link.Server.ConnectAsync(IPAddress.Loopback, server, stopping.Token);
            var up = PumpAsync(link.Client, link.Server, link, isAnswer: false);
            var down = PumpAsync(link.Server, link.Client, link, isAnswer: true);
            await Task.WhenAny(up, down);
            link.Reset();
            await Task.WhenAll(up, down);
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            // Either end may go at any time; that is what this is for.
        }
        finally
        {
            link.Reset();
            links.TryRemove(link, out _);
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Link link, bool isAnswer)
    {
        var buffer = new byte[ChunkBytes];
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer, stopping.Token);
                if (count == 0)
                {
                    return;
                }
                if (Delay is { Ticks: > 0 } delay)
                {
                    await Task.Delay(delay, time, stopping.Token);
                }
                var limit = isAnswer ? link.Left : null;
                var rest = buffer.AsMemory(0, Math.Min(count, limit ?? count));
                while (rest.Length > 0)
                {
                    rest = rest[await to.SendAsync(rest, stopping.Token)..];
                }
                if (limit is { } left)
                {
                    link.Left = left - count;
                    if (left <= count)
                    {
                        return;
                    }
                }
            }
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            // The other direction is ended too.
        }
    }

    private static bool IsBroken(Exception fault) =>
        fault is SocketException or ObjectDisposedException or OperationCanceledException;

    /// <summary>One connection: the client's end and the server's.</summary>
    private sealed class Link(Socket client)
    {
        public Socket Client => client;

        public Socket Server { get; } = new(SocketType.Stream, ProtocolType.Tcp);

        /// <summary>How many bytes may still go to the client; null for no limit.</summary>
        public int? Left { get; set; }

        /// <summary>Closes both ends without what is on the way.</summary>
        public void Reset()
        {
            Client.Close(0);
            Server.Close(0);
        }
    }
}
