using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Freshet.Journal.Segments;

/// <summary>
/// What a segment's file begins with, 32 bytes, little-endian as all numbers of a journal: 8 of <see cref="Magic"/>, the version (u32), the salt (u32),
/// the first sequence (i64), 4 that are 0, and the CRC-32C of the 28 before it.
/// </summary>
/// <param name="First">The sequence of the segment's first record, which its name says too.</param>
/// <param name="Salt">
/// What the sums of its records begin with. A text that looks like a record, in an event or in a block of the disk that was used before, is
/// none: whoever made it did not know the salt.
/// </param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SegmentHeader(long First, uint Salt)
{
    public const int Size = 32;

    /// <summary>The one version of the form that there is.</summary>
    public const uint Version = 1;

    private const int SummedSize = Size - sizeof(uint);

    private static ReadOnlySpan<byte> Magic => "FRESHETL"u8;

    public static SegmentHeader For(long first) =>
        new(first, BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));

    public void Write(Span<byte> into)
    {
        into[..Size].Clear();
        Magic.CopyTo(into);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(into[12..], Salt);
        BinaryPrimitives.WriteInt64LittleEndian(into[16..], First);
        BinaryPrimitives.WriteUInt32LittleEndian(into[SummedSize..], Crc32C.Of(into[..SummedSize]));
    }

    /// <summary>Reads a header.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    /// <exception cref="JournalUnavailableException">It is whole, and of a version that this one does not know.</exception>
    public static string? Read(ReadOnlySpan<byte> from, out SegmentHeader header)
    {
        header = default;
        if (from.Length < Size)
        {
            return "it is shorter than its header";
        }
        if (!from.StartsWith(Magic))
        {
            return "it is no segment of a journal";
        }
        if (
            Crc32C.Of(from[..SummedSize])
            != BinaryPrimitives.ReadUInt32LittleEndian(from[SummedSize..])
        )
        {
            return "its header is damaged";
        }
        var version = BinaryPrimitives.ReadUInt32LittleEndian(from[8..]);
        if (version != Version)
        {
            throw new JournalUnavailableException(
                $"it has version {version} of the form, and this Freshet knows version {Version}"
            );
        }
        header = new(
            BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BinaryPrimitives.ReadUInt32LittleEndian(from[12..])
        );
        return null;
    }
}
