namespace Freshet.Vrl.Codecs.Zstandard;

/// <summary>Writes a stream that <see cref="BackwardBits"/> reads: what is written last is read first.</summary>
internal sealed class BitWriter(List<byte> output)
{
    private ulong bits;
    private int count;

    /// <param name="value">The bits; those beyond <paramref name="width"/> must be zero.</param>
    /// <param name="width">At most 32.</param>
    public void Write(uint value, int width)
    {
        bits |= (ulong)value << count;
        count += width;
        for (; count >= 8; count -= 8)
        {
            output.Add((byte)bits);
            bits >>= 8;
        }
    }

    /// <summary>Ends the stream with a bit that is set.</summary>
    public void Close()
    {
        Write(1, 1);
        if (count > 0)
        {
            output.Add((byte)bits);
        }
    }
}
