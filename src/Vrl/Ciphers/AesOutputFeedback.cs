using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>AES in output feedback mode (NIST SP 800-38A). Its stream is what chained encryption makes of zeros.</summary>
internal sealed class AesOutputFeedback(int keySize) : Cipher(keySize, Block)
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
        var zeros = new byte[(plaintext.Length + Block - 1) / Block * Block];
        var result = new byte[plaintext.Length];
        KeyStream.Combine(plaintext, aes.EncryptCbc(zeros, nonce, PaddingMode.None), result);
        return result;
    }

    public override byte[] Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    ) => Encrypt(ciphertext, key, nonce);
}
