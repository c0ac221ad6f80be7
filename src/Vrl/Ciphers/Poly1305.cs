using System.Buffers.Binary;

namespace Freshet.Vrl.Ciphers;

/// <summary>Poly1305 (RFC 8439, 2.5): a tag of a message under a key that is used once. Numbers are held in five parts of 26 bits; no step depends on a secret.</summary>
internal sealed class Poly1305
{
    public const int KeySize = 32;
    public const int TagSize = 16;

    private const uint Mask = 0x3FFFFFF;

    private readonly uint r0,
        r1,
        r2,
        r3,
        r4;
    private readonly uint s0,
        s1,
        s2,
        s3;
    private uint h0,
        h1,
        h2,
        h3,
        h4;

    public Poly1305(ReadOnlySpan<byte> key)
    {
        r0 = Read(key) & 0x3FFFFFF;
        r1 = (Read(key[3..]) >> 2) & 0x3FFFF03;
        r2 = (Read(key[6..]) >> 4) & 0x3FFC0FF;
        r3 = (Read(key[9..]) >> 6) & 0x3F03FFF;
        r4 = (Read(key[12..]) >> 8) & 0x00FFFFF;
        s0 = Read(key[16..]);
        s1 = Read(key[20..]);
        s2 = Read(key[24..]);
        s3 = Read(key[28..]);
    }

    /// <summary>Adds a text; a last block that is short is ended by a one.</summary>
    public void Add(ReadOnlySpan<byte> text)
    {
        for (; text.Length >= TagSize; text = text[TagSize..])
        {
            AddBlock(text, 1 << 24);
        }
        if (!text.IsEmpty)
        {
            Span<byte> last = stackalloc byte[TagSize];
            last.Clear();
            text.CopyTo(last);
            last[text.Length] = 1;
            AddBlock(last, 0);
        }
    }

    /// <summary>Adds a text, filled with zeros to whole blocks.</summary>
    public void AddFilled(ReadOnlySpan<byte> text)
    {
        var whole = text.Length / TagSize * TagSize;
        Add(text[..whole]);
        if (whole < text.Length)
        {
            Span<byte> last = stackalloc byte[TagSize];
            last.Clear();
            text[whole..].CopyTo(last);
            Add(last);
        }
    }

    public byte[] Finish()
    {
        var carry = h1 >> 26;
        h1 &= Mask;
        Carry(ref h2, ref carry);
        Carry(ref h3, ref carry);
        Carry(ref h4, ref carry);
        carry *= 5;
        Carry(ref h0, ref carry);
        h1 += carry;

        // The number less the prime, where it is not less than that: chosen without a branch.
        carry = 5;
        var g0 = h0;
        var g1 = h1;
        var g2 = h2;
        var g3 = h3;
        Carry(ref g0, ref carry);
        Carry(ref g1, ref carry);
        Carry(ref g2, ref carry);
        Carry(ref g3, ref carry);
        var g4 = h4 + carry - (1 << 26);
        var keep = (uint)((int)g4 >> 31);
        h0 = (h0 & keep) | (g0 & ~keep);
        h1 = (h1 & keep) | (g1 & ~keep);
        h2 = (h2 & keep) | (g2 & ~keep);
        h3 = (h3 & keep) | (g3 & ~keep);
        h4 = (h4 & keep) | (g4 & ~keep & Mask);

        var tag = new byte[TagSize];
        var sum = (ulong)(h0 | (h1 << 26)) + s0;
        Write(tag, 0, sum);
        sum = (ulong)((h1 >> 6) | (h2 << 20)) + s1 + (sum >> 32);
        Write(tag, 4, sum);
        sum = (ulong)((h2 >> 12) | (h3 << 14)) + s2 + (sum >> 32);
        Write(tag, 8, sum);
        sum = (ulong)((h3 >> 18) | (h4 << 8)) + s3 + (sum >> 32);
        Write(tag, 12, sum);
        return tag;
    }

    private void AddBlock(ReadOnlySpan<byte> block, uint top)
    {
        ulong a0 = h0 + (Read(block) & Mask);
        ulong a1 = h1 + ((Read(block[3..]) >> 2) & Mask);
        ulong a2 = h2 + ((Read(block[6..]) >> 4) & Mask);
        ulong a3 = h3 + ((Read(block[9..]) >> 6) & Mask);
        ulong a4 = h4 + ((Read(block[12..]) >> 8) | top);
        ulong x1 = r1 * 5,
            x2 = r2 * 5,
            x3 = r3 * 5,
            x4 = r4 * 5;
        var d0 = (a0 * r0) + (a1 * x4) + (a2 * x3) + (a3 * x2) + (a4 * x1);
        var d1 = (a0 * r1) + (a1 * r0) + (a2 * x4) + (a3 * x3) + (a4 * x2);
        var d2 = (a0 * r2) + (a1 * r1) + (a2 * r0) + (a3 * x4) + (a4 * x3);
        var d3 = (a0 * r3) + (a1 * r2) + (a2 * r1) + (a3 * r0) + (a4 * x4);
        var d4 = (a0 * r4) + (a1 * r3) + (a2 * r2) + (a3 * r1) + (a4 * r0);
        h0 = (uint)d0 & Mask;
        d1 += d0 >> 26;
        h1 = (uint)d1 & Mask;
        d2 += d1 >> 26;
        h2 = (uint)d2 & Mask;
        d3 += d2 >> 26;
        h3 = (uint)d3 & Mask;
        d4 += d3 >> 26;
        h4 = (uint)d4 & Mask;
        var rest = h0 + ((d4 >> 26) * 5);
        h0 = (uint)rest & Mask;
        h1 += (uint)(rest >> 26);
    }

    private static void Carry(ref uint part, ref uint carry)
    {
        part += carry;
        carry = part >> 26;
        part &= Mask;
    }

    private static uint Read(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static void Write(Span<byte> tag, int at, ulong value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(tag[at..], (uint)value);
}
