using Freshet.Configuration;
using Freshet.Http;
using Freshet.Management.Grpc;
using Freshet.Toml;

namespace Freshet.Management;

/// <summary><c>[management]</c>: who may see who is connected, and disconnect them.</summary>
internal sealed class ManagementOptions : ICheckOptions
{
    /// <summary>
    /// What callers of gRPC send as <c>authorization: Bearer …</c>; <c>grpc.health.v1</c> alone answers without it. <c>GET /stats</c> shows its bearer the
    /// connected clients, wherever the request comes from, and <c>GET /api/v1/events</c> the journal. Without a token gRPC answers everyone who reaches its port.
    /// </summary>
    public Secret? Token { get; set; }

    /// <summary>Serves the management over gRPC; absent by default, and then no port is opened for it.</summary>
    public GrpcOptions? Grpc { get; set; }

    public void Check(OptionsScope scope)
    {
        var token = Token?.Reveal();
        if (
            token is not null
            && (token.Length == 0 || token.Any(letter => letter is < '!' or > '~'))
        )
        {
            scope.Error(
                "token",
                "management.token must be visible ASCII characters without spaces, since it is sent in a header",
                "make one: openssl rand -hex 32"
            );
        }
        if (Grpc is null || ListenAddress.IsLoopback(Grpc.Host))
        {
            return;
        }
        var place = (scope.Written("grpc") as TomlTable)?.Find("host")?.Value.Location;
        if (Token is null && Grpc.Tls is not { AsksClients: true })
        {
            scope.Reader.Error(
                place,
                $"management.grpc.host is \"{Grpc.Host}\", which other machines reach, and nothing says who may call",
                "set management.token (or token_file), or client_ca in [management.grpc.tls]; or listen on 127.0.0.1"
            );
        }
        else if (Grpc.Tls is null)
        {
            scope.Reader.Warn(
                place,
                "management.token is sent over the network in the clear",
                "add [management.grpc.tls]"
            );
        }
    }
}
