using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Clients;
using Microsoft.AspNetCore.Http;

namespace Freshet.IntegrationTests.Http;

/// <summary>A stream whose socket has left its server: the client at one end, and at the other the socket with its owner.</summary>
internal sealed class DetachedStream : IAsyncDisposable
{
    /// <summary>More than the kernel holds for a client that does not read.</summary>
    private const int Much = 16 * 1024 * 1024;

    private readonly DetachingServer server;
    private byte[]? bytes;
    private bool isStopped;

    private DetachedStream(DetachingServer server, RawClient client, DetachedSocket socket)
    {
        this.server = server;
        (Client, Socket) = (client, socket);
    }

    public RawClient Client { get; }

    public DetachedSocket Socket { get; }

    /// <summary>Whom the socket tells what happens.</summary>
    public SocketOwner Owner { get; } = new();

    /// <summary>More than the client takes without reading.</summary>
    public byte[] Bytes => bytes ??= Pattern();

    /// <summary>Opens one, and has the socket tell its owner.</summary>
    /// <param name="beforeReturning">What the request's handler awaits after it gave the socket away.</param>
    public static async Task<DetachedStream> OpenAsync(
        Func<HttpContext, Task>? beforeReturning = null
    )
    {
        var stream = await ConnectAsync(null, beforeReturning);
        stream.Socket.Begin(stream.Owner);
        return stream;
    }

    /// <summary>The same, with a client that holds little of what it does not read.</summary>
    public static async Task<DetachedStream> OpenNarrowAsync()
    {
        var stream = await ConnectAsync(16 * 1024, null);
        stream.Socket.Begin(stream.Owner);
        return stream;
    }

    /// <summary>Opens one whose socket tells nobody yet.</summary>
    public static Task<DetachedStream> OpenUnownedAsync() => ConnectAsync(null, null);

    /// <summary>Sends of <see cref="Bytes"/> as many as the kernel takes, and returns how many that is.</summary>
    public int Fill()
    {
        var sent = 0;
        while (sent < Bytes.Length && Socket.Send(Bytes.AsSpan(sent)) is > 0 and var count)
        {
            sent += count;
        }
        return sent;
    }

    /// <summary>Sends all of <see cref="Bytes"/>, most of it when the client reads.</summary>
    public void Park() => Socket.SendLater(Bytes.AsMemory(Fill()));

    public ValueTask StopServerAsync()
    {
        isStopped = true;
        return server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!isStopped)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<DetachedStream> ConnectAsync(
        int? receiveBuffer,
        Func<HttpContext, Task>? beforeReturning
    )
    {
        var started = await DetachingServer.StartAsync(beforeReturning: beforeReturning);
        var (client, socket) = await started.ConnectAsync(receiveBuffer);
        return new(started, client, socket);
    }

    private static byte[] Pattern()
    {
        var pattern = new byte[Much];
        for (var index = 0; index < Much; index++)
        {
            pattern[index] = (byte)(index * 31 / 7);
        }
        return pattern;
    }
}
