using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Freshet.IntegrationTests.Http;

namespace Freshet.IntegrationTests.Running;

/// <summary>An authority, a server's certificate by it in PEM files, and clients that trust it alone.</summary>
internal sealed class TestCertificates : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("freshet-tls-");

    public TestCertificates()
    {
        using var server = Authority.Server();
        using var key = server.GetECDsaPrivateKey()!;
        Key = key.ExportPkcs8PrivateKeyPem();
        Configuration = $"""
            [http.tls]
            certificate = '{Write("server.pem", server.ExportCertificatePem())}'
            key = '{Write("server.key", Key)}'

            """;
        ClientAuthority = $"client_ca = '{Write("clients.pem", Authority.Pem)}'\n";
    }

    public TestAuthority Authority { get; } = new();

    /// <summary>The table that makes a server speak HTTPS.</summary>
    public string Configuration { get; }

    /// <summary>The server's private key.</summary>
    public string Key { get; }

    /// <summary>The line of that table by which clients are asked for certificates.</summary>
    public string ClientAuthority { get; }

    /// <summary>A client of the server that speaks that version of HTTP.</summary>
    /// <param name="server">The server.</param>
    /// <param name="version">1 or 2.</param>
    /// <param name="certificate">Its own certificate; null for none.</param>
    /// <param name="connected">Is shown the socket of each of its connections.</param>
    public HttpClient Client(
        FreshetServer server,
        int version,
        X509Certificate2? certificate = null,
        Action<Socket>? connected = null
    )
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(Authority.Certificate);
        var options = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        if (certificate is not null)
        {
            options.ClientCertificates = [certificate];
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }
        var handler = new SocketsHttpHandler
        {
            SslOptions = options,
            UseCookies = false,
            // Who leaves a stream that goes on has nothing to wait for.
            ResponseDrainTimeout = TimeSpan.Zero,
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                connected?.Invoke(socket);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler)
        {
            BaseAddress = server.Address,
            Timeout = Eventually.Limit,
            DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public void Dispose()
    {
        folder.Delete(recursive: true);
        Authority.Dispose();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
