using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Freshet.Journal.Segments;

/// <summary>
/// What each record begins with, 24 bytes: the CRC-32C of everything behind it, salted with the segment's salt (u32), the length of the payload
/// (u32), the sequence (i64) and the time at which it was journaled, in ticks of UTC (i64). The <see cref="Payload"/> follows.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordHeader(uint Sum, int PayloadLength, long Sequence, long Ticks)
{
    public const int Size = 24;

    /// <summary>What a length beyond is damage: a body of a gigabyte, which is as large as one may be, and what is known of it.</summary>
    public const int LongestPayload = (1 << 30) + (1 << 27);

    public int RecordLength => Size + PayloadLength;

    public DateTimeOffset Time => new(Ticks, TimeSpan.Zero);

    /// <summary>Reads the header of a record, if those bytes can be one: the sum was not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out RecordHeader header)
    {
        header = default;
        if (from.Length < Size)
        {
            return false;
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(from[4..]);
        var sequence = BinaryPrimitives.ReadInt64LittleEndian(from[8..]);
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(from[16..]);
        if (
            length is < Payload.Shortest or > LongestPayload
            || sequence <= 0
            || ticks < 0
            || ticks > DateTime.MaxValue.Ticks
        )
        {
            return false;
        }
        header = new(BinaryPrimitives.ReadUInt32LittleEndian(from), (int)length, sequence, ticks);
        return true;
    }

    /// <summary>Whether the record, header and payload, is as it was written.</summary>
    public bool IsWhole(ReadOnlySpan<byte> record, uint salt) =>
        Crc32C.Of(record[sizeof(uint)..RecordLength], salt) == Sum;

    /// <summary>Writes the header before the payload that stands in the record already.</summary>
    public static void Write(Span<byte> record, long sequence, long ticks, uint salt)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], record.Length - Size);
        BinaryPrimitives.WriteInt64LittleEndian(record[8..], sequence);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], ticks);
        BinaryPrimitives.WriteUInt32LittleEndian(record, Crc32C.Of(record[4..], salt));
    }
}
