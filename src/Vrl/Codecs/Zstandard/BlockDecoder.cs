using System.Buffers.Binary;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>Decodes the compressed blocks of a frame (RFC 8878, 3.1.1.2.3), of which each may go on with tables and offsets of those before it.</summary>
internal sealed class BlockDecoder
{
    /// <summary>Bytes that a block stands for at most.</summary>
    public const int LargestBlock = 128 << 10;

    private readonly BoundedBuffer output;
    private readonly int frameStart;
    private readonly byte[] literals = new byte[LargestBlock];
    private int literalCount;
    private HuffmanTable? huffman;
    private FseTable? literalLengths;
    private FseTable? matchLengths;
    private FseTable? offsets;
    private RepeatedOffsets repeated = new();

    /// <param name="output">Takes what the blocks stand for; copies do not reach back behind what it has now.</param>
    public BlockDecoder(BoundedBuffer output)
    {
        this.output = output;
        frameStart = output.Count;
    }

    /// <summary>Appends what the block stands for; false where it is none, or the result is too large.</summary>
    public bool TryDecode(ReadOnlySpan<byte> block)
    {
        var most = output.Count + LargestBlock;
        return TryReadLiterals(ref block) && TrySequences(block) && output.Count <= most;
    }

    private bool TryReadLiterals(ref ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty)
        {
            return false;
        }
        var type = block[0] & 3;
        var format = (block[0] >> 2) & 3;
        return type < 2
            ? TryReadPlain(ref block, isRepeated: type == 1, format)
            : TryReadCompressed(ref block, hasTable: type == 2, format);
    }

    private bool TryReadPlain(ref ReadOnlySpan<byte> block, bool isRepeated, int format)
    {
        var header = format switch
        {
            1 => 2,
            3 => 3,
            _ => 1,
        };
        if (!TryReadNumber(ref block, header, out var bits))
        {
            return false;
        }
        literalCount = (int)(bits >> (header == 1 ? 3 : 4));
        var size = isRepeated ? 1 : literalCount;
        if (literalCount > LargestBlock || block.Length < size)
        {
            return false;
        }
        if (isRepeated)
        {
            literals.AsSpan(0, literalCount).Fill(block[0]);
        }
        else
        {
            block[..size].CopyTo(literals);
        }
        block = block[size..];
        return true;
    }

    private bool TryReadCompressed(ref ReadOnlySpan<byte> block, bool hasTable, int format)
    {
        var header = Math.Max(3, format + 2);
        if (!TryReadNumber(ref block, header, out var bits))
        {
            return false;
        }
        var width = header switch
        {
            3 => 10,
            4 => 14,
            _ => 18,
        };
        literalCount = (int)(bits >> 4) & ((1 << width) - 1);
        var size = (int)(bits >> (4 + width));
        if (literalCount > LargestBlock || block.Length < size)
        {
            return false;
        }
        var data = block[..size];
        block = block[size..];
        if (hasTable)
        {
            huffman = HuffmanTable.Read(ref data);
        }
        var target = literals.AsSpan(0, literalCount);
        return huffman is not null
            && (format == 0 ? huffman.TryDecode(data, target) : TryFourStreams(data, target));
    }

    /// <summary>Four streams, each for a quarter; a table says how long the first three are.</summary>
    private bool TryFourStreams(ReadOnlySpan<byte> data, Span<byte> target)
    {
        const int Jumps = 6;
        var part = (target.Length + 3) / 4;
        if (data.Length < Jumps || target.Length < 3 * part)
        {
            return false;
        }
        var jumps = data;
        data = data[Jumps..];
        for (var i = 0; i < 3; i++)
        {
            int size = BinaryPrimitives.ReadUInt16LittleEndian(jumps[(2 * i)..]);
            if (data.Length < size || !huffman!.TryDecode(data[..size], target[..part]))
            {
                return false;
            }
            data = data[size..];
            target = target[part..];
        }
        return huffman!.TryDecode(data, target);
    }

    private bool TrySequences(ReadOnlySpan<byte> block)
    {
        if (!TryReadSequenceCount(ref block, out var count))
        {
            return false;
        }
        if (count == 0)
        {
            return block.IsEmpty && output.TryAppend(literals.AsSpan(0, literalCount));
        }
        if (block.IsEmpty || (block[0] & 3) != 0)
        {
            return false;
        }
        var modes = block[0];
        block = block[1..];
        literalLengths = ReadTable(
            ref block,
            modes >> 6,
            literalLengths,
            SequenceCodes.LiteralLengthTable,
            SequenceCodes.LiteralLengths,
            SequenceCodes.LiteralLengthLog
        );
        offsets = ReadTable(
            ref block,
            (modes >> 4) & 3,
            offsets,
            SequenceCodes.OffsetTable,
            SequenceCodes.Offsets,
            SequenceCodes.OffsetLog
        );
        matchLengths = ReadTable(
            ref block,
            (modes >> 2) & 3,
            matchLengths,
            SequenceCodes.MatchLengthTable,
            SequenceCodes.MatchLengths,
            SequenceCodes.MatchLengthLog
        );
        return literalLengths is not null
            && offsets is not null
            && matchLengths is not null
            && BackwardBits.TryOpen(block, out var bits)
            && TryExecute(ref bits, count, literalLengths, offsets, matchLengths);
    }

    private bool TryExecute(
        ref BackwardBits bits,
        int count,
        FseTable literalLengthTable,
        FseTable offsetTable,
        FseTable matchLengthTable
    )
    {
        var literalState = (int)bits.Read(literalLengthTable.Log);
        var offsetState = (int)bits.Read(offsetTable.Log);
        var matchState = (int)bits.Read(matchLengthTable.Log);
        var taken = 0;
        for (var i = 0; i < count; i++)
        {
            var offsetCode = offsetTable.Symbol(offsetState);
            var value = (1u << offsetCode) + bits.Read(offsetCode);
            var matchCode = matchLengthTable.Symbol(matchState);
            var length =
                SequenceCodes.MatchLengthBases[matchCode]
                + (int)bits.Read(SequenceCodes.MatchLengthBits[matchCode]);
            var literalCode = literalLengthTable.Symbol(literalState);
            var before =
                SequenceCodes.LiteralLengthBases[literalCode]
                + (int)bits.Read(SequenceCodes.LiteralLengthBits[literalCode]);
            if (i < count - 1)
            {
                literalState = literalLengthTable.Next(literalState, ref bits);
                matchState = matchLengthTable.Next(matchState, ref bits);
                offsetState = offsetTable.Next(offsetState, ref bits);
            }
            var offset = repeated.Take(value, hasLiterals: before > 0);
            if (
                bits.Left < 0
                || before > literalCount - taken
                || !output.TryAppend(literals.AsSpan(taken, before))
                || offset == 0
                || offset > output.Count - frameStart
                || !output.TryCopy((int)offset, length)
            )
            {
                return false;
            }
            taken += before;
        }
        return bits.Left == 0 && output.TryAppend(literals.AsSpan(taken, literalCount - taken));
    }

    private static FseTable? ReadTable(
        ref ReadOnlySpan<byte> block,
        int mode,
        FseTable? before,
        FseTable predefined,
        int symbols,
        int longestLog
    )
    {
        switch (mode)
        {
            case 0:
                return predefined;
            case 1:
                if (block.IsEmpty || block[0] >= symbols)
                {
                    return null;
                }
                var single = FseTable.Single(block[0]);
                block = block[1..];
                return single;
            case 2:
                return FseTable.Read(ref block, symbols, longestLog);
            default:
                return before;
        }
    }

    private static bool TryReadSequenceCount(ref ReadOnlySpan<byte> block, out int count)
    {
        count = block.IsEmpty ? 0 : block[0];
        var size = count switch
        {
            < 128 => 1,
            < 255 => 2,
            _ => 3,
        };
        if (block.Length < size)
        {
            return false;
        }
        count = size switch
        {
            1 => count,
            2 => ((count - 128) << 8) + block[1],
            _ => block[1] + (block[2] << 8) + 0x7F00,
        };
        block = block[size..];
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> block, int size, out ulong number)
    {
        number = 0;
        if (block.Length < size)
        {
            return false;
        }
        for (var i = 0; i < size; i++)
        {
            number |= (ulong)block[i] << (8 * i);
        }
        block = block[size..];
        return true;
    }
}
