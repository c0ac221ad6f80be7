using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Freshet.Configuration;
using Freshet.Http.Tls;

namespace Freshet.Http.Outgoing;

/// <summary>The authorities by which the certificates of other servers are believed: these alone, not the system's.</summary>
internal sealed class TrustedAuthority
{
    private readonly X509Certificate2Collection certificates;

    private TrustedAuthority(X509Certificate2Collection certificates) =>
        this.certificates = certificates;

    /// <summary>Reads the authorities; what is wrong is told, and null returned.</summary>
    public static TrustedAuthority? Load(PemText pem, string key, OptionsScope scope) =>
        Pem.ReadCertificates(pem, key, scope) is { } certificates ? new(certificates) : null;

    /// <summary>
    /// How a client checks a server's certificate: it leads to one of these, is valid now, and names the host. Revocation is not asked for: a private
    /// authority seldom publishes it.
    /// </summary>
    public SslClientAuthenticationOptions ToSslOptions()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(certificates);
        return new() { CertificateChainPolicy = policy };
    }
}
