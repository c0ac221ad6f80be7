using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Freshet.Vrl.Ciphers;

/// <summary>AES in counter mode. The counter is 64 bits of the nonce: its last eight bytes, or its first eight as a little-endian number; it wraps.</summary>
internal sealed class AesCounter(int keySize, bool isLittleEndian) : Cipher(keySize, Block)
{
    private const int Block = 16;

    /// <summary>Bytes encrypted at a time.</summary>
    private const int Chunk = 4096;

    public override byte[] Encrypt(
        ReadOnlySpan<byte> plaintext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    )
    {
        using var aes = Aes.Create();
        aes.SetKey(key);
        var result = new byte[plaintext.Length];
        var blocks = new byte[Math.Min(Chunk, (plaintext.Length + Block - 1) / Block * Block)];
        var stream = new byte[blocks.Length];
        var counter = isLittleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(nonce)
            : BinaryPrimitives.ReadUInt64BigEndian(nonce[8..]);
        for (var at = 0; at < plaintext.Length; at += Chunk)
        {
            for (var block = blocks.AsSpan(); !block.IsEmpty; block = block[Block..])
            {
                nonce.CopyTo(block);
                if (isLittleEndian)
                {
                    BinaryPrimitives.WriteUInt64LittleEndian(block, counter++);
                }
                else
                {
                    BinaryPrimitives.WriteUInt64BigEndian(block[8..], counter++);
                }
            }
            aes.EncryptEcb(blocks, stream, PaddingMode.None);
            var length = Math.Min(Chunk, plaintext.Length - at);
            KeyStream.Combine(plaintext.Slice(at, length), stream, result.AsSpan(at));
        }
        return result;
    }

    public override byte[] Decrypt(
        ReadOnlySpan<byte> ciphertext,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce
    ) => Encrypt(ciphertext, key, nonce);
}
