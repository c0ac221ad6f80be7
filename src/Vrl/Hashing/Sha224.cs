using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Hashing;

/// <summary>SHA-224 (FIPS 180-4), which the framework lacks: SHA-256 with other first values, cut to seven words.</summary>
internal static class Sha224
{
    private const int BlockSize = 64;

    // csharpier-ignore
    private static ReadOnlySpan<uint> Constants =>
        [
            0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4,
            0xAB1C5ED5, 0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE,
            0x9BDC06A7, 0xC19BF174, 0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F,
            0x4A7484AA, 0x5CB0A9DC, 0x76F988DA, 0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7,
            0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967, 0x27B70A85, 0x2E1B2138, 0x4D2C6DFC,
            0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85, 0xA2BFE8A1, 0xA81A664B,
            0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070, 0x19A4C116,
            0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
            0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7,
            0xC67178F2
        ];

    // csharpier-ignore
    private static ReadOnlySpan<uint> First =>
        [
            0xC1059ED8, 0x367CD507, 0x3070DD17, 0xF70E5939, 0xFFC00B31, 0x68581511, 0x64F98FA7,
            0xBEFA4FA4
        ];

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        Span<uint> state = stackalloc uint[8];
        First.CopyTo(state);
        var bits = (ulong)data.Length * 8;
        for (; data.Length >= BlockSize; data = data[BlockSize..])
        {
            Compress(state, data);
        }
        Span<byte> last = stackalloc byte[BlockSize * 2];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x80;
        last = last[..(data.Length < BlockSize - 8 ? BlockSize : BlockSize * 2)];
        BinaryPrimitives.WriteUInt64BigEndian(last[^8..], bits);
        for (var rest = last; !rest.IsEmpty; rest = rest[BlockSize..])
        {
            Compress(state, rest);
        }
        var hash = new byte[28];
        for (var i = 0; i < 7; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(i * 4), state[i]);
        }
        return hash;
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[64];
        for (var i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32BigEndian(block[(i * 4)..]);
        }
        for (var i = 16; i < 64; i++)
        {
            words[i] =
                words[i - 16]
                + Small(words[i - 15], 7, 18, 3)
                + words[i - 7]
                + Small(words[i - 2], 17, 19, 10);
        }
        var (a, b, c, d, e, f, g, h) = (
            state[0],
            state[1],
            state[2],
            state[3],
            state[4],
            state[5],
            state[6],
            state[7]
        );
        for (var i = 0; i < 64; i++)
        {
            var first = h + Large(e, 6, 11, 25) + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            var second = Large(a, 2, 13, 22) + ((a & b) ^ (a & c) ^ (b & c));
            (a, b, c, d, e, f, g, h) = (first + second, a, b, c, d + first, e, f, g);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static uint Small(uint word, int first, int second, int shift) =>
        BitOperations.RotateRight(word, first)
        ^ BitOperations.RotateRight(word, second)
        ^ (word >> shift);

    private static uint Large(uint word, int first, int second, int third) =>
        BitOperations.RotateRight(word, first)
        ^ BitOperations.RotateRight(word, second)
        ^ BitOperations.RotateRight(word, third);
}
