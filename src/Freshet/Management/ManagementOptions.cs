using Freshet.Configuration;
using Freshet.Http;
using Freshet.Management.Grpc;
using Freshet.Toml;

namespace Freshet.Management;

/// <summary><c>[management]</c>: who may see who is connected, and disconnect them; and whether metrics are told, and to whom.</summary>
internal sealed class ManagementOptions : ICheckOptions
{
    /// <summary>
    /// What callers of gRPC send as <c>authorization: Bearer …</c>; <c>grpc.health.v1</c> alone answers without it. <c>GET /stats</c> shows its bearer the
    /// connected clients, wherever the request comes from, and <c>GET /api/v1/events</c> the journal. Without a token gRPC answers everyone who reaches its port.
    /// </summary>
    public Secret? Token { get; set; }

    /// <summary>Serves the management over gRPC; absent by default, and then no port is opened for it.</summary>
    public GrpcOptions? Grpc { get; set; }

    /// <summary>
    /// Whether <c>GET /metrics</c> tells what is measured, in the formats of OpenMetrics and Prometheus: true by default, since it holds nothing secret or personal, and since a
    /// server that nobody can watch is one that nobody runs.
    /// </summary>
    public bool Metrics { get; set; } = true;

    /// <summary>
    /// What who collects metrics from elsewhere sends as <c>authorization: Bearer …</c>; the server's own machine needs none. Absent by default, and then <c>/metrics</c> answers
    /// everybody who reaches the port, as <c>/health</c> does. It is another than <c>token</c>, so that a collector that is lost can disconnect nobody.
    /// </summary>
    public Secret? MetricsToken { get; set; }

    public void Check(OptionsScope scope)
    {
        CheckToken(Token, "token", scope);
        CheckToken(MetricsToken, "metrics_token", scope);
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

    private static void CheckToken(Secret? secret, string key, OptionsScope scope)
    {
        var token = secret?.Reveal();
        if (
            token is not null
            && (token.Length == 0 || token.Any(letter => letter is < '!' or > '~'))
        )
        {
            scope.Error(
                key,
                $"management.{key} must be visible ASCII characters without spaces, since it is sent in a header",
                "make one: openssl rand -hex 32"
            );
        }
    }
}
