using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Freshet.Configuration;

namespace Freshet.Http.Tls;

/// <summary>What is in PEM text.</summary>
internal static class Pem
{
    private const int MostCertificates = 100;

    /// <summary>The certificates, at least one, in the order of the text; what is wrong is told, and null returned.</summary>
    public static X509Certificate2Collection? ReadCertificates(
        PemText pem,
        string key,
        OptionsScope scope
    )
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem.Text);
        }
        catch (CryptographicException)
        {
            scope.Error(key, $"a certificate in {pem.Source} cannot be read");
            return null;
        }
        if (certificates.Count is > 0 and <= MostCertificates)
        {
            return certificates;
        }
        scope.Error(
            key,
            certificates.Count == 0
                ? $"there is no certificate in {pem.Source}"
                : $"there are more than {MostCertificates} certificates in {pem.Source}"
        );
        return null;
    }

    /// <summary>The labels of the text's blocks: <c>CERTIFICATE</c>, <c>PRIVATE KEY</c>.</summary>
    public static IReadOnlyList<string> Labels(ReadOnlySpan<char> text)
    {
        var labels = new List<string>();
        while (PemEncoding.TryFind(text, out var block))
        {
            labels.Add(text[block.Label].ToString());
            text = text[block.Location.End..];
        }
        return labels;
    }
}
