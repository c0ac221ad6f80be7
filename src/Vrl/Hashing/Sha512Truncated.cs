using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Freshet.Vrl.Hashing;

/// <summary>SHA-512/t (FIPS 180-4, 5.3.6), which the framework lacks: SHA-512 with first values made by itself, cut to t bits.</summary>
internal static class Sha512Truncated
{
    private const int BlockSize = 128;

    /// <summary>What the values that the first values are made with are combined with.</summary>
    private const ulong Marker = 0xA5A5A5A5A5A5A5A5;

    private static readonly ulong[] First224 = MakeFirst(224);
    private static readonly ulong[] First256 = MakeFirst(256);

    // csharpier-ignore
    private static ReadOnlySpan<ulong> Constants =>
        [
            0x428A2F98D728AE22, 0x7137449123EF65CD, 0xB5C0FBCFEC4D3B2F, 0xE9B5DBA58189DBBC,
            0x3956C25BF348B538, 0x59F111F1B605D019, 0x923F82A4AF194F9B, 0xAB1C5ED5DA6D8118,
            0xD807AA98A3030242, 0x12835B0145706FBE, 0x243185BE4EE4B28C, 0x550C7DC3D5FFB4E2,
            0x72BE5D74F27B896F, 0x80DEB1FE3B1696B1, 0x9BDC06A725C71235, 0xC19BF174CF692694,
            0xE49B69C19EF14AD2, 0xEFBE4786384F25E3, 0x0FC19DC68B8CD5B5, 0x240CA1CC77AC9C65,
            0x2DE92C6F592B0275, 0x4A7484AA6EA6E483, 0x5CB0A9DCBD41FBD4, 0x76F988DA831153B5,
            0x983E5152EE66DFAB, 0xA831C66D2DB43210, 0xB00327C898FB213F, 0xBF597FC7BEEF0EE4,
            0xC6E00BF33DA88FC2, 0xD5A79147930AA725, 0x06CA6351E003826F, 0x142929670A0E6E70,
            0x27B70A8546D22FFC, 0x2E1B21385C26C926, 0x4D2C6DFC5AC42AED, 0x53380D139D95B3DF,
            0x650A73548BAF63DE, 0x766A0ABB3C77B2A8, 0x81C2C92E47EDAEE6, 0x92722C851482353B,
            0xA2BFE8A14CF10364, 0xA81A664BBC423001, 0xC24B8B70D0F89791, 0xC76C51A30654BE30,
            0xD192E819D6EF5218, 0xD69906245565A910, 0xF40E35855771202A, 0x106AA07032BBD1B8,
            0x19A4C116B8D2D0C8, 0x1E376C085141AB53, 0x2748774CDF8EEB99, 0x34B0BCB5E19B48A8,
            0x391C0CB3C5C95A63, 0x4ED8AA4AE3418ACB, 0x5B9CCA4F7763E373, 0x682E6FF3D6B2B8A3,
            0x748F82EE5DEFB2FC, 0x78A5636F43172F60, 0x84C87814A1F0AB72, 0x8CC702081A6439EC,
            0x90BEFFFA23631E28, 0xA4506CEBDE82BDE9, 0xBEF9A3F7B2C67915, 0xC67178F2E372532B,
            0xCA273ECEEA26619C, 0xD186B8C721C0C207, 0xEADA7DD6CDE0EB1E, 0xF57D4F7FEE6ED178,
            0x06F067AA72176FBA, 0x0A637DC5A2C898A6, 0x113F9804BEF90DAE, 0x1B710B35131C471B,
            0x28DB77F523047D84, 0x32CAAB7B40C72493, 0x3C9EBE0A15C9BEBC, 0x431D67C49C100D4C,
            0x4CC5D4BECB3E42B6, 0x597F299CFC657E2A, 0x5FCB6FAB3AD6FAEC, 0x6C44198C4A475817
        ];

    // csharpier-ignore
    private static ReadOnlySpan<ulong> FirstOf512 =>
        [
            0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
            0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179
        ];

    public static byte[] HashData224(ReadOnlySpan<byte> data) => Hash(data, First224)[..28];

    public static byte[] HashData256(ReadOnlySpan<byte> data) => Hash(data, First256)[..32];

    private static ulong[] MakeFirst(int bits)
    {
        var marked = FirstOf512.ToArray();
        for (var i = 0; i < marked.Length; i++)
        {
            marked[i] ^= Marker;
        }
        var hash = Hash(Encoding.ASCII.GetBytes($"SHA-512/{bits}"), marked);
        for (var i = 0; i < marked.Length; i++)
        {
            marked[i] = BinaryPrimitives.ReadUInt64BigEndian(hash.AsSpan(i * 8));
        }
        return marked;
    }

    private static byte[] Hash(ReadOnlySpan<byte> data, ReadOnlySpan<ulong> first)
    {
        Span<ulong> state = stackalloc ulong[8];
        first.CopyTo(state);
        var bits = (ulong)data.Length * 8;
        for (; data.Length >= BlockSize; data = data[BlockSize..])
        {
            Compress(state, data);
        }
        Span<byte> last = stackalloc byte[BlockSize * 2];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x80;
        last = last[..(data.Length < BlockSize - 16 ? BlockSize : BlockSize * 2)];
        BinaryPrimitives.WriteUInt64BigEndian(last[^8..], bits);
        for (var rest = last; !rest.IsEmpty; rest = rest[BlockSize..])
        {
            Compress(state, rest);
        }
        var hash = new byte[64];
        for (var i = 0; i < 8; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(i * 8), state[i]);
        }
        return hash;
    }

    private static void Compress(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        Span<ulong> words = stackalloc ulong[80];
        for (var i = 0; i < 16; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64BigEndian(block[(i * 8)..]);
        }
        for (var i = 16; i < 80; i++)
        {
            words[i] =
                words[i - 16]
                + Small(words[i - 15], 1, 8, 7)
                + words[i - 7]
                + Small(words[i - 2], 19, 61, 6);
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
        for (var i = 0; i < 80; i++)
        {
            var first = h + Large(e, 14, 18, 41) + ((e & f) ^ (~e & g)) + Constants[i] + words[i];
            var second = Large(a, 28, 34, 39) + ((a & b) ^ (a & c) ^ (b & c));
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

    private static ulong Small(ulong word, int first, int second, int shift) =>
        BitOperations.RotateRight(word, first)
        ^ BitOperations.RotateRight(word, second)
        ^ (word >> shift);

    private static ulong Large(ulong word, int first, int second, int third) =>
        BitOperations.RotateRight(word, first)
        ^ BitOperations.RotateRight(word, second)
        ^ BitOperations.RotateRight(word, third);
}
