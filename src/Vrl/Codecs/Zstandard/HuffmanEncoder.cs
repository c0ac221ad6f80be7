namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>
/// Compresses literals by a Huffman code whose weights are written as they are, which is possible for bytes up to 128: mostly text in ASCII, JSON above
/// all. Other literals are left as they are.
/// </summary>
internal static class HuffmanEncoder
{
    private const int LongestCode = 11;
    private const int HighestSymbol = 128;

    /// <summary>Fewer literals are written in one stream, and fewer than these not at all: the code would cost more than it saves.</summary>
    private const int FewestInFour = 256;
    private const int Fewest = 64;

    /// <summary>Appends the literals with their header; false where that is impossible, or is not shorter.</summary>
    public static bool TryAppend(ReadOnlySpan<byte> literals, List<byte> output)
    {
        if (
            literals.Length < Fewest
            || literals.ContainsAnyInRange((byte)(HighestSymbol + 1), (byte)255)
        )
        {
            return false;
        }
        Span<byte> lengths = stackalloc byte[HighestSymbol + 1];
        if (!TryMakeLengths(literals, lengths))
        {
            return false;
        }
        var body = new List<byte>(literals.Length);
        Span<ushort> codes = stackalloc ushort[HighestSymbol + 1];
        AppendWeights(lengths, codes, body);
        var isSingle = literals.Length < FewestInFour;
        if (isSingle)
        {
            AppendStream(literals, lengths, codes, body);
        }
        else
        {
            AppendFourStreams(literals, lengths, codes, body);
        }
        if (body.Count >= literals.Length)
        {
            return false;
        }
        AppendHeader(literals.Length, body.Count, isSingle, output);
        output.AddRange(body);
        return true;
    }

    private static void AppendHeader(int count, int size, bool isSingle, List<byte> output)
    {
        var (format, width) = count switch
        {
            < 1 << 10 => (isSingle ? 0 : 1, 10),
            < 1 << 14 => (2, 14),
            _ => (3, 18),
        };
        var bits = 2UL | ((ulong)format << 2) | ((ulong)count << 4) | ((ulong)size << (4 + width));
        for (var i = 0; i < (4 + (2 * width)) / 8; i++)
        {
            output.Add((byte)(bits >> (8 * i)));
        }
    }

    private static void AppendFourStreams(
        ReadOnlySpan<byte> literals,
        ReadOnlySpan<byte> lengths,
        ReadOnlySpan<ushort> codes,
        List<byte> body
    )
    {
        var jumps = body.Count;
        body.AddRange(new byte[6]);
        var part = (literals.Length + 3) / 4;
        for (var i = 0; i < 4; i++)
        {
            var start = body.Count;
            AppendStream(literals[..Math.Min(part, literals.Length)], lengths, codes, body);
            literals = literals[Math.Min(part, literals.Length)..];
            if (i < 3)
            {
                body[jumps + (2 * i)] = (byte)(body.Count - start);
                body[jumps + (2 * i) + 1] = (byte)((body.Count - start) >> 8);
            }
        }
    }

    private static void AppendStream(
        ReadOnlySpan<byte> literals,
        ReadOnlySpan<byte> lengths,
        ReadOnlySpan<ushort> codes,
        List<byte> body
    )
    {
        var writer = new BitWriter(body);
        for (var i = literals.Length - 1; i >= 0; i--)
        {
            writer.Write(codes[literals[i]], lengths[literals[i]]);
        }
        writer.Close();
    }

    /// <summary>Appends the weights of all symbols but the last, and gives out codes in the order in which the reader does.</summary>
    private static void AppendWeights(
        ReadOnlySpan<byte> lengths,
        Span<ushort> codes,
        List<byte> body
    )
    {
        var last = lengths.LastIndexOfAnyExcept((byte)0);
        var longest = 0;
        foreach (var length in lengths)
        {
            longest = Math.Max(longest, length);
        }
        var place = 0;
        for (var length = longest; length > 0; length--)
        {
            for (var symbol = 0; symbol <= last; symbol++)
            {
                if (lengths[symbol] == length)
                {
                    codes[symbol] = (ushort)(place >> (longest - length));
                    place += 1 << (longest - length);
                }
            }
        }
        body.Add((byte)(127 + last));
        for (var symbol = 0; symbol < last; symbol += 2)
        {
            var high = WeightOf(lengths[symbol]);
            var low = symbol + 1 < last ? WeightOf(lengths[symbol + 1]) : 0;
            body.Add((byte)((high << 4) | low));
        }

        int WeightOf(byte length) => length == 0 ? 0 : longest + 1 - length;
    }

    /// <summary>The lengths of a Huffman code for the literals, none longer than may be; false where there is but one symbol.</summary>
    private static bool TryMakeLengths(ReadOnlySpan<byte> literals, Span<byte> lengths)
    {
        Span<int> frequencies = stackalloc int[HighestSymbol + 1];
        frequencies.Clear();
        foreach (var literal in literals)
        {
            frequencies[literal]++;
        }
        if (frequencies[1..].IndexOfAnyExcept(0) < 0 || literals.IndexOfAnyExcept(literals[0]) < 0)
        {
            return false;
        }
        while (!TryBuild(frequencies, lengths))
        {
            // Rare symbols count for more, until no code is too long.
            for (var symbol = 0; symbol < frequencies.Length; symbol++)
            {
                frequencies[symbol] = (frequencies[symbol] + 1) / 2;
            }
        }
        return true;
    }

    private static bool TryBuild(ReadOnlySpan<int> frequencies, Span<byte> lengths)
    {
        var queue = new PriorityQueue<int, (int Frequency, int Node)>();
        var parents = new int[2 * frequencies.Length];
        for (var symbol = 0; symbol < frequencies.Length; symbol++)
        {
            if (frequencies[symbol] > 0)
            {
                queue.Enqueue(symbol, (frequencies[symbol], symbol));
            }
        }
        var root = frequencies.Length - 1;
        while (queue.Count > 1)
        {
            root++;
            queue.TryDequeue(out var left, out var leftOrder);
            queue.TryDequeue(out var right, out var rightOrder);
            parents[left] = root;
            parents[right] = root;
            queue.Enqueue(root, (leftOrder.Frequency + rightOrder.Frequency, root));
        }
        for (var symbol = 0; symbol < frequencies.Length; symbol++)
        {
            var length = 0;
            for (var node = symbol; frequencies[symbol] > 0 && node != root; node = parents[node])
            {
                length++;
            }
            if (length > LongestCode)
            {
                return false;
            }
            lengths[symbol] = (byte)length;
        }
        return true;
    }
}
