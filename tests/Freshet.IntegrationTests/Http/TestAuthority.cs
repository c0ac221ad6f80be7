using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Freshet.IntegrationTests.Http;

/// <summary>A certificate authority that lives for one test.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2");

    private readonly X509Certificate2 certificate;

    public TestAuthority(string name = "Test Root", TestAuthority? signedBy = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true)
        );
        if (signedBy is null)
        {
            certificate = request.CreateSelfSigned(Start, End);
            return;
        }
        using var signed = request.Create(signedBy.certificate, Start, End, [7, 7]);
        certificate = signed.CopyWithPrivateKey(key);
    }

    public static DateTimeOffset Now { get; } = TimeProvider.System.GetUtcNow();

    private static DateTimeOffset Start => Now.AddDays(-400);

    private static DateTimeOffset End => Now.AddDays(400);

    public string Pem => certificate.ExportCertificatePem();

    public X509Certificate2 Certificate => certificate;

    public X509Certificate2 Client(
        string subject,
        bool isForClients = true,
        bool isExpired = false
    ) => Issue(subject, isForClients ? ClientAuthentication : ServerAuthentication, isExpired);

    public X509Certificate2 Server(bool isForServers = true, bool isExpired = false) =>
        Issue(
            "CN=localhost, O=Freshet",
            isForServers ? ServerAuthentication : ClientAuthentication,
            isExpired
        );

    public X509Certificate2 RsaServer()
    {
        using var key = RSA.Create(2048);
        return Sign(
            new CertificateRequest(
                "CN=localhost",
                key,
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            ),
            Now.AddDays(300),
            signed => signed.CopyWithPrivateKey(key)
        );
    }

    public void Dispose() => certificate.Dispose();

    private X509Certificate2 Issue(string subject, Oid use, bool isExpired)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], false));
        return Sign(
            request,
            isExpired ? Now.AddDays(-1) : Now.AddDays(300),
            signed => signed.CopyWithPrivateKey(key)
        );
    }

    private X509Certificate2 Sign(
        CertificateRequest request,
        DateTimeOffset end,
        Func<X509Certificate2, X509Certificate2> withKey
    )
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var serial = RandomNumberGenerator.GetBytes(12);
        // A request signed across key types needs the generator by name.
        var generator = X509SignatureGenerator.CreateForECDsa(certificate.GetECDsaPrivateKey()!);
        using var signed = request.Create(
            certificate.SubjectName,
            generator,
            Now.AddDays(-300),
            end,
            serial
        );
        return withKey(signed);
    }
}
