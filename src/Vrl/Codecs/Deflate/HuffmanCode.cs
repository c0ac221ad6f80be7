namespace Freshet.Vrl.Codecs.Deflate;

/// <summary>A canonical Huffman code of DEFLATE: a table for short codes, and counting for those that are longer.</summary>
internal sealed class HuffmanCode
{
    public const int Longest = 15;

    private const int TableBits = 10;

    /// <summary>For each ten bits the symbol and the length of its code: 16 × symbol + length; 0 where the code is longer.</summary>
    private readonly ushort[] table = new ushort[1 << TableBits];
    private readonly ushort[] countOfLength = new ushort[Longest + 1];
    private readonly ushort[] symbols;

    private HuffmanCode(ReadOnlySpan<byte> lengths)
    {
        Span<int> offsets = stackalloc int[Longest + 2];
        offsets.Clear();
        foreach (var length in lengths)
        {
            countOfLength[length]++;
        }
        countOfLength[0] = 0;
        for (var length = 1; length <= Longest; length++)
        {
            offsets[length + 1] = offsets[length] + countOfLength[length];
        }
        symbols = new ushort[offsets[^1]];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
            {
                symbols[offsets[lengths[symbol]]++] = (ushort)symbol;
            }
        }
        FillTable();
    }

    public static HuffmanCode FixedLiterals { get; } = MakeFixedLiterals();

    public static HuffmanCode FixedDistances { get; } =
        new(Enumerable.Repeat((byte)5, 30).ToArray());

    /// <summary>The code with those lengths; false where there are more codes than such lengths leave room for, or fewer where that must not be.</summary>
    /// <param name="lengths">The length of each symbol's code; 0 for none.</param>
    /// <param name="mayBeIncomplete">Whether a single code of one bit, or none, may be all there is.</param>
    /// <param name="code">The code.</param>
    public static bool TryMake(
        ReadOnlySpan<byte> lengths,
        bool mayBeIncomplete,
        out HuffmanCode code
    )
    {
        code = FixedDistances;
        var room = 1 << Longest;
        var longest = 0;
        foreach (var length in lengths)
        {
            room -= length == 0 ? 0 : 1 << (Longest - length);
            longest = Math.Max(longest, length);
        }
        if (room < 0 || (room > 0 && !(mayBeIncomplete && longest <= 1)))
        {
            return false;
        }
        code = new HuffmanCode(lengths);
        return true;
    }

    /// <summary>The length of the code that the bits begin with, from the lowest on; 0 where they begin with none.</summary>
    public int Decode(uint bits, out int symbol)
    {
        var entry = table[bits & ((1 << TableBits) - 1)];
        symbol = entry >> 4;
        return entry != 0 ? entry & 15 : DecodeLong(bits, out symbol);
    }

    private int DecodeLong(uint bits, out int symbol)
    {
        int code = 0,
            first = 0,
            index = 0;
        for (var length = 1; length <= Longest; length++)
        {
            code |= (int)(bits & 1);
            bits >>= 1;
            int count = countOfLength[length];
            if (code - count < first)
            {
                symbol = symbols[index + code - first];
                return length;
            }
            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        symbol = 0;
        return 0;
    }

    private void FillTable()
    {
        for (uint bits = 0; bits < table.Length; bits++)
        {
            var length = DecodeLong(bits, out var symbol);
            if (length is > 0 and <= TableBits)
            {
                table[bits] = (ushort)((symbol << 4) | length);
            }
        }
    }

    private static HuffmanCode MakeFixedLiterals()
    {
        var lengths = new byte[288];
        lengths.AsSpan(0, 144).Fill(8);
        lengths.AsSpan(144, 112).Fill(9);
        lengths.AsSpan(256, 24).Fill(7);
        lengths.AsSpan(280).Fill(8);
        return new HuffmanCode(lengths);
    }
}
