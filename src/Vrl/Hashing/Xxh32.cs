using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Hashing;

/// <summary>xxHash of 32 bits, seed 0.</summary>
internal static class Xxh32
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var length = (uint)data.Length;
        uint hash;
        if (data.Length >= 16)
        {
            uint a = unchecked(Prime1 + Prime2),
                b = Prime2,
                c = 0,
                d = unchecked(0 - Prime1);
            for (; data.Length >= 16; data = data[16..])
            {
                a = Round(a, Read(data));
                b = Round(b, Read(data[4..]));
                c = Round(c, Read(data[8..]));
                d = Round(d, Read(data[12..]));
            }
            hash =
                BitOperations.RotateLeft(a, 1)
                + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12)
                + BitOperations.RotateLeft(d, 18);
        }
        else
        {
            hash = Prime5;
        }
        hash += length;
        for (; data.Length >= 4; data = data[4..])
        {
            hash = BitOperations.RotateLeft(hash + (Read(data) * Prime3), 17) * Prime4;
        }
        foreach (var one in data)
        {
            hash = BitOperations.RotateLeft(hash + (one * Prime5), 11) * Prime1;
        }
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Round(uint lane, uint input) =>
        BitOperations.RotateLeft(lane + (input * Prime2), 13) * Prime1;

    private static uint Read(ReadOnlySpan<byte> data) =>
        BinaryPrimitives.ReadUInt32LittleEndian(data);
}
