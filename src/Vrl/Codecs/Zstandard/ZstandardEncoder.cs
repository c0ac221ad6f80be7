using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>
/// Compresses to one frame of Zstandard (RFC 8878), as upstream's streams begin: window of 2 MiB, neither size nor checksum. There is one effort: matches
/// are the first that a table of hashes finds, sequences are written by the predefined tables, literals by <see cref="HuffmanEncoder"/>. Any decoder reads
/// it; zstd itself compresses better.
/// </summary>
internal sealed class ZstandardEncoder
{
    private const int WindowSize = 2 << 20;
    private const byte WindowCode = (21 - 10) << 3;
    private const int HashBits = 16;

    /// <summary>Matches are looked for by this many bytes, and are as long at least.</summary>
    private const int HashedBytes = 5;

    private static readonly FseEncoder LiteralLengths = new(
        SequenceCodes.LiteralLengthTable,
        SequenceCodes.LiteralLengths
    );
    private static readonly FseEncoder MatchLengths = new(
        SequenceCodes.MatchLengthTable,
        SequenceCodes.MatchLengths
    );
    private static readonly FseEncoder Offsets = new(
        SequenceCodes.OffsetTable,
        SequenceCodes.Offsets
    );

    private readonly List<byte> output;
    private readonly List<byte> literals = [];
    private readonly List<Sequence> sequences = [];
    private readonly List<byte> block = [];

    /// <summary>Where each hash was last seen, one higher, so that 0 is nowhere.</summary>
    private readonly int[] seen = new int[1 << HashBits];
    private RepeatedOffsets repeated = new();

    private ZstandardEncoder(int size) => output = new List<byte>((size / 2) + 16);

    public static byte[] Encode(ReadOnlySpan<byte> data)
    {
        var encoder = new ZstandardEncoder(data.Length);
        encoder.output.AddRange([0x28, 0xB5, 0x2F, 0xFD, 0, WindowCode]);
        var at = 0;
        do
        {
            var size = Math.Min(BlockDecoder.LargestBlock, data.Length - at);
            encoder.AppendBlock(data, at, size, isLast: at + size == data.Length);
            at += size;
        } while (at < data.Length);
        return [.. encoder.output];
    }

    private void AppendBlock(ReadOnlySpan<byte> data, int start, int size, bool isLast)
    {
        var raw = data.Slice(start, size);
        if (size > 4 && raw.IndexOfAnyExcept(raw[0]) < 0)
        {
            AppendHeader(1, size, isLast);
            output.Add(raw[0]);
            return;
        }
        var before = repeated;
        FindSequences(data, start, start + size);
        block.Clear();
        AppendLiterals();
        AppendSequences();
        if (block.Count < size)
        {
            AppendHeader(2, block.Count, isLast);
            output.AddRange(block);
            return;
        }
        // The reader of a raw block sees no offsets.
        repeated = before;
        AppendHeader(0, size, isLast);
        output.AddRange(raw);
    }

    private void AppendHeader(int type, int size, bool isLast)
    {
        var header = (isLast ? 1 : 0) | (type << 1) | (size << 3);
        output.Add((byte)header);
        output.Add((byte)(header >> 8));
        output.Add((byte)(header >> 16));
    }

    private void FindSequences(ReadOnlySpan<byte> data, int start, int end)
    {
        literals.Clear();
        sequences.Clear();
        var from = start;
        var at = start;
        while (at <= end - sizeof(ulong))
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(data[at..]);
            ref var place = ref seen[
                (word << (64 - (8 * HashedBytes))) * 0x9E3779B185EBCA87 >> (64 - HashBits)
            ];
            var candidate = place - 1;
            place = at + 1;
            var length =
                candidate >= 0 && at - candidate <= WindowSize
                    ? data[at..end].CommonPrefixLength(data[candidate..])
                    : 0;
            if (length < HashedBytes)
            {
                // The longer nothing is found, the longer the steps.
                at += 1 + ((at - from) >> 8);
                continue;
            }
            literals.AddRange(data[from..at]);
            var value = repeated.Give((uint)(at - candidate), hasLiterals: at > from);
            sequences.Add(new(at - from, length, value));
            at += length;
            from = at;
        }
        literals.AddRange(data[from..end]);
    }

    private void AppendLiterals()
    {
        var span = CollectionsMarshal.AsSpan(literals);
        if (HuffmanEncoder.TryAppend(span, block))
        {
            return;
        }
        var count = span.Length;
        if (count < 32)
        {
            block.Add((byte)(count << 3));
        }
        else
        {
            var width = count < 1 << 12 ? 2 : 3;
            var header = ((width == 2 ? 1 : 3) << 2) | (count << 4);
            for (var i = 0; i < width; i++)
            {
                block.Add((byte)(header >> (8 * i)));
            }
        }
        block.AddRange(span);
    }

    private void AppendSequences()
    {
        AppendCount(sequences.Count);
        if (sequences.Count == 0)
        {
            return;
        }
        // All three tables are the predefined.
        block.Add(0);
        var writer = new BitWriter(block);
        int literalState = 0,
            offsetState = 0,
            matchState = 0;
        for (var i = sequences.Count - 1; i >= 0; i--)
        {
            var sequence = sequences[i];
            var literalCode = SequenceCodes.CodeOf(
                SequenceCodes.LiteralLengthBases,
                sequence.Literals
            );
            var matchCode = SequenceCodes.CodeOf(SequenceCodes.MatchLengthBases, sequence.Length);
            var offsetCode = BitOperations.Log2(sequence.OffsetValue);
            if (i == sequences.Count - 1)
            {
                literalState = LiteralLengths.Start(literalCode);
                offsetState = Offsets.Start(offsetCode);
                matchState = MatchLengths.Start(matchCode);
            }
            else
            {
                // The reader takes these the other way round.
                offsetState = Offsets.Step(offsetCode, offsetState, writer);
                matchState = MatchLengths.Step(matchCode, matchState, writer);
                literalState = LiteralLengths.Step(literalCode, literalState, writer);
            }
            writer.Write(
                (uint)(sequence.Literals - SequenceCodes.LiteralLengthBases[literalCode]),
                SequenceCodes.LiteralLengthBits[literalCode]
            );
            writer.Write(
                (uint)(sequence.Length - SequenceCodes.MatchLengthBases[matchCode]),
                SequenceCodes.MatchLengthBits[matchCode]
            );
            writer.Write(sequence.OffsetValue - (1u << offsetCode), offsetCode);
        }
        writer.Write((uint)matchState, MatchLengths.Log);
        writer.Write((uint)offsetState, Offsets.Log);
        writer.Write((uint)literalState, LiteralLengths.Log);
        writer.Close();
    }

    private void AppendCount(int count)
    {
        if (count < 128)
        {
            block.Add((byte)count);
        }
        else if (count < 0x7F00)
        {
            block.Add((byte)((count >> 8) + 128));
            block.Add((byte)count);
        }
        else
        {
            block.Add(255);
            block.Add((byte)(count - 0x7F00));
            block.Add((byte)((count - 0x7F00) >> 8));
        }
    }

    /// <summary>Literals, and a match after them.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Sequence(int Literals, int Length, uint OffsetValue);
}
