using System.Globalization;
using System.Runtime.InteropServices;

namespace Freshet.Vrl.Network;

/// <summary>A network: all addresses that begin as this one does.</summary>
/// <param name="Address">Its first address.</param>
/// <param name="Length">How many bits of it they share.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct IpNetwork(IpAddress Address, int Length)
{
    /// <summary>The bits that a network of that length keeps, of <paramref name="width"/> bits.</summary>
    public static UInt128 Mask(int length, int width) =>
        length == 0
            ? 0
            : (UInt128.MaxValue << (width - length)) & (UInt128.MaxValue >> (128 - width));

    /// <summary>Reads <c>address/length</c>, or an address alone, which is a network of one. The rest of the address must be zero.</summary>
    public static bool TryParse(string text, out IpNetwork network, out string error)
    {
        network = default;
        var slash = text.LastIndexOf('/');
        if (!IpAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            error = "couldn't parse address in network: " + IpAddress.SyntaxError;
            return false;
        }
        var length = address.Width;
        if (slash >= 0 && !TryParseLength(text.AsSpan(slash + 1), out length, out error))
        {
            error = "couldn't parse length in network: " + error;
            return false;
        }
        if (length > address.Width)
        {
            error =
                $"invalid length for network: Network length {length} is too long for Ipv{(address.IsV4 ? 4 : 6)} (maximum: {address.Width})";
            return false;
        }
        if ((address.Bits & ~Mask(length, address.Width)) != 0)
        {
            error = "host part of address was not zero";
            return false;
        }
        network = new(address, length);
        error = "";
        return true;
    }

    public bool Contains(IpAddress address) =>
        address.IsV4 == Address.IsV4
        && (address.Bits & Mask(Length, Address.Width)) == Address.Bits;

    /// <summary>Reads a length of at most 255, perhaps with a plus before it.</summary>
    private static bool TryParseLength(ReadOnlySpan<char> text, out int length, out string error)
    {
        length = 0;
        if (text.IsEmpty)
        {
            error = "cannot parse integer from empty string";
            return false;
        }
        var digits = text[0] == '+' ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            error = "invalid digit found in string";
            return false;
        }
        digits = digits.TrimStart('0');
        error = "number too large to fit in target type";
        return digits.IsEmpty
            || (
                digits.Length <= 3
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out length)
                && length <= 255
            );
    }
}
