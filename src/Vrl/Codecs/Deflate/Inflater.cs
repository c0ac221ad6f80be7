namespace Freshet.Vrl.Codecs.Deflate;

/// <summary>
/// Decompresses DEFLATE (RFC 1951). The framework's streams do it too, but tell neither where the compressed data ends, which decides on what follows a
/// member of gzip, nor what a stream that breaks off stood for, which zlib gives.
/// </summary>
internal ref struct Inflater
{
    private readonly ReadOnlySpan<byte> data;
    private readonly BoundedBuffer output;
    private ulong bits;
    private int count;
    private int next;

    private Inflater(ReadOnlySpan<byte> data, BoundedBuffer output)
    {
        this.data = data;
        this.output = output;
    }

    // csharpier-ignore
    private static ReadOnlySpan<ushort> LengthBases =>
        [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258
        ];

    // csharpier-ignore
    private static ReadOnlySpan<ushort> DistanceBases =>
        [
            1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193,
            12289, 16385, 24577
        ];

    /// <summary>The order in which the lengths of the codes of code lengths stand.</summary>
    private static ReadOnlySpan<byte> LengthOrder =>
        [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>Appends what the data stands for.</summary>
    /// <param name="data">The compressed data, and what follows it.</param>
    /// <param name="output">Takes the result.</param>
    /// <param name="consumed">Bytes that the compressed data has.</param>
    public static InflateResult Inflate(
        ReadOnlySpan<byte> data,
        BoundedBuffer output,
        out int consumed
    )
    {
        var inflater = new Inflater(data, output);
        InflateResult result;
        do
        {
            result = inflater.Block(out var isLast);
            if (result == InflateResult.Complete && !isLast)
            {
                continue;
            }
            break;
        } while (true);
        consumed = inflater.next - (inflater.count / 8);
        return result;
    }

    private InflateResult Block(out bool isLast)
    {
        isLast = false;
        if (!TryRead(3, out var header))
        {
            return InflateResult.Truncated;
        }
        isLast = (header & 1) == 1;
        switch (header >> 1)
        {
            case 0:
                return Stored();
            case 1:
                return Compressed(HuffmanCode.FixedLiterals, HuffmanCode.FixedDistances);
            case 2:
                var result = Codes(out var literals, out var distances);
                return result == InflateResult.Complete ? Compressed(literals, distances) : result;
            default:
                return InflateResult.Corrupt;
        }
    }

    private InflateResult Stored()
    {
        bits >>= count % 8;
        count -= count % 8;
        if (!TryRead(16, out var length) || !TryRead(16, out var complement))
        {
            return InflateResult.Truncated;
        }
        if ((length ^ complement) != 0xFFFF)
        {
            return InflateResult.Corrupt;
        }
        next -= count / 8;
        bits = 0;
        count = 0;
        var there = Math.Min((int)length, data.Length - next);
        if (!output.TryAppend(data.Slice(next, there)))
        {
            return InflateResult.TooLarge;
        }
        next += there;
        return there < length ? InflateResult.Truncated : InflateResult.Complete;
    }

    private InflateResult Codes(out HuffmanCode literals, out HuffmanCode distances)
    {
        literals = distances = HuffmanCode.FixedDistances;
        if (!TryRead(14, out var header))
        {
            return InflateResult.Truncated;
        }
        var literalCount = (int)(header & 31) + 257;
        var distanceCount = (int)((header >> 5) & 31) + 1;
        if (literalCount > 286 || distanceCount > 30)
        {
            return InflateResult.Corrupt;
        }
        Span<byte> lengths = stackalloc byte[320];
        lengths.Clear();
        for (var i = 0; i < (int)(header >> 10) + 4; i++)
        {
            if (!TryRead(3, out var length))
            {
                return InflateResult.Truncated;
            }
            lengths[LengthOrder[i]] = (byte)length;
        }
        if (!HuffmanCode.TryMake(lengths[..19], mayBeIncomplete: false, out var lengthCode))
        {
            return InflateResult.Corrupt;
        }
        lengths.Clear();
        var total = literalCount + distanceCount;
        for (var i = 0; i < total; )
        {
            var result = Symbol(lengthCode, out var symbol);
            if (result != InflateResult.Complete)
            {
                return result;
            }
            if (symbol < 16)
            {
                lengths[i++] = (byte)symbol;
                continue;
            }
            if (
                !TryRead(
                    symbol switch
                    {
                        16 => 2,
                        17 => 3,
                        _ => 7,
                    },
                    out var more
                )
            )
            {
                return InflateResult.Truncated;
            }
            var repeat = (int)more + (symbol == 18 ? 11 : 3);
            if (i + repeat > total || (symbol == 16 && i == 0))
            {
                return InflateResult.Corrupt;
            }
            lengths.Slice(i, repeat).Fill(symbol == 16 ? lengths[i - 1] : (byte)0);
            i += repeat;
        }
        return
            lengths[256] != 0
            && HuffmanCode.TryMake(lengths[..literalCount], mayBeIncomplete: true, out literals)
            && HuffmanCode.TryMake(
                lengths[literalCount..total],
                mayBeIncomplete: true,
                out distances
            )
            ? InflateResult.Complete
            : InflateResult.Corrupt;
    }

    private InflateResult Compressed(HuffmanCode literals, HuffmanCode distances)
    {
        while (true)
        {
            var result = Symbol(literals, out var symbol);
            if (result != InflateResult.Complete || symbol == 256)
            {
                return result;
            }
            if (symbol < 256)
            {
                if (!output.TryAppend((byte)symbol))
                {
                    return InflateResult.TooLarge;
                }
                continue;
            }
            symbol -= 257;
            if (symbol >= LengthBases.Length)
            {
                return InflateResult.Corrupt;
            }
            var extra = symbol is < 8 or 28 ? 0 : (symbol / 4) - 1;
            if (!TryRead(extra, out var more))
            {
                return InflateResult.Truncated;
            }
            var length = LengthBases[symbol] + (int)more;
            result = Symbol(distances, out symbol);
            if (result != InflateResult.Complete)
            {
                return result;
            }
            if (symbol >= DistanceBases.Length)
            {
                return InflateResult.Corrupt;
            }
            if (!TryRead(symbol < 4 ? 0 : (symbol / 2) - 1, out more))
            {
                return InflateResult.Truncated;
            }
            var distance = DistanceBases[symbol] + (int)more;
            if (distance > output.Count)
            {
                return InflateResult.Corrupt;
            }
            if (!output.TryCopy(distance, length))
            {
                return InflateResult.TooLarge;
            }
        }
    }

    private InflateResult Symbol(HuffmanCode code, out int symbol)
    {
        Fill();
        var length = code.Decode((uint)bits, out symbol);
        if (length == 0 || length > count)
        {
            return length == 0 && count >= HuffmanCode.Longest
                ? InflateResult.Corrupt
                : InflateResult.Truncated;
        }
        bits >>= length;
        count -= length;
        return InflateResult.Complete;
    }

    private bool TryRead(int wanted, out uint value)
    {
        Fill();
        value = (uint)bits & ((1u << wanted) - 1);
        if (count < wanted)
        {
            return false;
        }
        bits >>= wanted;
        count -= wanted;
        return true;
    }

    private void Fill()
    {
        while (count <= 56 && next < data.Length)
        {
            bits |= (ulong)data[next++] << count;
            count += 8;
        }
    }
}
