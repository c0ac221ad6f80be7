using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Hashing;

/// <summary>SHA-3 (FIPS 202). The framework has it only where the platform has, and never with 224 bits.</summary>
internal static class Sha3
{
    // csharpier-ignore
    private static ReadOnlySpan<ulong> RoundConstants =>
        [
            0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000,
            0x000000000000808B, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
            0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
            0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003,
            0x8000000000008002, 0x8000000000000080, 0x000000000000800A, 0x800000008000000A,
            0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008
        ];

    /// <summary>The way that lanes move in a round, and how far each is turned on it.</summary>
    private static ReadOnlySpan<byte> Lanes =>
        [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    private static ReadOnlySpan<byte> Turns =>
        [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];

    /// <param name="bits">Bits of the hash: 224, 256, 384 or 512.</param>
    /// <param name="data">What is hashed.</param>
    public static byte[] HashData(int bits, ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        var rate = 200 - (bits / 4);
        for (; data.Length >= rate; data = data[rate..])
        {
            Absorb(state, data[..rate]);
        }
        Span<byte> last = stackalloc byte[rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x06;
        last[^1] |= 0x80;
        Absorb(state, last);
        Span<byte> bytes = stackalloc byte[200];
        for (var i = 0; i < state.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[(i * 8)..], state[i]);
        }
        return bytes[..(bits / 8)].ToArray();
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < block.Length / 8; i++)
        {
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        }
        foreach (var constant in RoundConstants)
        {
            Round(state);
            state[0] ^= constant;
        }
    }

    private static void Round(Span<ulong> state)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
        {
            row[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }
        for (var x = 0; x < 5; x++)
        {
            var change = row[(x + 4) % 5] ^ BitOperations.RotateLeft(row[(x + 1) % 5], 1);
            for (var y = 0; y < 25; y += 5)
            {
                state[x + y] ^= change;
            }
        }
        var moving = state[1];
        for (var i = 0; i < Lanes.Length; i++)
        {
            var lane = Lanes[i];
            (moving, state[lane]) = (state[lane], BitOperations.RotateLeft(moving, Turns[i]));
        }
        for (var y = 0; y < 25; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++)
            {
                state[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
