using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Freshet.Journal.Segments;

/// <summary>
/// SipHash-2-4 with 64 bits of result (Aumasson, Bernstein: SipHash, a fast short-input PRF). Ids come from strangers, who must not be able to
/// choose some that all fall on one place of an index: so it takes a key that they do not know.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SipHash(ulong K0, ulong K1)
{
    public const int KeySize = 16;

    public static SipHash WithRandomKey() => Read(RandomNumberGenerator.GetBytes(KeySize));

    /// <summary>The hash with the key that stands in these 16 bytes.</summary>
    public static SipHash Read(ReadOnlySpan<byte> key) =>
        new(
            BinaryPrimitives.ReadUInt64LittleEndian(key),
            BinaryPrimitives.ReadUInt64LittleEndian(key[sizeof(ulong)..])
        );

    /// <summary>Writes the key.</summary>
    public void Write(Span<byte> key)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(key, K0);
        BinaryPrimitives.WriteUInt64LittleEndian(key[sizeof(ulong)..], K1);
    }

    public ulong Of(ReadOnlySpan<byte> message)
    {
        var v0 = K0 ^ 0x736f6d6570736575;
        var v1 = K1 ^ 0x646f72616e646f6d;
        var v2 = K0 ^ 0x6c7967656e657261;
        var v3 = K1 ^ 0x7465646279746573;
        // The last word carries the length in its highest byte.
        var last = (ulong)message.Length << 56;
        while (message.Length >= sizeof(ulong))
        {
            Absorb(BinaryPrimitives.ReadUInt64LittleEndian(message));
            message = message[sizeof(ulong)..];
        }
        for (var i = 0; i < message.Length; i++)
        {
            last |= (ulong)message[i] << (8 * i);
        }
        Absorb(last);
        v2 ^= 0xff;
        for (var i = 0; i < 4; i++)
        {
            Round();
        }
        return v0 ^ v1 ^ v2 ^ v3;

        void Absorb(ulong word)
        {
            v3 ^= word;
            Round();
            Round();
            v0 ^= word;
        }

        void Round()
        {
            v0 += v1;
            v2 += v3;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
