using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Freshet.IntegrationTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Freshet.IntegrationTests.Deliveries;

/// <summary>A request that a receiver got, whole.</summary>
internal sealed record Received(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    byte[] Body,
    DateTimeOffset At
)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>A real server that keeps what it is sent, and answers as a test says: 204 by default.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Received> requests;
    private readonly WebApplication app;

    private Receiver(WebApplication app, ConcurrentQueue<Received> requests)
    {
        this.app = app;
        this.requests = requests;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Single()
        );
    }

    public Uri Address { get; }

    public IReadOnlyList<Received> Requests => [.. requests];

    /// <param name="answer">Answers the request; it is given how many came before.</param>
    /// <param name="port">The port; a free one where 0.</param>
    /// <param name="listen">Makes it speak TLS.</param>
    public static async Task<Receiver> StartAsync(
        Func<HttpContext, Received, int, Task>? answer = null,
        int port = 0,
        Action<ListenOptions>? listen = null
    )
    {
        var kept = new ConcurrentQueue<Received>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen ?? (_ => { }))
        );
        var built = builder.Build();
        built.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var received = new Received(
                http.Request.Method,
                http.Request.Path + http.Request.QueryString,
                http.Request.Headers.ToDictionary(
                    header => header.Key,
                    header => header.Value.ToString(),
                    StringComparer.OrdinalIgnoreCase
                ),
                body.ToArray(),
                TimeProvider.System.GetUtcNow()
            );
            int before;
            lock (kept)
            {
                before = kept.Count;
                kept.Enqueue(received);
            }
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            await (answer?.Invoke(http, received, before) ?? Task.CompletedTask);
        });
        await built.StartAsync();
        return new(built, kept);
    }

    /// <summary>Returns once it got so many requests.</summary>
    public async Task<IReadOnlyList<Received>> Gets(int count)
    {
        await Eventually.Holds(() => requests.Count >= count, () => $"got {requests.Count}");
        return Requests;
    }

    /// <summary>An answer with a status and a text.</summary>
    public static Task Answer(HttpContext http, int status, string text = "")
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(text);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
