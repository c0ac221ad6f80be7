using Freshet.Http;
using Freshet.Management.Grpc.Calls;
using Freshet.Management.Grpc.Services;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Freshet.Management.Grpc;

/// <summary>
/// The port of gRPC beside those of the same Kestrel, and what is served there. What comes by it is marked as it is accepted, so that nothing else is served
/// there, and gRPC nowhere else, whatever the ports are.
/// </summary>
internal sealed class GrpcPort(GrpcOptions options) : IDisposable
{
    private ListenOptions? listening;
    private GrpcServer? server;

    /// <summary>Where it listens, such as <c>http://127.0.0.1:9094</c>; known once the server was started.</summary>
    public string Address => listening?.ToString() ?? "";

    /// <summary>Opens the port: HTTP/2 by prior knowledge, or over TLS as it is agreed on there.</summary>
    public void Listen(KestrelServerOptions kestrel) =>
        ListenAddress.Listen(
            kestrel,
            options.Host,
            options.Port,
            listen =>
            {
                listening = listen;
                listen.Use(next =>
                    connection =>
                    {
                        connection.Features.Set(this);
                        return next(connection);
                    }
                );
                options.Tls?.Apply(listen, requireClientCertificates: true);
                // Last, since TLS for browsers offers HTTP/1.1 too.
                listen.Protocols = HttpProtocols.Http2;
            }
        );

    /// <summary>Serves what comes by this port, and only that. It must come before anything that answers.</summary>
    /// <param name="app">The requests of all ports.</param>
    /// <param name="clients">Who is connected.</param>
    /// <param name="health">Asked whether the server does its work.</param>
    /// <param name="access">Who may call.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">Gets what goes wrong inside.</param>
    public void Serve(
        IApplicationBuilder app,
        ClientDirectory clients,
        Func<HealthReport> health,
        ManagementAccess access,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        List<GrpcService> services =
        [
            new ManagementService(clients, health).ToService(),
            new HealthService(health, time).ToService(),
        ];
        services.AddRange(new ReflectionService(services).ToServices());
        var limit = (int)options.MaxMessageBytes.Bytes;
        var serving = new GrpcServer(services, access, limit, time, loggers);
        server = serving;
        app.Use(
            (http, next) =>
                http.Features.Get<GrpcPort>() == this ? serving.AnswerAsync(http) : next(http)
        );
    }

    /// <summary>Ends every call, those that would go on for ever too, and takes in no more.</summary>
    public Task StopAsync() => server?.StopAsync() ?? Task.CompletedTask;

    public void Dispose() => server?.Dispose();
}
