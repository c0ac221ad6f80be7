using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Ciphers;

/// <summary>The Salsa20 stream cipher of 20 rounds, and HSalsa20, as in NaCl.</summary>
internal static class Salsa20
{
    public const int BlockSize = 64;

    /// <summary>The stream for that key and a nonce of 8 bytes, from its begin on.</summary>
    public static byte[] Stream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, int length)
    {
        Span<uint> input = stackalloc uint[16];
        Span<uint> words = stackalloc uint[16];
        Begin(input, key);
        input[6] = BinaryPrimitives.ReadUInt32LittleEndian(nonce);
        input[7] = BinaryPrimitives.ReadUInt32LittleEndian(nonce[4..]);
        var stream = new byte[(length + BlockSize - 1) / BlockSize * BlockSize];
        ulong counter = 0;
        for (var block = stream.AsSpan(); !block.IsEmpty; block = block[BlockSize..])
        {
            input[8] = (uint)counter;
            input[9] = (uint)(counter >> 32);
            counter++;
            input.CopyTo(words);
            Mix(words);
            for (var i = 0; i < 16; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(block[(i * 4)..], words[i] + input[i]);
            }
        }
        return stream;
    }

    /// <summary>Another key, made of this one and 16 bytes of nonce.</summary>
    public static byte[] DeriveKey(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        Span<uint> words = stackalloc uint[16];
        Begin(words, key);
        for (var i = 0; i < 4; i++)
        {
            words[6 + i] = BinaryPrimitives.ReadUInt32LittleEndian(nonce[(i * 4)..]);
        }
        Mix(words);
        var derived = new byte[32];
        ReadOnlySpan<int> taken = [0, 5, 10, 15, 6, 7, 8, 9];
        for (var i = 0; i < taken.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(derived.AsSpan(i * 4), words[taken[i]]);
        }
        return derived;
    }

    private static void Begin(Span<uint> words, ReadOnlySpan<byte> key)
    {
        var constant = "expand 32-byte k"u8;
        for (var i = 0; i < 4; i++)
        {
            words[i * 5] = BinaryPrimitives.ReadUInt32LittleEndian(constant[(i * 4)..]);
            words[1 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(i * 4)..]);
            words[11 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(16 + (i * 4))..]);
        }
    }

    private static void Mix(Span<uint> words)
    {
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                Quarter(
                    words,
                    i * 5,
                    ((i + 1) % 4 * 4) + i,
                    ((i + 2) % 4 * 4) + i,
                    ((i + 3) % 4 * 4) + i
                );
            }
            for (var i = 0; i < 4; i++)
            {
                Quarter(
                    words,
                    i * 5,
                    (i * 4) + ((i + 1) % 4),
                    (i * 4) + ((i + 2) % 4),
                    (i * 4) + ((i + 3) % 4)
                );
            }
        }
    }

    private static void Quarter(Span<uint> words, int a, int b, int c, int d)
    {
        words[b] ^= BitOperations.RotateLeft(words[a] + words[d], 7);
        words[c] ^= BitOperations.RotateLeft(words[b] + words[a], 9);
        words[d] ^= BitOperations.RotateLeft(words[c] + words[b], 13);
        words[a] ^= BitOperations.RotateLeft(words[d] + words[c], 18);
    }
}
