using System.Buffers.Binary;

namespace Freshet.Vrl.Codecs.Lz4;

/// <summary>The LZ4 block format: literals and copies of what was before, without lengths or checks around them.</summary>
internal static class Lz4Block
{
    private const int MinimumMatch = 4;

    /// <summary>The format ends with five literals, and its last match begins twelve bytes before the end or earlier.</summary>
    private const int LastLiterals = 5;
    private const int MatchMargin = 12;

    private const int FarthestMatch = ushort.MaxValue;
    private const int HashBits = 14;

    /// <summary>Appends what the block stands for; null, or what is wrong with it.</summary>
    /// <param name="block">The block.</param>
    /// <param name="output">What came before in the same frame, and then the result.</param>
    /// <param name="limit">How many bytes the block may stand for.</param>
    public static string? Decode(ReadOnlySpan<byte> block, BoundedBuffer output, int limit)
    {
        var room = (long)output.Count + limit;
        var at = 0;
        do
        {
            if (at == block.Length)
            {
                return "expected another byte, found none";
            }
            var token = block[at++];
            if (!TryReadLength(block, ref at, token >> 4, out var literals))
            {
                return "expected another byte, found none";
            }
            if (literals > block.Length - at)
            {
                return "literal is out of bounds of the input";
            }
            if (output.Count + literals > room || !output.TryAppend(block.Slice(at, (int)literals)))
            {
                return TooSmall(literals);
            }
            at += (int)literals;
            if (at == block.Length)
            {
                return null;
            }
            if (block.Length - at < 2)
            {
                return "expected another byte, found none";
            }
            var distance = BinaryPrimitives.ReadUInt16LittleEndian(block[at..]);
            at += 2;
            if (!TryReadLength(block, ref at, token & 15, out var length))
            {
                return "expected another byte, found none";
            }
            length += MinimumMatch;
            if (output.Count + length > room || length > output.Left)
            {
                return TooSmall(length);
            }
            if (distance == 0 || distance > output.Count)
            {
                return "the offset to copy is not contained in the decompressed buffer";
            }
            output.TryCopy(distance, (int)length);
        } while (true);

        string TooSmall(long more) =>
            $"provided output is too small for the decompressed data, actual {limit}, expected {output.Count - (room - limit) + more}";
    }

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var output = new List<byte>((data.Length / 2) + 16);
        var seen = new int[1 << HashBits];
        var literals = 0;
        var at = 0;
        while (at <= data.Length - MatchMargin)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
            ref var place = ref seen[(word * 2654435761) >> (32 - HashBits)];
            // Places are stored one higher, so that 0 is none.
            var candidate = place - 1;
            place = at + 1;
            if (
                candidate < 0
                || at - candidate > FarthestMatch
                || BinaryPrimitives.ReadUInt32LittleEndian(data[candidate..]) != word
            )
            {
                // The longer nothing is found, the longer the steps.
                at += 1 + ((at - literals) >> 6);
                continue;
            }
            var length = data[at..^LastLiterals].CommonPrefixLength(data[candidate..]);
            Append(output, data[literals..at], at - candidate, length);
            at += length;
            literals = at;
        }
        Append(output, data[literals..], distance: 0, length: 0);
        return [.. output];
    }

    /// <summary>The literals and the match after them; the last literals have none.</summary>
    private static void Append(
        List<byte> output,
        ReadOnlySpan<byte> literals,
        int distance,
        int length
    )
    {
        var matched = distance == 0 ? 0 : length - MinimumMatch;
        output.Add((byte)((Math.Min(literals.Length, 15) << 4) | Math.Min(matched, 15)));
        AppendLength(output, literals.Length);
        output.AddRange(literals);
        if (distance > 0)
        {
            output.Add((byte)distance);
            output.Add((byte)(distance >> 8));
            AppendLength(output, matched);
        }
    }

    private static void AppendLength(List<byte> output, int length)
    {
        if (length >= 15)
        {
            for (length -= 15; length >= 255; length -= 255)
            {
                output.Add(255);
            }
            output.Add((byte)length);
        }
    }

    private static bool TryReadLength(
        ReadOnlySpan<byte> block,
        ref int at,
        int first,
        out long length
    )
    {
        length = first;
        if (first < 15)
        {
            return true;
        }
        byte more;
        do
        {
            if (at == block.Length)
            {
                return false;
            }
            more = block[at++];
            length += more;
        } while (more == 255);
        return true;
    }
}
