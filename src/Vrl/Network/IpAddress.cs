using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Freshet.Vrl.Network;

/// <summary>
/// An IP address. The framework's own type reads much that is none in the language (<c>1</c>, <c>0x7f.1</c>, zones), so text is read here: dotted decimal
/// of four parts without leading zeros, and RFC 4291 for version 6; and written as RFC 5952 has it.
/// </summary>
/// <param name="Bits">The address as a number; of version 4 the low 32 bits.</param>
/// <param name="IsV4">Whether it is of version 4.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IpAddress(UInt128 Bits, bool IsV4)
{
    /// <summary>What a text that is no address is told.</summary>
    public const string SyntaxError = "invalid IP address syntax";

    /// <inheritdoc cref="SyntaxError"/>
    public const string SyntaxErrorV4 = "invalid IPv4 address syntax";

    private const int Groups = 8;

    /// <summary>How many bits it has.</summary>
    public int Width => IsV4 ? 32 : 128;

    /// <summary>The address in 4 or 16 bytes, the first the most significant.</summary>
    public byte[] ToBytes()
    {
        if (IsV4)
        {
            var four = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(four, (uint)Bits);
            return four;
        }
        var sixteen = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(sixteen, Bits);
        return sixteen;
    }

    /// <summary>The address in 16 bytes, one of version 4 as <c>::ffff:a.b.c.d</c>.</summary>
    public UInt128 Mapped => IsV4 ? Bits | MappedPrefix : Bits;

    private static UInt128 MappedPrefix => (UInt128)0xFFFF << 32;

    public static IpAddress V4(uint bits) => new(bits, IsV4: true);

    public static IpAddress V6(UInt128 bits) => new(bits, IsV4: false);

    /// <summary>The address of version 4 that an <c>::ffff:a.b.c.d</c> stands for; others as they are.</summary>
    public static IpAddress FromMapped(UInt128 bits) =>
        bits >> 32 == 0xFFFF ? V4((uint)bits) : V6(bits);

    public static bool TryParse(string text, out IpAddress address) =>
        TryParseV4(text, out address) || TryParseV6(text, out address);

    public static bool TryParseV4(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        uint bits = 0;
        var at = 0;
        for (var part = 0; part < 4; part++)
        {
            if (part > 0)
            {
                if (at >= text.Length || text[at] != '.')
                {
                    return false;
                }
                at++;
            }
            var start = at;
            uint value = 0;
            while (at < text.Length && at - start < 3 && char.IsAsciiDigit(text[at]))
            {
                value = (value * 10) + (uint)(text[at] - '0');
                at++;
            }
            if (at == start || value > 255 || (text[start] == '0' && at - start > 1))
            {
                return false;
            }
            bits = (bits << 8) | value;
        }
        address = V4(bits);
        return at == text.Length;
    }

    public static bool TryParseV6(ReadOnlySpan<char> text, out IpAddress address)
    {
        address = default;
        Span<ushort> head = stackalloc ushort[Groups];
        var at = 0;
        var count = ReadGroups(text, ref at, head, out var endsAsV4);
        if (count < Groups)
        {
            if (endsAsV4 || !text[at..].StartsWith("::"))
            {
                return false;
            }
            at += 2;
            Span<ushort> tail = stackalloc ushort[Groups];
            // The colons stand for one group at least.
            var tailCount = ReadGroups(text, ref at, tail[..(Groups - 1 - count)], out _);
            tail[..tailCount].CopyTo(head[(Groups - tailCount)..]);
        }
        if (at != text.Length)
        {
            return false;
        }
        UInt128 bits = 0;
        foreach (var group in head)
        {
            bits = (bits << 16) | group;
        }
        address = V6(bits);
        return true;
    }

    public override string ToString()
    {
        var bits = (uint)Bits;
        if (IsV4)
        {
            return $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}";
        }
        if (Bits >> 32 == 0xFFFF)
        {
            return "::ffff:" + V4(bits);
        }
        Span<ushort> groups = stackalloc ushort[Groups];
        for (var i = 0; i < Groups; i++)
        {
            groups[i] = (ushort)(Bits >> (16 * (Groups - 1 - i)));
        }
        var (start, length) = LongestZeros(groups);
        return length < 2
            ? Join(groups)
            : Join(groups[..start]) + "::" + Join(groups[(start + length)..]);
    }

    /// <summary>Reads groups up to the space there is or to what is none, the last two perhaps in dotted decimal; gives how many.</summary>
    private static int ReadGroups(
        ReadOnlySpan<char> text,
        ref int at,
        Span<ushort> groups,
        out bool endsAsV4
    )
    {
        endsAsV4 = false;
        for (var i = 0; i < groups.Length; i++)
        {
            var next = at;
            if (i > 0)
            {
                if (next >= text.Length || text[next] != ':')
                {
                    return i;
                }
                next++;
            }
            if (i < groups.Length - 1 && TryReadV4(text[next..], out var v4, out var length))
            {
                groups[i] = (ushort)(v4 >> 16);
                groups[i + 1] = (ushort)v4;
                at = next + length;
                endsAsV4 = true;
                return i + 2;
            }
            var start = next;
            var value = 0;
            while (next < text.Length && next - start < 5 && char.IsAsciiHexDigit(text[next]))
            {
                value = (value << 4) | HexDigit(text[next]);
                next++;
            }
            if (next == start || next - start > 4)
            {
                return i;
            }
            groups[i] = (ushort)value;
            at = next;
        }
        return groups.Length;
    }

    private static int HexDigit(char digit) =>
        char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool TryReadV4(ReadOnlySpan<char> text, out uint bits, out int length)
    {
        length = text.IndexOfAnyExceptInRange('.', '9');
        length = length < 0 ? text.Length : length;
        var read = TryParseV4(text[..length], out var address);
        bits = (uint)address.Bits;
        return read;
    }

    private static (int Start, int Length) LongestZeros(ReadOnlySpan<ushort> groups)
    {
        var best = (Start: 0, Length: 0);
        for (var i = 0; i < groups.Length; i++)
        {
            var length = groups[i..].IndexOfAnyExcept((ushort)0);
            length = length < 0 ? groups.Length - i : length;
            if (length > best.Length)
            {
                best = (i, length);
            }
        }
        return best;
    }

    private static string Join(ReadOnlySpan<ushort> groups)
    {
        var text = new StringBuilder();
        foreach (var group in groups)
        {
            text.Append(text.Length == 0 ? "" : ":").Append(group.ToString("x"));
        }
        return text.ToString();
    }
}
