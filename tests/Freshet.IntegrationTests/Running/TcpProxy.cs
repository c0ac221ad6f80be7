using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Freshet.IntegrationTests.Running;

/// <summary>
/// A TCP proxy between a client and a server of the test, on a port of 127.0.0.1 that stays the same whatever becomes of the server. It can cut connections
/// as a crash does, refuse new ones, and hold back what the server sends.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly Socket listener = new(
        AddressFamily.InterNetwork,
        SocketType.Stream,
        ProtocolType.Tcp
    );
    private readonly ConcurrentDictionary<long, Link> links = new();
    private readonly CancellationTokenSource closed = new();
    private readonly Task accepting;
    private volatile IPEndPoint target;
    private volatile TaskCompletionSource? held;
    private volatile bool isRefusing;
    private long delay;
    private int accepted;

    /// <param name="target">Where connections lead to.</param>
    public TcpProxy(IPEndPoint target)
    {
        this.target = target;
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        accepting = AcceptAsync();
    }

    /// <summary>A proxy of the server at that address of 127.0.0.1.</summary>
    public static TcpProxy To(Uri server) => new(new IPEndPoint(IPAddress.Loopback, server.Port));

    /// <summary>Where clients connect to.</summary>
    public IPEndPoint EndPoint { get; }

    public Uri Address => new($"http://{EndPoint}");

    /// <summary>Where new connections lead to; those that are open stay where they are.</summary>
    public IPEndPoint Target
    {
        get => target;
        set => target = value;
    }

    /// <summary>Whether new connections are cut at once.</summary>
    public bool IsRefusing
    {
        get => isRefusing;
        set => isRefusing = value;
    }

    /// <summary>How long each piece that the server sends is held back.</summary>
    public TimeSpan Delay
    {
        get => new(Volatile.Read(ref delay));
        set => Volatile.Write(ref delay, value.Ticks);
    }

    /// <summary>How many connections were taken, those that were cut at once too.</summary>
    public int Accepted => Volatile.Read(ref accepted);

    /// <summary>How many connections are open.</summary>
    public int Open => links.Count;

    /// <summary>Lets nothing that the server sends through, until <see cref="Release"/>; connections stay open.</summary>
    public void Hold() =>
        held ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again.</summary>
    public void Release()
    {
        held?.TrySetResult();
        held = null;
    }

    /// <summary>Cuts every open connection with a reset, in the midst of whatever it carries.</summary>
    public void Cut()
    {
        foreach (var link in links.Values)
        {
            link.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        Release();
        Cut();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(links.Values.Select(link => link.Ended));
        closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync(closed.Token);
            }
            catch (Exception fault)
                when (fault
                        is OperationCanceledException
                            or SocketException
                            or ObjectDisposedException
                )
            {
                return;
            }
            var number = Interlocked.Increment(ref accepted);
            if (isRefusing)
            {
                Reset(client);
                continue;
            }
            var link = new Link(client);
            links[number] = link;
            link.Ended = CarryAsync(number, link);
        }
    }

    private async Task CarryAsync(long number, Link link)
    {
        await Task.Yield();
        try
        {
            await link.Server.ConnectAsync(target, closed.Token);
            await Task.WhenAll(
                PumpAsync(link, link.Client, link.Server, isAnswer: false),
                PumpAsync(link, link.Server, link.Client, isAnswer: true)
            );
        }
        catch (Exception fault)
            when (fault is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone, so the other goes too.
        }
        finally
        {
            link.Cut();
            links.TryRemove(number, out _);
        }
    }

    /// <summary>Carries one direction. Its orderly end is passed on, so that what was sent before it arrives; a fault ends both.</summary>
    private async Task PumpAsync(Link link, Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer, closed.Token);
                if (isAnswer)
                {
                    await (held?.Task ?? Task.CompletedTask);
                    if (Delay > TimeSpan.Zero)
                    {
                        await Task.Delay(Delay, TimeProvider.System, closed.Token);
                    }
                }
                if (count == 0)
                {
                    to.Shutdown(SocketShutdown.Send);
                    return;
                }
                for (var sent = 0; sent < count; )
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), closed.Token);
                }
            }
        }
        catch
        {
            link.Cut();
            throw;
        }
    }

    private static void Reset(Socket socket)
    {
        // Closing sends a reset in place of an orderly end.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    private sealed class Link(Socket client)
    {
        private readonly Lock gate = new();
        private bool isCut;

        public Socket Client => client;

        public Socket Server { get; } =
            new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        public Task Ended { get; set; } = Task.CompletedTask;

        public void Cut()
        {
            lock (gate)
            {
                if (isCut)
                {
                    return;
                }
                isCut = true;
            }
            Reset(client);
            Reset(Server);
        }
    }
}
