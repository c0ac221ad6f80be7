using System.ComponentModel.DataAnnotations;
using System.Security.Authentication;
using Freshet.Configuration;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Freshet.Http.Tls;

/// <summary>HTTPS on the server's port. The files are read, and checked against each other, with the configuration.</summary>
internal sealed class TlsOptions : ICheckOptions
{
    private ServerCertificate? server;
    private ClientAuthority? clients;

    /// <summary>The server's certificate, and behind it those of its issuers up to, or without, the root.</summary>
    [Required(ErrorMessage = "give the path of a PEM file with the server's certificate")]
    public PemText? Certificate { get; set; }

    /// <summary>The certificate's private key, RSA or elliptic curve, not encrypted.</summary>
    [Required(ErrorMessage = "give the path of a PEM file with the certificate's private key")]
    public PemText? Key { get; set; }

    /// <summary>
    /// Who signs the clients' certificates. A client may then show one, which must lead to this authority; rules see its subject as
    /// <c>X-Client-Certificate-Subject</c>. A client without one is let in, for the rules to decide; only gRPC turns it away.
    /// </summary>
    public PemText? ClientCa { get; set; }

    /// <summary>Whether clients are asked for certificates.</summary>
    public bool AsksClients => ClientCa is not null;

    /// <summary>When the server's certificate expires; null where it could not be read.</summary>
    public DateTimeOffset? Expires => server?.Certificate.NotAfter;

    public void Check(OptionsScope scope)
    {
        if (Certificate is not null && Key is not null)
        {
            server = ServerCertificate.Load(Certificate, Key, scope, TimeProvider.System);
        }
        if (ClientCa is not null)
        {
            clients = ClientAuthority.Load(ClientCa, "client_ca", scope);
        }
    }

    /// <summary>Makes the port speak TLS 1.2 or 1.3, and over it HTTP/1.1 or HTTP/2.</summary>
    /// <exception cref="InvalidOperationException">The options were read with errors.</exception>
    public void Apply(ListenOptions listen) => Apply(listen, requireClientCertificates: false);

    /// <inheritdoc cref="Apply(ListenOptions)"/>
    /// <param name="listen">The port.</param>
    /// <param name="requireClientCertificates">Whether clients that are asked for a certificate, and show none, are turned away.</param>
    public void Apply(ListenOptions listen, bool requireClientCertificates)
    {
        if (server is null || (AsksClients && clients is null))
        {
            throw new InvalidOperationException("TLS options with errors cannot be applied");
        }
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = server.Certificate,
            ServerCertificateChain = server.Chain,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (clients is not null)
        {
            https.ClientCertificateMode = requireClientCertificates
                ? ClientCertificateMode.RequireCertificate
                : ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, chain, _) =>
                clients.Accepts(certificate, chain);
        }
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(https);
    }
}
