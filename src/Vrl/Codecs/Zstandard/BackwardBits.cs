using System.Buffers.Binary;
using System.Numerics;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>Reads bits from the end of a stream to its begin (RFC 8878, 4.1): the highest bit that is set in the last byte ends it, and is none of it.</summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> data;

    private BackwardBits(ReadOnlySpan<byte> data, int left)
    {
        this.data = data;
        Left = left;
    }

    /// <summary>Bits that are left; below zero where more were read than there are, the rest of which read as zeros.</summary>
    public int Left { get; private set; }

    public static bool TryOpen(ReadOnlySpan<byte> data, out BackwardBits bits)
    {
        if (data.IsEmpty || data[^1] == 0)
        {
            bits = default;
            return false;
        }
        bits = new(data, ((data.Length - 1) * 8) + BitOperations.Log2(data[^1]));
        return true;
    }

    /// <summary>The next bits, the first the highest; at most 32.</summary>
    public uint Read(int count)
    {
        var value = Peek(count);
        Left -= count;
        return value;
    }

    /// <inheritdoc cref="Read"/>
    public readonly uint Peek(int count)
    {
        var there = Math.Clamp(Left, 0, count);
        return there == 0 ? 0 : (uint)(At(Left - there, there) << (count - there));
    }

    public void Skip(int count) => Left -= count;

    private readonly ulong At(int position, int count)
    {
        var first = position / 8;
        ulong word;
        if (data.Length - first >= sizeof(ulong))
        {
            word = BinaryPrimitives.ReadUInt64LittleEndian(data[first..]);
        }
        else
        {
            Span<byte> last = stackalloc byte[sizeof(ulong)];
            last.Clear();
            data[first..].CopyTo(last);
            word = BinaryPrimitives.ReadUInt64LittleEndian(last);
        }
        return (word >> (position % 8)) & ((1UL << count) - 1);
    }
}
