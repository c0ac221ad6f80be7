using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>Reads the host of a URL.</summary>
internal static class UrlHost
{
    /// <summary>What no host may hold.</summary>
    private static readonly SearchValues<char> forbidden = SearchValues.Create(
        "\0\t\n\r #/:<>?@[\\]^|"
    );

    /// <summary>What no domain may hold: control characters too.</summary>
    private static bool IsForbidden(char c) =>
        c <= ' ' || c is '%' or '\u007F' || forbidden.Contains(c);

    /// <summary>Reads a domain or an address.</summary>
    /// <param name="text">The host as it was written.</param>
    /// <param name="isSpecial">Whether the scheme's hosts are domains; otherwise they are anything.</param>
    /// <param name="host">The host in its normal form.</param>
    /// <returns>Why it is none; empty where it is one.</returns>
    public static string Read(ReadOnlySpan<char> text, bool isSpecial, out string host)
    {
        host = "";
        if (text.StartsWith("["))
        {
            if (!text.EndsWith("]") || Ipv6Host.Normalise(text[1..^1]) is not { } address)
            {
                return UrlError.Ipv6;
            }
            host = address;
            return UrlError.None;
        }
        if (!isSpecial)
        {
            if (text.IndexOfAny(forbidden) >= 0)
            {
                return UrlError.Domain;
            }
            host = UrlEncoding.Encode(text, UrlEncoding.Controls);
            return UrlError.None;
        }
        var error = ReadDomain(Decode(text), out host);
        if (error.Length > 0 || !EndsInNumber(host))
        {
            return error;
        }
        if (!TryReadIpv4(host, out var ipv4))
        {
            return UrlError.Ipv4;
        }
        host = $"{ipv4 >> 24}.{(ipv4 >> 16) & 255}.{(ipv4 >> 8) & 255}.{ipv4 & 255}";
        return UrlError.None;
    }

    private static string Decode(ReadOnlySpan<char> text)
    {
        if (!text.Contains('%'))
        {
            return text.ToString();
        }
        ReadOnlySpan<byte> utf8 = Encoding.UTF8.GetBytes(text.ToString());
        var decoded = new List<byte>(utf8.Length);
        for (var i = 0; i < utf8.Length; i++)
        {
            if (PercentEncoding.TryReadByte(utf8[i..], out var b))
            {
                i += 2;
            }
            else
            {
                b = utf8[i];
            }
            decoded.Add(b);
        }
        return Encoding.UTF8.GetString([.. decoded]);
    }

    private static string ReadDomain(string text, out string domain)
    {
        domain = text;
        if (Domain.ToAscii(text) is not { } ascii)
        {
            return UrlError.Idna;
        }
        domain = ascii;
        if (domain.Length == 0)
        {
            return UrlError.EmptyHost;
        }
        foreach (var c in domain)
        {
            if (IsForbidden(c))
            {
                return UrlError.Domain;
            }
        }
        return UrlError.None;
    }

    /// <summary>Whether the last label is a number: then the host is an IPv4 address, or none.</summary>
    private static bool EndsInNumber(ReadOnlySpan<char> domain)
    {
        if (domain.EndsWith("."))
        {
            domain = domain[..^1];
        }
        var last = domain[(domain.LastIndexOf('.') + 1)..];
        return last.Length > 0
            && (!last.ContainsAnyExceptInRange('0', '9') || TryReadNumber(last, out _));
    }

    private static bool TryReadIpv4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        if (text.EndsWith("."))
        {
            text = text[..^1];
        }
        Span<ulong> parts = stackalloc ulong[4];
        var count = 0;
        foreach (var range in text.Split('.'))
        {
            if (count == 4 || !TryReadNumber(text[range], out parts[count++]))
            {
                return false;
            }
        }
        var last = parts[count - 1];
        if (last >= 1UL << (8 * (5 - count)))
        {
            return false;
        }
        var sum = last;
        for (var i = 0; i < count - 1; i++)
        {
            if (parts[i] > 255)
            {
                return false;
            }
            sum += parts[i] << (8 * (3 - i));
        }
        address = (uint)sum;
        return true;
    }

    /// <summary>A part of an address: decimal, octal after 0, hexadecimal after 0x. One that is too large for any address is the largest number.</summary>
    private static bool TryReadNumber(ReadOnlySpan<char> text, out ulong number)
    {
        number = 0;
        if (text.IsEmpty)
        {
            return false;
        }
        uint @base = 10;
        if (text.StartsWith("0x") || text.StartsWith("0X"))
        {
            @base = 16;
            text = text[2..];
        }
        else if (text.Length > 1 && text[0] == '0')
        {
            @base = 8;
            text = text[1..];
        }
        foreach (var c in text)
        {
            var digit = char.IsAsciiHexDigit(c)
                ? uint.Parse([c], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : uint.MaxValue;
            if (digit >= @base)
            {
                return false;
            }
            number = number > uint.MaxValue ? number : number * @base + digit;
        }
        return true;
    }
}
