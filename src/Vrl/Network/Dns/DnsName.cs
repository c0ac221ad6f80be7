using System.Text;

namespace Freshet.Vrl.Network.Dns;

/// <summary>Names of domains as they are written in queries (RFC 1035, sections 3.1 and 5.1).</summary>
internal static class DnsName
{
    private const int MaxLabel = 63;
    private const int MaxName = 255;

    /// <summary>Reads a name: labels with their lengths, and a zero. A dot at the end, and escapes <c>\.</c> and <c>\046</c>, may be given.</summary>
    /// <param name="text">The name; a lone dot is the root.</param>
    /// <param name="name">The name in a query.</param>
    /// <param name="error">What is wrong; empty if nothing is.</param>
    public static bool TryParse(string text, out byte[] name, out string error)
    {
        name = [0];
        error = "";
        if (text == ".")
        {
            return true;
        }
        if (text.Length == 0)
        {
            error = "unexpected end of input";
            return false;
        }
        var wire = new List<byte>();
        var label = new List<byte>();
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length; at++)
        {
            var isEnd = bytes[at] == '.';
            if (!isEnd)
            {
                if (!TryReadByte(bytes, ref at, out var value))
                {
                    error = "illegal escape sequence";
                    return false;
                }
                label.Add(value);
                isEnd = at == bytes.Length - 1;
            }
            if (!isEnd)
            {
                continue;
            }
            error =
                label.Count == 0 ? "an empty label was encountered"
                : label.Count > MaxLabel ? "domain name label with more than 63 octets"
                : wire.Count + label.Count + 2 > MaxName ? "domain name with more than 255 octets"
                : "";
            if (error.Length > 0)
            {
                return false;
            }
            wire.Add((byte)label.Count);
            wire.AddRange(label);
            label.Clear();
        }
        name = [.. wire, 0];
        return true;
    }

    /// <summary>Writes a label so that it is read as itself.</summary>
    public static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        foreach (var value in label)
        {
            if (value is (byte)'.' or (byte)'\\' or (byte)' ')
            {
                text.Append('\\').Append((char)value);
            }
            else if (value is < 0x20 or > 0x7E)
            {
                text.Append('\\').Append($"{value:000}");
            }
            else
            {
                text.Append((char)value);
            }
        }
    }

    private static bool TryReadByte(byte[] bytes, ref int at, out byte value)
    {
        value = bytes[at];
        if (value != '\\')
        {
            return true;
        }
        at++;
        if (at < bytes.Length && !char.IsAsciiDigit((char)bytes[at]))
        {
            value = bytes[at];
            return true;
        }
        var number = 0;
        for (var end = at + 3; at < end; at++)
        {
            if (at >= bytes.Length || !char.IsAsciiDigit((char)bytes[at]))
            {
                return false;
            }
            number = number * 10 + bytes[at] - '0';
        }
        at--;
        value = (byte)number;
        return number <= 255;
    }
}
