using System.Buffers;
using System.Buffers.Binary;

namespace Freshet.Vrl.Protobuf;

/// <summary>Writes protocol buffers' wire format.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public void WriteTag(int number, WireType type) =>
        WriteVarint(((ulong)(uint)number << 3) | (ulong)type);

    public void WriteVarint(ulong value)
    {
        var span = buffer.GetSpan(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }
        span[length++] = (byte)value;
        buffer.Advance(length);
    }

    public void WriteFixed32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.GetSpan(4), value);
        buffer.Advance(4);
    }

    public void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    /// <summary>Writes what is in the wire format already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteVarint((ulong)bytes.Length);
        buffer.Write(bytes);
    }
}
