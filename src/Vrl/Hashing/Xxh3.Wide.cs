using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Hashing;

/// <content>The hash of 128 bits.</content>
internal static partial class Xxh3
{
    public static UInt128 Compute128(ReadOnlySpan<byte> data)
    {
        var length = data.Length;
        return length switch
        {
            0 => new(Xxh64.Avalanche(Key(80) ^ Key(88)), Xxh64.Avalanche(Key(64) ^ Key(72))),
            <= 3 => Wide1To3(data),
            <= 8 => Wide4To8(data),
            <= 16 => Wide9To16(data),
            <= 240 => WideMiddle(data),
            _ => WideLong(data),
        };
    }

    private static UInt128 Wide1To3(ReadOnlySpan<byte> data)
    {
        var combined = Combine1To3(data);
        var turned = BitOperations.RotateLeft(BinaryPrimitives.ReverseEndianness(combined), 13);
        return new(
            Xxh64.Avalanche(turned ^ (ulong)(Key32(8) ^ Key32(12))),
            Xxh64.Avalanche(combined ^ (ulong)(Key32(0) ^ Key32(4)))
        );
    }

    private static UInt128 Wide4To8(ReadOnlySpan<byte> data)
    {
        var value = Read32(data, 0) + ((ulong)Read32(data, data.Length - 4) << 32);
        var keyed = value ^ (Key(16) ^ Key(24));
        var high = Math.BigMul(keyed, Xxh64.Prime1 + ((ulong)data.Length << 2), out ulong low);
        high += low << 1;
        low ^= high >> 3;
        low = (low ^ (low >> 35)) * PrimeMixB;
        low ^= low >> 28;
        return new(Avalanche(high), low);
    }

    private static UInt128 Wide9To16(ReadOnlySpan<byte> data)
    {
        var length = (ulong)data.Length;
        var first = Read(data, 0);
        var last = Read(data, data.Length - 8);
        var high = Math.BigMul(first ^ last ^ (Key(32) ^ Key(40)), Xxh64.Prime1, out ulong low);
        low += (length - 1) << 54;
        last ^= Key(48) ^ Key(56);
        high += last + ((last & uint.MaxValue) * (Prime32B - 1UL));
        low ^= BinaryPrimitives.ReverseEndianness(high);
        var outerHigh = Math.BigMul(low, Xxh64.Prime2, out ulong outerLow);
        return new(Avalanche(outerHigh + (high * Xxh64.Prime2)), Avalanche(outerLow));
    }

    private static UInt128 WideMiddle(ReadOnlySpan<byte> data)
    {
        var length = data.Length;
        var low = (ulong)length * Xxh64.Prime1;
        ulong high = 0;
        if (length <= 128)
        {
            for (var i = (length - 1) / 32; i >= 0; i--)
            {
                Mix32(ref low, ref high, data, i * 16, length - (16 * (i + 1)), i * 32);
            }
        }
        else
        {
            for (var i = 0; i < 4; i++)
            {
                Mix32(ref low, ref high, data, i * 32, (i * 32) + 16, i * 32);
            }
            low = Avalanche(low);
            high = Avalanche(high);
            for (var i = 4; i < length / 32; i++)
            {
                Mix32(ref low, ref high, data, i * 32, (i * 32) + 16, 3 + ((i - 4) * 32));
            }
            Mix32(ref low, ref high, data, length - 16, length - 32, 136 - 17 - 16);
        }
        var sum = low + high;
        var product = (low * Xxh64.Prime1) + (high * Xxh64.Prime4) + ((ulong)length * Xxh64.Prime2);
        return new(0 - Avalanche(product), Avalanche(sum));
    }

    private static UInt128 WideLong(ReadOnlySpan<byte> data)
    {
        var sums = Accumulate(data, stackalloc ulong[8]);
        var length = (ulong)data.Length;
        return new(
            Merge(sums, Secret.Length - StripeSize - 11, ~(length * Xxh64.Prime2)),
            Merge(sums, 11, length * Xxh64.Prime1)
        );
    }

    private static void Mix32(
        ref ulong low,
        ref ulong high,
        ReadOnlySpan<byte> data,
        int first,
        int second,
        int secret
    )
    {
        low += Mix16(data, first, secret);
        low ^= Read(data, second) + Read(data, second + 8);
        high += Mix16(data, second, secret + 16);
        high ^= Read(data, first) + Read(data, first + 8);
    }
}
