using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Stdlib.Parse.Urls;

/// <summary>An IPv6 address as URLs have it between brackets.</summary>
internal static class Ipv6Host
{
    /// <summary>Reads the address and writes it in its shortest form; null where it is none.</summary>
    public static string? Normalise(ReadOnlySpan<char> text)
    {
        Span<ushort> pieces = stackalloc ushort[8];
        return TryRead(text, pieces) ? Write(pieces) : null;
    }

    private static bool TryRead(ReadOnlySpan<char> text, Span<ushort> pieces)
    {
        pieces.Clear();
        var piece = 0;
        var compressed = -1;
        var at = 0;
        if (text.StartsWith(":"))
        {
            if (!text.StartsWith("::"))
            {
                return false;
            }
            at = 2;
            compressed = ++piece;
        }
        while (at < text.Length)
        {
            if (piece == 8)
            {
                return false;
            }
            if (text[at] == ':')
            {
                if (compressed >= 0)
                {
                    return false;
                }
                at++;
                compressed = ++piece;
                continue;
            }
            var value = 0;
            var length = 0;
            for (; length < 4 && at < text.Length && char.IsAsciiHexDigit(text[at]); at++, length++)
            {
                value = value * 16 + Convert.ToInt32(text[at].ToString(), 16);
            }
            if (at < text.Length && text[at] == '.')
            {
                if (
                    length == 0
                    || piece > 6
                    || !TryReadIpv4(text[(at - length)..], pieces[piece..])
                )
                {
                    return false;
                }
                piece += 2;
                break;
            }
            if (at < text.Length)
            {
                if (text[at] != ':' || ++at == text.Length)
                {
                    return false;
                }
            }
            pieces[piece++] = (ushort)value;
        }
        if (compressed < 0)
        {
            return piece == 8;
        }
        // What stands behind the gap moves to the end.
        var behind = piece - compressed;
        for (var i = 7; behind > 0 && i >= 0; i--, behind--)
        {
            var from = compressed + behind - 1;
            (pieces[i], pieces[from]) = (pieces[from], pieces[i]);
        }
        return true;
    }

    /// <summary>The last four bytes as <c>1.2.3.4</c>, to the end of the text.</summary>
    private static bool TryReadIpv4(ReadOnlySpan<char> text, Span<ushort> pieces)
    {
        var seen = 0;
        foreach (var part in text.Split('.'))
        {
            var digits = text[part];
            if (
                seen == 4
                || digits.Length is 0 or > 3
                || (digits.Length > 1 && digits[0] == '0')
                || !byte.TryParse(
                    digits,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var value
                )
            )
            {
                return false;
            }
            pieces[seen / 2] = (ushort)(pieces[seen / 2] * 256 + value);
            seen++;
        }
        return seen == 4;
    }

    private static string Write(ReadOnlySpan<ushort> pieces)
    {
        var (gap, gapLength) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var length = 0;
            while (i + length < 8 && pieces[i + length] == 0)
            {
                length++;
            }
            if (length > gapLength)
            {
                (gap, gapLength) = (i, length);
            }
            i += length;
        }
        var text = new StringBuilder("[");
        for (var i = 0; i < 8; i++)
        {
            if (i == gap)
            {
                text.Append(i == 0 ? "::" : ":");
                i += gapLength - 1;
                continue;
            }
            text.Append(CultureInfo.InvariantCulture, $"{pieces[i]:x}");
            if (i < 7)
            {
                text.Append(':');
            }
        }
        return text.Append(']').ToString();
    }
}
