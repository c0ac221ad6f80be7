using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Freshet.Configuration;

namespace Freshet.Http.Tls;

/// <summary>The authorities whose client certificates are believed: these alone, not the system's.</summary>
internal sealed class ClientAuthority
{
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2Collection roots;
    private readonly X509Certificate2Collection intermediates;

    private ClientAuthority(
        X509Certificate2Collection roots,
        X509Certificate2Collection intermediates
    )
    {
        this.roots = roots;
        this.intermediates = intermediates;
    }

    /// <summary>Reads the authorities; what is wrong is told, and null returned.</summary>
    public static ClientAuthority? Load(PemText pem, string key, OptionsScope scope)
    {
        if (Pem.ReadCertificates(pem, key, scope) is not { } certificates)
        {
            return null;
        }
        if (certificates.FirstOrDefault(certificate => !IsAuthority(certificate)) is { } stranger)
        {
            scope.Error(
                key,
                $"the certificate of {stranger.Subject} in {pem.Source} is not that of an authority",
                "give the certificate of whoever signs the clients' certificates"
            );
            return null;
        }
        var byKind = certificates.ToLookup(IsRoot);
        if (!byKind[true].Any())
        {
            scope.Error(
                key,
                $"there is no root certificate in {pem.Source}",
                "add the self-signed certificate at the end of the chain"
            );
            return null;
        }
        return new([.. byKind[true]], [.. byKind[false]]);
    }

    /// <summary>
    /// Whether the certificate leads to one of these roots, is valid now, and is for clients if it says what it is for. Revocation is not asked
    /// for: a private authority seldom publishes it, and a stream must not hang on a responder.
    /// </summary>
    public bool Accepts(X509Certificate2 certificate, X509Chain? presented)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(roots);
        policy.ExtraStore.AddRange(intermediates);
        if (presented is not null)
        {
            policy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        }
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.ApplicationPolicy.Add(ClientAuthentication);
        try
        {
            return chain.Build(certificate);
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private static bool IsAuthority(X509Certificate2 certificate) =>
        certificate
            .Extensions.OfType<X509BasicConstraintsExtension>()
            .Any(constraint => constraint.CertificateAuthority);

    private static bool IsRoot(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
