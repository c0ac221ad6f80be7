using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Freshet.Configuration;

namespace Freshet.Http.Tls;

/// <summary>The certificate that the server shows, with its private key, and the certificates that lead from it to a root.</summary>
internal sealed class ServerCertificate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private ServerCertificate(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        Certificate = certificate;
        Chain = chain;
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>What stands behind the first certificate in the file, in the file's order.</summary>
    public X509Certificate2Collection Chain { get; }

    /// <summary>Puts certificate and key together; what is wrong with them is told, and null returned.</summary>
    public static ServerCertificate? Load(
        PemText certificate,
        PemText key,
        OptionsScope scope,
        TimeProvider time
    )
    {
        var chain = Pem.ReadCertificates(certificate, "certificate", scope);
        var isKey = CheckKey(key, scope);
        if (chain is null || !isKey)
        {
            return null;
        }
        var leaf = chain[0];
        chain.RemoveAt(0);
        X509Certificate2 own;
        try
        {
            own = X509Certificate2.CreateFromPem(leaf.ExportCertificatePem(), key.Text);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            scope.Error(
                "key",
                $"the private key does not belong to the certificate of {leaf.Subject}",
                "the server's own certificate stands first in its file, those of its issuers behind it"
            );
            return null;
        }
        if (!IsForServers(leaf))
        {
            scope.Error("certificate", $"the certificate of {leaf.Subject} is not for servers");
            return null;
        }
        WarnOfDates(own, scope, time.GetUtcNow());
        return new(ForSystem(own), chain);
    }

    private static bool CheckKey(PemText key, OptionsScope scope)
    {
        var labels = Pem.Labels(key.Text);
        if (labels.Any(label => label is "PRIVATE KEY" or "RSA PRIVATE KEY" or "EC PRIVATE KEY"))
        {
            return true;
        }
        var isEncrypted = labels.Contains("ENCRYPTED PRIVATE KEY", StringComparer.Ordinal);
        scope.Error(
            "key",
            isEncrypted
                ? $"the private key in {key.Source} is encrypted"
                : $"there is no private key in {key.Source}",
            isEncrypted ? "decrypt it with openssl pkey, and guard the file instead" : null
        );
        return false;
    }

    /// <summary>A certificate that says nothing of its use may be used for all (RFC 5280, section 4.2.1.12).</summary>
    private static bool IsForServers(X509Certificate2 certificate)
    {
        var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
        return uses.Count == 0
            || uses.Exists(use =>
                use.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value == ServerAuthentication)
            );
    }

    private static void WarnOfDates(
        X509Certificate2 certificate,
        OptionsScope scope,
        DateTimeOffset now
    )
    {
        var from = certificate.NotBefore.ToUniversalTime();
        var to = certificate.NotAfter.ToUniversalTime();
        if (now.UtcDateTime > to)
        {
            scope.Reader.Warn(
                scope.At("certificate"),
                $"the certificate of {certificate.Subject} expired on {to:yyyy-MM-dd HH:mm} UTC"
            );
        }
        else if (now.UtcDateTime < from)
        {
            scope.Reader.Warn(
                scope.At("certificate"),
                $"the certificate of {certificate.Subject} is not valid before {from:yyyy-MM-dd HH:mm} UTC"
            );
        }
    }

    /// <summary>Windows' TLS cannot use a key that lives in memory alone; a round trip through PKCS #12 gives it one that it can.</summary>
    private static X509Certificate2 ForSystem(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows())
        {
            return certificate;
        }
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(
                certificate.Export(X509ContentType.Pkcs12),
                password: null
            );
        }
    }
}
