using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Hashing;

/// <summary>xxHash of 64 bits, seed 0.</summary>
internal static class Xxh64
{
    internal const ulong Prime1 = 0x9E3779B185EBCA87;
    internal const ulong Prime2 = 0xC2B2AE3D27D4EB4F;
    internal const ulong Prime3 = 0x165667B19E3779F9;
    internal const ulong Prime4 = 0x85EBCA77C2B2AE63;
    internal const ulong Prime5 = 0x27D4EB2F165667C5;

    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        var length = (ulong)data.Length;
        ulong hash;
        if (data.Length >= 32)
        {
            ulong a = unchecked(Prime1 + Prime2),
                b = Prime2,
                c = 0,
                d = unchecked(0 - Prime1);
            for (; data.Length >= 32; data = data[32..])
            {
                a = Round(a, Read(data));
                b = Round(b, Read(data[8..]));
                c = Round(c, Read(data[16..]));
                d = Round(d, Read(data[24..]));
            }
            hash =
                BitOperations.RotateLeft(a, 1)
                + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12)
                + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = Prime5;
        }
        hash += length;
        for (; data.Length >= 8; data = data[8..])
        {
            hash = (BitOperations.RotateLeft(hash ^ Round(0, Read(data)), 27) * Prime1) + Prime4;
        }
        if (data.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(data) * Prime1;
            hash = (BitOperations.RotateLeft(hash, 23) * Prime2) + Prime3;
            data = data[4..];
        }
        foreach (var one in data)
        {
            hash = BitOperations.RotateLeft(hash ^ (one * Prime5), 11) * Prime1;
        }
        return Avalanche(hash);
    }

    internal static ulong Avalanche(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * Prime2;
        hash = (hash ^ (hash >> 29)) * Prime3;
        return hash ^ (hash >> 32);
    }

    private static ulong Round(ulong lane, ulong input) =>
        BitOperations.RotateLeft(lane + (input * Prime2), 31) * Prime1;

    private static ulong Merge(ulong hash, ulong lane) =>
        ((hash ^ Round(0, lane)) * Prime1) + Prime4;

    private static ulong Read(ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadUInt64LittleEndian(data);
}
