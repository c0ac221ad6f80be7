using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Freshet.Configuration;
using Freshet.Http.Tls;
using Freshet.Toml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Freshet.IntegrationTests.Http;

public sealed class TlsTests : IDisposable
{
    private const string None = "none";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("freshet-tls-");
    private readonly TestAuthority authority = new();
    private readonly List<Diagnostic> diagnostics = [];

    public void Dispose()
    {
        folder.Delete(recursive: true);
        authority.Dispose();
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Clients_speak_HTTP_over_TLS(bool isRsa, int version)
    {
        using var certificate = isRsa ? authority.RsaServer() : authority.Server();
        var tls = Read(certificate);

        var (protocol, subject) = await GetAsync(tls, version: version);

        protocol.ShouldBe(version == 2 ? "HTTP/2" : "HTTP/1.1");
        subject.ShouldBe(None);
    }

    [Fact]
    public async Task The_whole_chain_is_sent()
    {
        using var intermediate = new TestAuthority("Test Intermediate", authority);
        using var certificate = intermediate.Server();
        var tls = Read(certificate, chain: intermediate.Pem);

        // The client knows the root alone.
        (await GetAsync(tls)).Subject.ShouldBe(None);
    }

    [Theory]
    [InlineData(
        "CN=internal-collector-1, O=Example, C=DE",
        "CN=internal-collector-1, O=Example, C=DE"
    )]
    [InlineData("CN=Jürgen", "CN=Jürgen")]
    public async Task Rules_see_the_subject_of_a_verified_certificate(string subject, string seen)
    {
        using var server = authority.Server();
        using var client = authority.Client(subject);
        var tls = Read(server, authority.Pem);

        (await GetAsync(tls, client)).Subject.ShouldBe(seen);
        (await GetAsync(tls, client, version: 2)).Subject.ShouldBe(seen);
    }

    [Fact]
    public async Task A_client_without_a_certificate_is_let_in_and_has_no_subject()
    {
        using var server = authority.Server();
        var tls = Read(server, authority.Pem);

        (await GetAsync(tls)).Subject.ShouldBe(None);
    }

    [Theory]
    [InlineData("X-Client-Certificate-Subject")]
    [InlineData("x-client-CERTIFICATE-subject")]
    public async Task No_client_can_forge_the_subject(string header)
    {
        using var server = authority.Server();
        using var client = authority.Client("CN=honest");
        var tls = Read(server, authority.Pem);

        (await GetAsync(tls, forged: header)).Subject.ShouldBe(None);
        (await GetAsync(tls, client, forged: header)).Subject.ShouldBe("CN=honest");
    }

    [Fact]
    public async Task Without_client_ca_the_header_is_left_to_a_proxy()
    {
        using var server = authority.Server();
        var tls = Read(server);

        (await GetAsync(tls, forged: ClientCertificateSubject.Header)).Subject.ShouldBe(
            "CN=forged"
        );
    }

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    public async Task A_certificate_that_is_not_good_ends_the_handshake(
        bool isForeign,
        bool isForClients,
        bool isExpired
    )
    {
        // The stranger goes by the same name as the authority.
        using var stranger = new TestAuthority();
        using var server = authority.Server();
        using var client = (isForeign ? stranger : authority).Client(
            "CN=internal-collector",
            isForClients,
            isExpired
        );
        var tls = Read(server, authority.Pem);

        await Should.ThrowAsync<HttpRequestException>(() => GetAsync(tls, client));
    }

    [Fact]
    public async Task A_client_may_bring_its_intermediates()
    {
        using var intermediate = new TestAuthority("Test Intermediate", authority);
        using var server = authority.Server();
        using var client = intermediate.Client("CN=far");
        var tls = Read(server, authority.Pem);

        var chain = new X509Certificate2Collection(intermediate.Certificate);
        (await GetAsync(tls, client, clientChain: chain)).Subject.ShouldBe("CN=far");
    }

    [Theory]
    [InlineData("certificate = 'server.pem'", "\"key\" is missing")]
    [InlineData("certificate = 'server.pem'\nkey = 'none.pem'", "cannot be read")]
    [InlineData("certificate = 'server.pem'\nkey = 'text.txt'", "is not a PEM file")]
    [InlineData("certificate = 'server.pem'\nkey = 'server.pem'", "there is no private key in")]
    [InlineData(
        "certificate = 'server.pem'\nkey = 'other-key.pem'",
        "does not belong to the certificate of CN=localhost"
    )]
    [InlineData("certificate = 'server.pem'\nkey = 'locked-key.pem'", "is encrypted")]
    [InlineData("certificate = 'broken.pem'\nkey = 'key.pem'", "cannot be read")]
    [InlineData("certificate = 'key.pem'\nkey = 'key.pem'", "there is no certificate in")]
    [InlineData("certificate = 'client.pem'\nkey = 'client-key.pem'", "is not for servers")]
    [InlineData(
        "certificate = 'server.pem'\nkey = 'key.pem'\nclient_ca = 'server.pem'",
        "is not that of an authority"
    )]
    [InlineData(
        "certificate = 'server.pem'\nkey = 'key.pem'\nclient_ca = 'intermediate.pem'",
        "there is no root certificate"
    )]
    [InlineData(
        "certificate = 'server.pem'\nkey = 'key.pem'\nclient_cas = ''",
        "unknown key \"client_cas\""
    )]
    public void Mistakes_are_told_with_their_place(string toml, string message)
    {
        using var certificate = authority.Server();
        using var other = authority.Server();
        using var client = authority.Server(isForServers: false);
        using var intermediate = new TestAuthority("Test Intermediate", authority);
        Write(certificate);
        Write("other-key.pem", KeyPem(other));
        Write("client.pem", client.ExportCertificatePem());
        Write("client-key.pem", KeyPem(client));
        Write("intermediate.pem", intermediate.Pem);
        Write("text.txt", "no PEM at all");
        Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        using (var key = certificate.GetECDsaPrivateKey()!)
        {
            var encryption = new PbeParameters(
                PbeEncryptionAlgorithm.Aes128Cbc,
                HashAlgorithmName.SHA256,
                1000
            );
            Write("locked-key.pem", key.ExportEncryptedPkcs8PrivateKeyPem("password", encryption));
        }

        Read(toml);

        var mistake = diagnostics.ShouldHaveSingleItem();
        mistake.Severity.ShouldBe(Severity.Error);
        mistake.Message.ShouldContain(message);
        mistake.Location.ShouldNotBeNull().Line.ShouldBePositive();
    }

    [Fact]
    public void An_expired_certificate_is_a_warning()
    {
        using var certificate = authority.Server(isExpired: true);
        Write(certificate);

        Read("certificate = 'server.pem'\nkey = 'key.pem'");

        var warning = diagnostics.ShouldHaveSingleItem();
        warning.Severity.ShouldBe(Severity.Warning);
        warning.Message.ShouldContain("expired on");
    }

    [Fact]
    public void A_key_that_stands_in_the_file_itself_is_a_secret()
    {
        using var certificate = authority.Server();
        Write(certificate);

        var (_, reader) = Read($"certificate = 'server.pem'\nkey = '''\n{KeyPem(certificate)}'''");

        diagnostics.ShouldBeEmpty();
        reader.Secrets.ShouldHaveSingleItem();
    }

    private TlsOptions Read(
        X509Certificate2 certificate,
        string? clientCa = null,
        string? chain = null
    )
    {
        Write(certificate, chain);
        var toml = "certificate = 'server.pem'\nkey = 'key.pem'\n";
        if (clientCa is not null)
        {
            Write("ca.pem", clientCa);
            toml += "client_ca = 'ca.pem'\n";
        }
        var (tls, _) = Read(toml);
        diagnostics.ShouldBeEmpty();
        return tls;
    }

    private (TlsOptions Tls, OptionsReader Reader) Read(string toml)
    {
        var origin = Path.Combine(folder.FullName, "freshet.toml");
        var table = TomlReader.Read(
            Encoding.UTF8.GetBytes($"[http.tls]\n{toml}"),
            origin,
            diagnostics
        );
        var reader = new OptionsReader(diagnostics, _ => null);
        var http = (TomlTable)table.Find("http")!.Value;
        return (reader.Read<TlsOptions>((TomlTable)http.Find("tls")!.Value, "http.tls"), reader);
    }

    private void Write(X509Certificate2 certificate, string? chain = null)
    {
        Write("server.pem", $"{certificate.ExportCertificatePem()}\n{chain}\n");
        Write("key.pem", KeyPem(certificate));
    }

    private void Write(string name, string text) =>
        File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private static string KeyPem(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm key =
            certificate.GetECDsaPrivateKey()
            ?? (AsymmetricAlgorithm)certificate.GetRSAPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The protocol that was spoken, and the subject that header rules would see.</summary>
    private async Task<(string Protocol, string Subject)> GetAsync(
        TlsOptions tls,
        X509Certificate2? certificate = null,
        string? forged = null,
        int version = 1,
        X509Certificate2Collection? clientChain = null
    )
    {
        await using var server = await TestServer.StartAsync(
            app =>
            {
                app.UseClientCertificateSubject(tls);
                app.MapGet(
                    "/",
                    (HttpContext context) =>
                        $"{context.Request.Protocol}|{(context.Request.Headers.TryGetValue(ClientCertificateSubject.Header, out var subject) ? subject.ToString() : None)}"
                );
            },
            tls.Apply
        );
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { authority.Certificate },
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
                ClientCertificateContext = certificate is null
                    ? null
                    : SslStreamCertificateContext.Create(certificate, clientChain, offline: true),
            },
        };
        using var client = new HttpClient(handler)
        {
            DefaultRequestVersion = new Version(version, version == 1 ? 1 : 0),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address)
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
        };
        if (forged is not null)
        {
            request.Headers.Add(forged, "CN=forged");
        }
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var parts = (
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        ).Split('|');
        return (parts[0], parts[1]);
    }
}
