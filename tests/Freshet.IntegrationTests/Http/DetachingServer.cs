using System.Net;
using System.Threading.Channels;
using Freshet.Http.Detaching;
using Freshet.IntegrationTests.Clients;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Freshet.IntegrationTests.Http;

/// <summary>A Kestrel whose <c>/stream</c> gives its sockets away, once their heads are sent.</summary>
internal sealed class DetachingServer : IAsyncDisposable
{
    private readonly Channel<DetachedSocket?> detached = Channel.CreateUnbounded<DetachedSocket?>();
    private TestServer? server;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, server!.Address.Port);

    public Uri Address => server!.Address;

    /// <param name="listen">How it listens: plain HTTP/1.1, detaching allowed, where null.</param>
    /// <param name="logs">Where its log goes.</param>
    /// <param name="beforeReturning">What <c>/stream</c> awaits between the call to detach and its end.</param>
    public static async Task<DetachingServer> StartAsync(
        Action<ListenOptions>? listen = null,
        ILoggerProvider? logs = null,
        Func<HttpContext, Task>? beforeReturning = null
    )
    {
        var started = new DetachingServer();
        started.server = await TestServer.StartAsync(
            app =>
                app.MapGet(
                    "/stream",
                    async http =>
                    {
                        await started.GiveAwayAsync(http);
                        if (beforeReturning is not null)
                        {
                            await beforeReturning(http);
                        }
                    }
                ),
            listen ?? (options => options.AllowDetaching()),
            logs,
            web => web.UseSocketTransport(TimeProvider.System)
        );
        return started;
    }

    /// <summary>The next socket that left, or null where its client had gone.</summary>
    public async Task<DetachedSocket?> NextAsync() =>
        await Eventually.Comes(detached.Reader.ReadAsync().AsTask(), "a socket that left");

    /// <summary>Connects a client, and gives it with its socket.</summary>
    /// <param name="receiveBuffer">How many bytes the kernel holds for it, about.</param>
    public async Task<(RawClient Client, DetachedSocket Socket)> ConnectAsync(
        int? receiveBuffer = null
    )
    {
        var client = await RawClient.ConnectAsync(EndPoint, receiveBuffer);
        await client.GetAsync("/stream");
        await client.ReadUntilAsync("\r\n\r\n");
        return (client, (await NextAsync())!);
    }

    public async ValueTask DisposeAsync() => await server!.DisposeAsync();

    private async Task GiveAwayAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.TransferEncoding = "chunked";
        http.Response.Headers.Connection = "close";
        await http.Response.StartAsync();
        await http.Response.Body.FlushAsync();
        http.Features.Get<IDetachFeature>()!.Detach(socket => detached.Writer.TryWrite(socket));
    }
}
