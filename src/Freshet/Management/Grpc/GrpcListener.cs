using Freshet.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Freshet.Management.Grpc;

/// <summary>
/// The port of gRPC beside those of the same Kestrel. What comes by it is marked as it is accepted, so that nothing else is served there, and gRPC
/// nowhere else, whatever the ports are.
/// </summary>
internal sealed class GrpcListener(GrpcOptions options)
{
    private ListenOptions? listening;

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

    /// <summary>Hands over what comes by this port, and only that. It must come before anything that answers.</summary>
    public void Serve(IApplicationBuilder app, GrpcServer server) =>
        app.Use(
            (http, next) =>
                http.Features.Get<GrpcListener>() == this ? server.AnswerAsync(http) : next(http)
        );
}
