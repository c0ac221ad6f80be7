using System.Numerics;

namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>A table of finite state entropy coding (RFC 8878, 4.1.1): each state stands for a symbol, and says how to get to the next.</summary>
internal sealed class FseTable
{
    private readonly byte[] symbols;
    private readonly byte[] bits;
    private readonly ushort[] baselines;

    /// <param name="log">The number of states, as a power of two.</param>
    /// <param name="probabilities">How many states each symbol has; -1 is one that is left for last.</param>
    public FseTable(int log, ReadOnlySpan<short> probabilities)
    {
        Log = log;
        var size = 1 << log;
        symbols = new byte[size];
        bits = new byte[size];
        baselines = new ushort[size];
        var high = size;
        var next = new int[probabilities.Length];
        for (var symbol = 0; symbol < probabilities.Length; symbol++)
        {
            next[symbol] = Math.Abs(probabilities[symbol]);
            if (probabilities[symbol] == -1)
            {
                symbols[--high] = (byte)symbol;
            }
        }
        var step = (size >> 1) + (size >> 3) + 3;
        var at = 0;
        for (var symbol = 0; symbol < probabilities.Length; symbol++)
        {
            for (var i = 0; i < probabilities[symbol]; i++)
            {
                symbols[at] = (byte)symbol;
                do
                {
                    at = (at + step) & (size - 1);
                } while (at >= high);
            }
        }
        for (var state = 0; state < size; state++)
        {
            var number = next[symbols[state]]++;
            bits[state] = (byte)(log - BitOperations.Log2((uint)number));
            baselines[state] = (ushort)((number << bits[state]) - size);
        }
    }

    /// <summary>A table of one state, which takes no bits.</summary>
    private FseTable(byte symbol)
    {
        symbols = [symbol];
        bits = [0];
        baselines = [0];
    }

    public int Log { get; }

    public int Size => symbols.Length;

    public static FseTable Single(byte symbol) => new(symbol);

    public int Symbol(int state) => symbols[state];

    /// <summary>Bits that the way to the next state takes.</summary>
    public int Bits(int state) => bits[state];

    /// <summary>What those bits are added to.</summary>
    public int Baseline(int state) => baselines[state];

    public int Next(int state, ref BackwardBits stream) =>
        baselines[state] + (int)stream.Read(bits[state]);

    /// <summary>Reads a table's description, and goes behind it; null where it is none.</summary>
    public static FseTable? Read(ref ReadOnlySpan<byte> data, int symbolCount, int longestLog)
    {
        var position = 0;
        var log = Take(data, ref position, 4) + 5;
        if (log > longestLog)
        {
            return null;
        }
        var probabilities = new short[symbolCount];
        var remaining = 1 << log;
        var symbol = 0;
        while (remaining > 0)
        {
            if (symbol >= symbolCount || position > data.Length * 8)
            {
                return null;
            }
            // Values below the threshold take a bit less.
            var width = BitOperations.Log2((uint)remaining + 1) + 1;
            var value = Take(data, ref position, width);
            var low = value & ((1 << (width - 1)) - 1);
            var threshold = (1 << width) - 1 - (remaining + 1);
            if (low < threshold)
            {
                position--;
                value = low;
            }
            else if (value >= 1 << (width - 1))
            {
                value -= threshold;
            }
            var probability = value - 1;
            remaining -= Math.Abs(probability);
            probabilities[symbol++] = (short)probability;
            if (probability == 0 && !TrySkipZeros(data, ref position, ref symbol, symbolCount))
            {
                return null;
            }
        }
        var used = (position + 7) / 8;
        if (remaining < 0 || used > data.Length)
        {
            return null;
        }
        data = data[used..];
        return new FseTable(log, probabilities);
    }

    /// <summary>After a symbol without states, pairs of bits say how many more there are.</summary>
    private static bool TrySkipZeros(
        ReadOnlySpan<byte> data,
        ref int position,
        ref int symbol,
        int symbolCount
    )
    {
        int more;
        do
        {
            more = Take(data, ref position, 2);
            symbol += more;
            if (symbol > symbolCount || position > data.Length * 8)
            {
                return false;
            }
        } while (more == 3);
        return true;
    }

    /// <summary>Bits from the lowest on; beyond the end, zeros.</summary>
    private static int Take(ReadOnlySpan<byte> data, ref int position, int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++, position++)
        {
            if (position / 8 < data.Length)
            {
                value |= ((data[position / 8] >> (position % 8)) & 1) << i;
            }
        }
        return value;
    }
}
