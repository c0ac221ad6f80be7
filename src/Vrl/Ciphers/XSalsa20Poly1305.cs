using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>XSalsa20-Poly1305, NaCl's secret box. The tag comes before the ciphertext; its key is the begin of the stream.</summary>
internal sealed class XSalsa20Poly1305() : Cipher(32, 24)
{
    public override byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        var stream = Stream(key, nonce, plaintext.Length);
        var result = new byte[Poly1305.TagSize + plaintext.Length];
        var ciphertext = result.AsSpan(Poly1305.TagSize);
        KeyStream.Combine(plaintext, stream.AsSpan(Poly1305.KeySize), ciphertext);
        Tag(stream, ciphertext).CopyTo(result, 0);
        return result;
    }

    public override byte[]? Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        if (ciphertext.Length < Poly1305.TagSize)
        {
            return null;
        }
        var tag = ciphertext[..Poly1305.TagSize];
        var text = ciphertext[Poly1305.TagSize..];
        var stream = Stream(key, nonce, text.Length);
        if (!CryptographicOperations.FixedTimeEquals(Tag(stream, text), tag))
        {
            return null;
        }
        var plaintext = new byte[text.Length];
        KeyStream.Combine(text, stream.AsSpan(Poly1305.KeySize), plaintext);
        return plaintext;
    }

    private static byte[] Stream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, int length) =>
        Salsa20.Stream(Salsa20.DeriveKey(key, nonce[..16]), nonce[16..], Poly1305.KeySize + length);

    private static byte[] Tag(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> ciphertext)
    {
        var tag = new Poly1305(stream[..Poly1305.KeySize]);
        tag.Add(ciphertext);
        return tag.Finish();
    }
}
