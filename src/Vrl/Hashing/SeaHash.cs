using System.Buffers.Binary;

namespace Freshet.Vrl.Hashing;

/// <summary>SeaHash, version 4 of its reference, with its default seeds: four lanes that take a word of 8 bytes each in turn.</summary>
internal static class SeaHash
{
    private const ulong Diffusion = 0x6EED0E9DA4D94A4F;

    public static ulong Compute(ReadOnlySpan<byte> data)
    {
        ulong a = 0x16F11FE89B0D677C,
            b = 0xB480A793D8E6C86C,
            c = 0x6FE2E5AAF078EBC9,
            d = 0x14F994A4C5259381;
        var length = (ulong)data.Length;
        for (; data.Length >= 8; data = data[8..])
        {
            (a, b, c, d) = (b, c, d, Diffuse(a ^ BinaryPrimitives.ReadUInt64LittleEndian(data)));
        }
        if (!data.IsEmpty)
        {
            Span<byte> last = stackalloc byte[8];
            last.Clear();
            data.CopyTo(last);
            a = Diffuse(a ^ BinaryPrimitives.ReadUInt64LittleEndian(last));
        }
        return Diffuse(a ^ b ^ c ^ d ^ length);
    }

    private static ulong Diffuse(ulong value)
    {
        value *= Diffusion;
        value ^= (value >> 32) >> (int)(value >> 60);
        return value * Diffusion;
    }
}
