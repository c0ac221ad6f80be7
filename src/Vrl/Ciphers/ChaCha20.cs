using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Ciphers;

/// <summary>The ChaCha20 stream cipher (RFC 8439, 2.3) and HChaCha20 (draft-irtf-cfrg-xchacha, 2.2).</summary>
internal static class ChaCha20
{
    public const int BlockSize = 64;

    /// <summary>Combines the text with the stream from that block on.</summary>
    public static void Combine(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        uint counter,
        ReadOnlySpan<byte> text,
        Span<byte> result
    )
    {
        Span<uint> input = stackalloc uint[16];
        Span<uint> words = stackalloc uint[16];
        Span<byte> block = stackalloc byte[BlockSize];
        Begin(input, key);
        ReadWords(nonce, input[13..]);
        for (var at = 0; at < text.Length; at += BlockSize)
        {
            input[12] = counter++;
            input.CopyTo(words);
            Mix(words);
            for (var i = 0; i < 16; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block[(i * 4)..], words[i] + input[i]);
            }
            var length = Math.Min(BlockSize, text.Length - at);
            KeyStream.Combine(text.Slice(at, length), block, result[at..]);
        }
    }

    /// <summary>Another key, made of this one and 16 bytes of nonce.</summary>
    public static byte[] DeriveKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        Span<uint> words = stackalloc uint[16];
        Begin(words, key);
        ReadWords(nonce, words[12..]);
        Mix(words);
        var derived = new byte[32];
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(derived.AsSpan(i * 4), words[i]);
            BinaryPrimitives.WriteUInt32LittleEndian(derived.AsSpan(16 + (i * 4)), words[12 + i]);
        }
        return derived;
    }

    private static void Begin(Span<uint> words, ReadOnlySpan<byte> key)
    {
        ReadWords("expand 32-byte k"u8, words);
        ReadWords(key, words[4..]);
    }

    private static void ReadWords(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        for (var i = 0; i < bytes.Length / 4; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * 4)..]);
        }
    }

    private static void Mix(Span<uint> words)
    {
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Quarter(words, i, 4 + i, 8 + i, 12 + i);
            }
            for (var i = 0; i < 4; i++)
            {
                Quarter(words, i, 4 + ((i + 1) % 4), 8 + ((i + 2) % 4), 12 + ((i + 3) % 4));
            }
        }
    }

    private static void Quarter(Span<uint> words, int a, int b, int c, int d)
    {
        words[a] += words[b];
        words[d] = BitOperations.RotateLeft(words[d] ^ words[a], 16);
        words[c] += words[d];
        words[b] = BitOperations.RotateLeft(words[b] ^ words[c], 12);
        words[a] += words[b];
        words[d] = BitOperations.RotateLeft(words[d] ^ words[a], 8);
        words[c] += words[d];
        words[b] = BitOperations.RotateLeft(words[b] ^ words[c], 7);
    }
}
