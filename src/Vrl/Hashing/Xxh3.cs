using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Hashing;

/// <summary>XXH3 of 64 and 128 bits, seed 0, default secret, by the xxHash specification 0.8. The inputs' lengths decide between five ways.</summary>
internal static partial class Xxh3
{
    private const uint Prime32A = 0x9E3779B1;
    private const uint Prime32B = 0x85EBCA77;
    private const uint Prime32C = 0xC2B2AE3D;
    private const ulong PrimeMixA = 0x165667919E3779F9;
    private const ulong PrimeMixB = 0x9FB21C651E98DF25;

    /// <summary>Bytes of the secret that the long way uses for its last part and for merging.</summary>
    private const int StripeSize = 64;

    private static readonly byte[] Secret = Convert.FromHexString(
        "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
            + "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
            + "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
            + "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
            + "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
            + "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e"
    );

    public static ulong Compute64(ReadOnlySpan<byte> data)
    {
        var length = data.Length;
        return length switch
        {
            0 => Xxh64.Avalanche(Key(56) ^ Key(64)),
            <= 3 => Xxh64.Avalanche(Combine1To3(data) ^ (Key32(0) ^ Key32(4))),
            <= 8 => Hash4To8(data),
            <= 16 => Hash9To16(data),
            <= 240 => HashMiddle(data),
            _ => Merge(
                Accumulate(data, stackalloc ulong[8]),
                11,
                unchecked((ulong)length * Xxh64.Prime1)
            ),
        };
    }

    private static ulong Hash4To8(ReadOnlySpan<byte> data)
    {
        var (first, last) = (Read32(data, 0), Read32(data, data.Length - 4));
        var keyed = (last + ((ulong)first << 32)) ^ (Key(8) ^ Key(16));
        var hash =
            keyed ^ BitOperations.RotateLeft(keyed, 49) ^ BitOperations.RotateLeft(keyed, 24);
        hash *= PrimeMixB;
        hash ^= (hash >> 35) + (ulong)data.Length;
        hash *= PrimeMixB;
        return hash ^ (hash >> 28);
    }

    private static ulong Hash9To16(ReadOnlySpan<byte> data)
    {
        var low = Read(data, 0) ^ (Key(24) ^ Key(32));
        var high = Read(data, data.Length - 8) ^ (Key(40) ^ Key(48));
        return Avalanche(
            (ulong)data.Length + BinaryPrimitives.ReverseEndianness(low) + high + Fold(low, high)
        );
    }

    private static ulong HashMiddle(ReadOnlySpan<byte> data)
    {
        var length = data.Length;
        var hash = (ulong)length * Xxh64.Prime1;
        if (length <= 128)
        {
            for (var i = (length - 1) / 32; i >= 0; i--)
            {
                hash +=
                    Mix16(data, i * 16, i * 32)
                    + Mix16(data, length - (16 * (i + 1)), (i * 32) + 16);
            }
            return Avalanche(hash);
        }
        for (var i = 0; i < 8; i++)
        {
            hash += Mix16(data, i * 16, i * 16);
        }
        hash = Avalanche(hash);
        for (var i = 8; i < length / 16; i++)
        {
            hash += Mix16(data, i * 16, ((i - 8) * 16) + 3);
        }
        return Avalanche(hash + Mix16(data, length - 16, 136 - 17));
    }

    /// <summary>The long way's eight sums: stripes of 64 bytes, each with another part of the secret, scrambled after each block of 16.</summary>
    private static ReadOnlySpan<ulong> Accumulate(ReadOnlySpan<byte> data, Span<ulong> sums)
    {
        sums[0] = Prime32C;
        sums[1] = Xxh64.Prime1;
        sums[2] = Xxh64.Prime2;
        sums[3] = Xxh64.Prime3;
        sums[4] = Xxh64.Prime4;
        sums[5] = Prime32B;
        sums[6] = Xxh64.Prime5;
        sums[7] = Prime32A;
        var stripesOfBlock = (Secret.Length - StripeSize) / 8;
        var stripes = (data.Length - 1) / StripeSize;
        for (var i = 0; i < stripes; i++)
        {
            var inBlock = i % stripesOfBlock;
            AddStripe(sums, data[(i * StripeSize)..], inBlock * 8);
            if (inBlock == stripesOfBlock - 1)
            {
                Scramble(sums);
            }
        }
        AddStripe(sums, data[^StripeSize..], Secret.Length - StripeSize - 7);
        return sums;
    }

    private static void AddStripe(Span<ulong> sums, ReadOnlySpan<byte> stripe, int secret)
    {
        for (var i = 0; i < 8; i++)
        {
            var value = Read(stripe, i * 8);
            var keyed = value ^ Key(secret + (i * 8));
            sums[i ^ 1] += value;
            sums[i] += (keyed & uint.MaxValue) * (keyed >> 32);
        }
    }

    private static void Scramble(Span<ulong> sums)
    {
        for (var i = 0; i < 8; i++)
        {
            var sum = sums[i];
            sums[i] = (sum ^ (sum >> 47) ^ Key(Secret.Length - StripeSize + (i * 8))) * Prime32A;
        }
    }

    private static ulong Merge(ReadOnlySpan<ulong> sums, int secret, ulong hash)
    {
        for (var i = 0; i < 4; i++)
        {
            hash += Fold(
                sums[2 * i] ^ Key(secret + (16 * i)),
                sums[(2 * i) + 1] ^ Key(secret + (16 * i) + 8)
            );
        }
        return Avalanche(hash);
    }

    private static ulong Mix16(ReadOnlySpan<byte> data, int at, int secret) =>
        Fold(Read(data, at) ^ Key(secret), Read(data, at + 8) ^ Key(secret + 8));

    /// <summary>One to three bytes and their number as one number.</summary>
    private static uint Combine1To3(ReadOnlySpan<byte> data) =>
        ((uint)data[0] << 16)
        | ((uint)data[data.Length >> 1] << 24)
        | data[^1]
        | ((uint)data.Length << 8);

    private static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 37)) * PrimeMixA;
        return hash ^ (hash >> 32);
    }

    /// <summary>Both halves of the product of 128 bits, combined.</summary>
    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private static ulong Key(int at) => Read(Secret, at);

    private static uint Key32(int at) => Read32(Secret, at);

    private static ulong Read(ReadOnlySpan<byte> data, int at) =>
        BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);

    private static uint Read32(ReadOnlySpan<byte> data, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
}
