using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Freshet.IntegrationTests.Http;

/// <summary>A Kestrel of its own on a free port of 127.0.0.1.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestServer(WebApplication app)
    {
        this.app = app;
        Address = new Uri(
            app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Single()
        );
    }

    public Uri Address { get; }

    public static async Task<TestServer> StartAsync(
        Action<WebApplication> map,
        Action<ListenOptions>? listen = null,
        ILoggerProvider? logs = null,
        Action<IWebHostBuilder>? configure = null
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logs is not null)
        {
            builder.Logging.AddProvider(logs);
        }
        builder.Services.AddCors();
        builder.WebHost.UseKestrelHttpsConfiguration();
        configure?.Invoke(builder.WebHost);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen ?? (_ => { }))
        );
        var built = builder.Build();
        map(built);
        await built.StartAsync(TestContext.Current.CancellationToken);
        return new(built);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
