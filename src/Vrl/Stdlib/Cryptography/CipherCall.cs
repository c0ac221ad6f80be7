using Freshet.Vrl.Ciphers;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

/// <summary>What the calls of <c>encrypt</c> and <c>decrypt</c> share: their arguments from the second on.</summary>
internal static class CipherCall
{
    public const string AlgorithmSummary =
        "The cipher, in letters of any case: AES-{128,192,256}-{CFB,OFB,CTR,CTR-LE,CTR-BE,CBC-PKCS7,CBC-ANSIX923,CBC-ISO7816,CBC-ISO10126}, AES-{128,256}-SIV, CHACHA20-POLY1305, XCHACHA20-POLY1305 or XSALSA20-POLY1305. CTR alone is CTR-LE.";

    public const string KeySummary =
        "The key in raw bytes: 16, 24 or 32 as the cipher says; twice that for SIV.";

    public const string NonceSummary =
        "The initialisation vector in raw bytes: 16; for CHACHA20-POLY1305 12, for XCHACHA20-POLY1305 and XSALSA20-POLY1305 24. It must be another for each string.";

    /// <summary>The cipher where it is known; one that is known must be one.</summary>
    public static Cipher? Prepare(CallSite call)
    {
        if (call["algorithm"]?.Constant is not { IsBytes: true } name)
        {
            return null;
        }
        if (!CipherCatalogue.TryGet(name.Text, out var cipher))
        {
            call.Error(403, "Invalid algorithm", "algorithm");
        }
        return cipher;
    }

    /// <summary>The cipher; else a failure, as where key or vector are of other sizes than it takes.</summary>
    public static Value Resolve(in Arguments arguments, out Cipher cipher)
    {
        if (arguments.Prepared is Cipher prepared)
        {
            cipher = prepared;
        }
        else if (!CipherCatalogue.TryGet(arguments[1].Text, out cipher))
        {
            return Value.Fail("Invalid algorithm: " + arguments[1].Text.ToUpperInvariant());
        }
        var key = arguments[2].Bytes.Length;
        var nonce = arguments[3].Bytes.Length;
        return key != cipher.KeySize
                ? Value.Fail(
                    $"Invalid key size. Expected {cipher.KeySize} bytes. Found {key} bytes"
                )
            : nonce != cipher.NonceSize
                ? Value.Fail(
                    $"Invalid iv size. Expected {cipher.NonceSize} bytes. Found {nonce} bytes"
                )
            : Value.Null;
    }
}
