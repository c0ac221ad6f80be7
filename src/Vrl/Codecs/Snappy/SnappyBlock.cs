using System.Buffers.Binary;

namespace Freshet.Vrl.Codecs.Snappy;

/// <summary>Snappy's raw format: the length, then literals and copies of what was before.</summary>
internal static class SnappyBlock
{
    /// <summary>Inputs are compressed in parts of this size, so that no copy reaches farther back than two bytes can say.</summary>
    private const int FragmentSize = 1 << 16;

    private const int HashBits = 14;

    /// <summary>Parts shorter than this are literals: nothing would be won.</summary>
    private const int ShortestFragment = 17;

    /// <summary>What the block stands for; null where it is none, or where that is too large.</summary>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlySpan<byte> block)
    {
        if (!TryReadVarint(ref block, out var size) || size > BoundedBuffer.DefaultLimit)
        {
            return null;
        }
        var output = new BoundedBuffer((int)size);
        while (!block.IsEmpty)
        {
            var tag = block[0];
            block = block[1..];
            if (
                !(
                    tag % 4 == 0
                        ? TryLiteral(ref block, tag >> 2, output)
                        : TryCopy(ref block, tag, output)
                )
            )
            {
                return null;
            }
        }
        // Not by a conditional: null would become empty memory.
        if (output.Left > 0)
        {
            return null;
        }
        return output.Memory;
    }

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var output = new List<byte>((data.Length / 2) + 16);
        var size = (uint)data.Length;
        for (; size >= 128; size >>= 7)
        {
            output.Add((byte)(size | 128));
        }
        output.Add((byte)size);
        var seen = new ushort[1 << HashBits];
        for (; !data.IsEmpty; data = data[Math.Min(FragmentSize, data.Length)..])
        {
            Array.Clear(seen);
            EncodeFragment(output, data[..Math.Min(FragmentSize, data.Length)], seen);
        }
        return [.. output];
    }

    private static void EncodeFragment(List<byte> output, ReadOnlySpan<byte> data, ushort[] seen)
    {
        var literals = 0;
        // The first byte is never matched, so that a place of 0 can be none.
        var at = 1;
        while (data.Length >= ShortestFragment && at <= data.Length - 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
            ref var place = ref seen[(word * 0x1E35A7BD) >> (32 - HashBits)];
            var candidate = (int)place;
            place = (ushort)at;
            if (BinaryPrimitives.ReadUInt32LittleEndian(data[candidate..]) != word)
            {
                at += 1 + ((at - literals) >> 5);
                continue;
            }
            AppendLiterals(output, data[literals..at]);
            var length = data[at..].CommonPrefixLength(data[candidate..]);
            AppendCopy(output, at - candidate, length);
            at += length;
            literals = at;
        }
        AppendLiterals(output, data[literals..]);
    }

    private static void AppendLiterals(List<byte> output, ReadOnlySpan<byte> literals)
    {
        if (literals.IsEmpty)
        {
            return;
        }
        var last = literals.Length - 1;
        if (last < 60)
        {
            output.Add((byte)(last << 2));
        }
        else if (last < 256)
        {
            output.Add(60 << 2);
            output.Add((byte)last);
        }
        else
        {
            output.Add(61 << 2);
            output.Add((byte)last);
            output.Add((byte)(last >> 8));
        }
        output.AddRange(literals);
    }

    private static void AppendCopy(List<byte> output, int distance, int length)
    {
        // A copy is of 4 to 64 bytes: none of less than 4 may be left over.
        for (; length > 64; length -= length >= 68 ? 64 : 60)
        {
            AppendLongCopy(output, distance, length >= 68 ? 64 : 60);
        }
        if (length >= 12 || distance >= 2048)
        {
            AppendLongCopy(output, distance, length);
            return;
        }
        output.Add((byte)(1 | ((length - 4) << 2) | (distance >> 8 << 5)));
        output.Add((byte)distance);
    }

    private static void AppendLongCopy(List<byte> output, int distance, int length)
    {
        output.Add((byte)(2 | ((length - 1) << 2)));
        output.Add((byte)distance);
        output.Add((byte)(distance >> 8));
    }

    private static bool TryLiteral(ref ReadOnlySpan<byte> block, int last, BoundedBuffer output)
    {
        long length = last + 1;
        if (last >= 60)
        {
            if (!TryReadNumber(ref block, last - 59, out var number))
            {
                return false;
            }
            length = number + 1L;
        }
        if (length > block.Length || !output.TryAppend(block[..(int)length]))
        {
            return false;
        }
        block = block[(int)length..];
        return true;
    }

    private static bool TryCopy(ref ReadOnlySpan<byte> block, int tag, BoundedBuffer output)
    {
        var kind = tag % 4;
        if (!TryReadNumber(ref block, kind == 3 ? 4 : kind, out var distance))
        {
            return false;
        }
        var length = kind == 1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
        if (kind == 1)
        {
            distance |= (uint)(tag >> 5) << 8;
        }
        return distance > 0 && distance <= output.Count && output.TryCopy((int)distance, length);
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> block, int bytes, out uint number)
    {
        number = 0;
        if (block.Length < bytes)
        {
            return false;
        }
        for (var i = 0; i < bytes; i++)
        {
            number |= (uint)block[i] << (8 * i);
        }
        block = block[bytes..];
        return true;
    }

    private static bool TryReadVarint(ref ReadOnlySpan<byte> block, out uint number)
    {
        ulong value = 0;
        for (var i = 0; i < Math.Min(5, block.Length); i++)
        {
            value |= (ulong)(block[i] & 127) << (7 * i);
            if (block[i] < 128)
            {
                block = block[(i + 1)..];
                number = (uint)value;
                return value <= uint.MaxValue;
            }
        }
        number = 0;
        return false;
    }
}
