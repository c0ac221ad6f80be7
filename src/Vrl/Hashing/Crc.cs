namespace Freshet.Vrl.Hashing;

/// <summary>A cyclic redundancy check of up to 120 bits, in the model of Rocksoft: the parameters say all.</summary>
internal sealed class Crc
{
    private readonly int width;
    private readonly bool reflectsInput;
    private readonly bool reflectsOutput;
    private readonly UInt128 last;
    private readonly UInt128 first;

    /// <summary>The tables of what a byte does; the narrow one where 64 bits are enough.</summary>
    private readonly ulong[] narrow = [];
    private readonly UInt128[] wide = [];

    /// <param name="width">Bits of the result.</param>
    /// <param name="polynomial">The generator, without its highest bit.</param>
    /// <param name="first">The value to begin with.</param>
    /// <param name="reflectsInput">Whether each byte is taken from its lowest bit on.</param>
    /// <param name="reflectsOutput">Whether the result is turned round.</param>
    /// <param name="last">What the result is combined with by exclusive or.</param>
    public Crc(
        int width,
        UInt128 polynomial,
        UInt128 first,
        bool reflectsInput,
        bool reflectsOutput,
        UInt128 last
    )
    {
        this.width = width;
        this.reflectsInput = reflectsInput;
        this.reflectsOutput = reflectsOutput;
        this.last = last;
        this.first = reflectsInput ? Reverse(first, width) : first << (Room - width);
        var table = new UInt128[256];
        for (var i = 0; i < 256; i++)
        {
            table[i] = reflectsInput
                ? StepsDown((UInt128)i, Reverse(polynomial, width))
                : StepsUp((UInt128)i << (Room - 8), polynomial << (Room - width), Room);
        }
        if (Room == 64)
        {
            narrow = Array.ConvertAll(table, entry => (ulong)entry);
        }
        else
        {
            wide = table;
        }
    }

    /// <summary>The bits worked in: values that are not reflected stand at the top of them, so that widths below 8 are no exception.</summary>
    private int Room => width <= 64 ? 64 : 128;

    public UInt128 Compute(ReadOnlySpan<byte> data)
    {
        var value = Room == 64 ? ComputeNarrow(data) : ComputeWide(data);
        if (!reflectsInput)
        {
            value >>= Room - width;
        }
        return (reflectsInput == reflectsOutput ? value : Reverse(value, width)) ^ last;
    }

    private ulong ComputeNarrow(ReadOnlySpan<byte> data)
    {
        var value = (ulong)first;
        if (reflectsInput)
        {
            foreach (var one in data)
            {
                value = (value >> 8) ^ narrow[(byte)value ^ one];
            }
        }
        else
        {
            foreach (var one in data)
            {
                value = (value << 8) ^ narrow[(byte)(value >> 56) ^ one];
            }
        }
        return value;
    }

    private UInt128 ComputeWide(ReadOnlySpan<byte> data)
    {
        var value = first;
        foreach (var one in data)
        {
            value = reflectsInput
                ? (value >> 8) ^ wide[(byte)value ^ one]
                : (value << 8) ^ wide[(byte)(value >> 120) ^ one];
        }
        return value;
    }

    private static UInt128 StepsDown(UInt128 value, UInt128 polynomial)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ polynomial : value >> 1;
        }
        return value;
    }

    private static UInt128 StepsUp(UInt128 value, UInt128 polynomial, int room)
    {
        var top = UInt128.One << (room - 1);
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & top) != 0 ? (value << 1) ^ polynomial : value << 1;
        }
        return value;
    }

    private static UInt128 Reverse(UInt128 value, int width)
    {
        UInt128 reversed = 0;
        for (var bit = 0; bit < width; bit++)
        {
            reversed = (reversed << 1) | ((value >> bit) & 1);
        }
        return reversed;
    }
}
