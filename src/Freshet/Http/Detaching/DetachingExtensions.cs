using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Freshet.Http.Detaching;

internal static class DetachingExtensions
{
    /// <summary>Makes Kestrel listen through <see cref="SocketTransport"/>, on every address.</summary>
    public static IWebHostBuilder UseSocketTransport(
        this IWebHostBuilder builder,
        TimeProvider time
    ) =>
        // Kestrel takes the transport that was added last.
        builder.ConfigureServices(services =>
            services.AddSingleton<IConnectionListenerFactory>(provider => new SocketTransport(
                provider.GetRequiredService<IOptions<KestrelServerOptions>>(),
                provider.GetRequiredService<IMemoryPoolFactory<byte>>(),
                provider.GetRequiredService<ILoggerFactory>(),
                time
            ))
        );

    /// <summary>
    /// Gives connections of this address <see cref="IDetachFeature"/>. For plain HTTP/1.1 alone, which only who listens can know: Kestrel finds out what a
    /// connection speaks when it reads from it.
    /// </summary>
    public static void AllowDetaching(this ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next =>
            connection =>
            {
                if (connection is SocketConnection socket)
                {
                    connection.Features.Set<IDetachFeature>(socket);
                }
                return next(connection);
            }
        );
    }
}
