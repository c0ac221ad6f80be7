using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Journal.Segments;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <param name="bytes">What is summed.</param>
    /// <param name="before">The sum of what stands before it, to go on from; any other number makes sums that only who knows it can make.</param>
    public static uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        var crc = ~before;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var octet in bytes)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }
        return ~crc;
    }
}
