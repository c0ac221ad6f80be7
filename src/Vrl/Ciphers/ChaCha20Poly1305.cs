using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>ChaCha20-Poly1305 (RFC 8439, 2.8), or extended to a nonce of 24 bytes (draft-irtf-cfrg-xchacha). The tag comes after the ciphertext.</summary>
internal sealed class ChaCha20Poly1305(bool isExtended) : Cipher(32, isExtended ? 24 : 12)
{
    public override byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        Derive(ref key, ref nonce);
        var result = new byte[plaintext.Length + Poly1305.TagSize];
        var ciphertext = result.AsSpan(0, plaintext.Length);
        ChaCha20.Combine(key, nonce, 1, plaintext, ciphertext);
        Tag(key, nonce, ciphertext).CopyTo(result.AsSpan(plaintext.Length));
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
        Derive(ref key, ref nonce);
        var text = ciphertext[..^Poly1305.TagSize];
        var tag = ciphertext[^Poly1305.TagSize..];
        if (!CryptographicOperations.FixedTimeEquals(Tag(key, nonce, text), tag))
        {
            return null;
        }
        var plaintext = new byte[text.Length];
        ChaCha20.Combine(key, nonce, 1, text, plaintext);
        return plaintext;
    }

    /// <summary>Of an extended nonce, the first 16 bytes go into the key.</summary>
    private void Derive(ref ReadOnlySpan<byte> key, ref ReadOnlySpan<byte> nonce)
    {
        if (isExtended)
        {
            key = ChaCha20.DeriveKey(key, nonce[..16]);
            nonce = (byte[])[0, 0, 0, 0, .. nonce[16..]];
        }
    }

    private static byte[] Tag(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> ciphertext
    )
    {
        Span<byte> once = stackalloc byte[Poly1305.KeySize];
        once.Clear();
        ChaCha20.Combine(key, nonce, 0, once, once);
        var tag = new Poly1305(once);
        tag.AddFilled(ciphertext);
        Span<byte> lengths = stackalloc byte[16];
        lengths.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(lengths[8..], (ulong)ciphertext.Length);
        tag.Add(lengths);
        return tag.Finish();
    }
}
