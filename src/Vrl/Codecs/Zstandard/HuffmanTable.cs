using System.Numerics;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>A Huffman code of literals (RFC 8878, 4.2).</summary>
internal sealed class HuffmanTable
{
    private const int LongestCode = 11;
    private const int LongestWeightLog = 6;
    private const int MostSymbols = 256;

    /// <summary>For each sequence of bits the symbol and the length of its code.</summary>
    private readonly (byte Symbol, byte Length)[] entries;
    private readonly int log;

    private HuffmanTable(ReadOnlySpan<byte> weights, int log)
    {
        this.log = log;
        entries = new (byte, byte)[1 << log];
        var at = 0;
        for (var weight = 1; weight <= log; weight++)
        {
            for (var symbol = 0; symbol < weights.Length; symbol++)
            {
                if (weights[symbol] == weight)
                {
                    var count = 1 << (weight - 1);
                    entries.AsSpan(at, count).Fill(((byte)symbol, (byte)(log + 1 - weight)));
                    at += count;
                }
            }
        }
    }

    /// <summary>Reads a table's description, and goes behind it; null where it is none.</summary>
    public static HuffmanTable? Read(ref ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return null;
        }
        var header = data[0];
        data = data[1..];
        Span<byte> weights = stackalloc byte[MostSymbols];
        weights.Clear();
        int count;
        if (header < 128)
        {
            if (data.Length < header)
            {
                return null;
            }
            count = ReadCompressed(data[..header], weights);
            data = data[header..];
        }
        else
        {
            count = header - 127;
            var size = (count + 1) / 2;
            if (data.Length < size)
            {
                return null;
            }
            for (var i = 0; i < count; i++)
            {
                weights[i] = (byte)(i % 2 == 0 ? data[i / 2] >> 4 : data[i / 2] & 15);
            }
            data = data[size..];
        }
        return count <= 0 ? null : Complete(weights, count);
    }

    /// <summary>Appends that many symbols of a stream, which must then be at its end.</summary>
    public bool TryDecode(ReadOnlySpan<byte> stream, Span<byte> output)
    {
        if (!BackwardBits.TryOpen(stream, out var bits))
        {
            return false;
        }
        for (var i = 0; i < output.Length; i++)
        {
            var (symbol, length) = entries[bits.Peek(log)];
            output[i] = symbol;
            bits.Skip(length);
        }
        return bits.Left == 0;
    }

    /// <summary>The last symbol's weight is not told: it fills the code.</summary>
    private static HuffmanTable? Complete(Span<byte> weights, int count)
    {
        var sum = 0;
        foreach (var weight in weights[..count])
        {
            if (weight > LongestCode)
            {
                return null;
            }
            sum += (1 << weight) >> 1;
        }
        if (sum == 0)
        {
            return null;
        }
        var longest = BitOperations.Log2((uint)sum) + 1;
        var left = (1 << longest) - sum;
        if (longest > LongestCode || !BitOperations.IsPow2(left))
        {
            return null;
        }
        weights[count] = (byte)(BitOperations.Log2((uint)left) + 1);
        return new HuffmanTable(weights[..(count + 1)], longest);
    }

    /// <summary>Weights in two interleaved streams of states; gives how many, 0 where they are none.</summary>
    private static int ReadCompressed(ReadOnlySpan<byte> data, Span<byte> weights)
    {
        var table = FseTable.Read(ref data, symbolCount: LongestCode + 2, LongestWeightLog);
        if (table is null || !BackwardBits.TryOpen(data, out var bits))
        {
            return 0;
        }
        var even = (int)bits.Read(table.Log);
        var odd = (int)bits.Read(table.Log);
        for (var count = 0; count < MostSymbols - 2; )
        {
            weights[count++] = (byte)table.Symbol(even);
            even = table.Next(even, ref bits);
            if (bits.Left < 0)
            {
                weights[count++] = (byte)table.Symbol(odd);
                return count;
            }
            weights[count++] = (byte)table.Symbol(odd);
            odd = table.Next(odd, ref bits);
            if (bits.Left < 0)
            {
                weights[count++] = (byte)table.Symbol(even);
                return count;
            }
        }
        return 0;
    }
}
