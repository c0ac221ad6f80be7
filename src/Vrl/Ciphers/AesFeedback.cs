using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>AES in cipher feedback mode (NIST SP 800-38A, CFB with segments of a block); the last segment may be short.</summary>
internal sealed class AesFeedback(int keySize) : Cipher(keySize, Block)
{
    private const int Block = 16;

    public override byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        return aes.EncryptCfb(Filled(plaintext), nonce, PaddingMode.None, Block * 8)[
            ..plaintext.Length
        ];
    }

    public override byte[] Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        return aes.DecryptCfb(Filled(ciphertext), nonce, PaddingMode.None, Block * 8)[
            ..ciphertext.Length
        ];
    }

    /// <summary>The framework wants whole segments; what is beyond the text changes nothing before it.</summary>
    private static byte[] Filled(ReadOnlySpan<byte> text)
    {
        var filled = new byte[(text.Length + Block - 1) / Block * Block];
        text.CopyTo(filled);
        return filled;
    }
}
