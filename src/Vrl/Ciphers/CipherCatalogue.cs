using System.Collections.Frozen;

namespace Freshet.Vrl.Ciphers;

/// <summary>The ciphers that programs can name.</summary>
internal static class CipherCatalogue
{
    private static readonly FrozenDictionary<string, Cipher> ByName = All()
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names, in capital letters.</summary>
    public static IEnumerable<string> Names => ByName.Keys;

    /// <summary>The cipher of that name, whatever its letters' case.</summary>
    public static bool TryGet(string name, out Cipher cipher) =>
        ByName.TryGetValue(name.ToUpperInvariant(), out cipher!);

    private static IEnumerable<KeyValuePair<string, Cipher>> All()
    {
        foreach (var bits in (int[])[128, 192, 256])
        {
            var size = bits / 8;
            var little = new AesCounter(size, isLittleEndian: true);
            yield return new($"AES-{bits}-CFB", new AesFeedback(size));
            yield return new($"AES-{bits}-OFB", new AesOutputFeedback(size));
            yield return new($"AES-{bits}-CTR", little);
            yield return new($"AES-{bits}-CTR-LE", little);
            yield return new($"AES-{bits}-CTR-BE", new AesCounter(size, isLittleEndian: false));
            yield return new($"AES-{bits}-CBC-PKCS7", new AesChaining(size, BlockPadding.Pkcs7));
            yield return new(
                $"AES-{bits}-CBC-ANSIX923",
                new AesChaining(size, BlockPadding.AnsiX923)
            );
            yield return new(
                $"AES-{bits}-CBC-ISO7816",
                new AesChaining(size, BlockPadding.Iso7816)
            );
            yield return new(
                $"AES-{bits}-CBC-ISO10126",
                new AesChaining(size, BlockPadding.Iso10126)
            );
        }
        yield return new("AES-128-SIV", new AesSynthetic(32));
        yield return new("AES-256-SIV", new AesSynthetic(64));
        yield return new("CHACHA20-POLY1305", new ChaCha20Poly1305(isExtended: false));
        yield return new("XCHACHA20-POLY1305", new ChaCha20Poly1305(isExtended: true));
        yield return new("XSALSA20-POLY1305", new XSalsa20Poly1305());
    }
}
