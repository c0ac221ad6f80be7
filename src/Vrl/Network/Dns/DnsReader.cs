using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Freshet.Vrl.Network.Dns;

/// <summary>Reads the answer of a DNS server, which may be anything. Where it is cut off or malformed, nothing is read.</summary>
internal ref struct DnsReader(ReadOnlySpan<byte> message)
{
    /// <summary>A name has at most so many labels; a longer way through pointers leads round in a circle.</summary>
    private const int MaxLabels = 128;

    private readonly ReadOnlySpan<byte> message = message;
    private int at;
    private bool isBroken;

    public static bool TryRead(ReadOnlySpan<byte> message, [NotNullWhen(true)] out DnsMessage? read)
    {
        var reader = new DnsReader(message);
        read = reader.Read();
        return !reader.isBroken;
    }

    private DnsMessage Read()
    {
        var id = Word();
        var flags = Word();
        ushort[] counts = [Word(), Word(), Word(), Word()];
        var questions = new List<DnsQuestion>();
        for (var i = 0; i < counts[0] && !isBroken; i++)
        {
            questions.Add(new(Name(), Word(), Word()));
        }
        return new(
            id,
            flags,
            counts,
            questions,
            Records(counts[1]),
            Records(counts[2]),
            Records(counts[3])
        );
    }

    private List<DnsRecord> Records(int count)
    {
        var records = new List<DnsRecord>();
        for (var i = 0; i < count && !isBroken; i++)
        {
            var name = Name();
            var type = Word();
            var @class = Word();
            var timeToLive = DoubleWord();
            var length = Word();
            if (at + length > message.Length)
            {
                isBroken = true;
            }
            if (!isBroken)
            {
                var end = at + length;
                records.Add(new(name, type, @class, timeToLive, Data(type, end)));
                isBroken |= at > end;
                at = end;
            }
        }
        return records;
    }

    /// <summary>The data up to that place, as in files of zones; of a type that is not known, as RFC 3597 has it.</summary>
    private string Data(ushort type, int end)
    {
        switch (DnsCodes.TypeName(type))
        {
            case "A" when end - at == 4:
                return IpAddress.V4(DoubleWord()).ToString();
            case "AAAA" when end - at == 16:
                var bits = BinaryPrimitives.ReadUInt128BigEndian(Bytes(16));
                return IpAddress.V6(bits).ToString();
            case "NS" or "CNAME" or "PTR" or "DNAME" or "MB" or "MD" or "MF" or "MG" or "MR":
                return $"{Name()}.";
            case "MX":
                return $"{Word()} {Name()}.";
            case "SRV":
                return $"{Word()} {Word()} {Word()} {Name()}.";
            case "SOA":
                return $"{Name()}. {Name()}. {DoubleWord()} {DoubleWord()} {DoubleWord()} {DoubleWord()} {DoubleWord()}";
            case "MINFO":
                return $"{Name()}. {Name()}.";
            case "TXT" or "HINFO":
                return Strings(end);
            case "CAA":
                return $"{Byte()} {Encoding.ASCII.GetString(Bytes(Byte()))} {Quoted(Rest(end))}";
            case "NAPTR":
                return $"{Word()} {Word()} {Quoted(Bytes(Byte()))} {Quoted(Bytes(Byte()))} {Quoted(Bytes(Byte()))} {Name()}.";
            case "DS" or "CDS":
                return $"{Word()} {Byte()} {Byte()} {Convert.ToHexString(Rest(end))}";
            case "DNSKEY" or "CDNSKEY":
                return $"{Word()} {Byte()} {Byte()} {Convert.ToBase64String(Rest(end))}";
            case "TLSA":
                return $"{Byte()} {Byte()} {Byte()} {Convert.ToHexString(Rest(end))}";
            case "SSHFP":
                return $"{Byte()} {Byte()} {Convert.ToHexString(Rest(end))}";
            case "OPT":
                return "OPT ...";
            default:
                var rest = Rest(end);
                return rest.IsEmpty ? "\\# 0" : $"\\# {rest.Length} {Convert.ToHexString(rest)}";
        }
    }

    private string Strings(int end)
    {
        var texts = new List<string>();
        while (at < end && !isBroken)
        {
            texts.Add(Quoted(Bytes(Byte())));
        }
        return string.Join(' ', texts);
    }

    private static string Quoted(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var value in bytes)
        {
            if (value is (byte)'"' or (byte)'\\')
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
        return text.Append('"').ToString();
    }

    /// <summary>A name without the dot at its end. Its labels may go on elsewhere in the message.</summary>
    private string Name()
    {
        var name = new StringBuilder();
        var place = at;
        var isElsewhere = false;
        for (var labels = 0; ; labels++)
        {
            if (labels > MaxLabels || place >= message.Length)
            {
                isBroken = true;
                return "";
            }
            int length = message[place];
            if (length >= 0xC0)
            {
                if (place + 1 >= message.Length)
                {
                    isBroken = true;
                    return "";
                }
                if (!isElsewhere)
                {
                    at = place + 2;
                    isElsewhere = true;
                }
                place = (length & 0x3F) << 8 | message[place + 1];
                continue;
            }
            if (length > 63 || place + 1 + length > message.Length)
            {
                isBroken = true;
                return "";
            }
            if (length == 0)
            {
                if (!isElsewhere)
                {
                    at = place + 1;
                }
                return name.ToString();
            }
            if (name.Length > 0)
            {
                name.Append('.');
            }
            DnsName.AppendLabel(name, message.Slice(place + 1, length));
            place += 1 + length;
        }
    }

    private byte Byte() => Bytes(1) is [var value] ? value : (byte)0;

    private ushort Word() =>
        Bytes(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    private uint DoubleWord() =>
        Bytes(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    private ReadOnlySpan<byte> Rest(int end)
    {
        if (end < at)
        {
            isBroken = true;
            return [];
        }
        return Bytes(end - at);
    }

    private ReadOnlySpan<byte> Bytes(int count)
    {
        if (isBroken || at + count > message.Length)
        {
            isBroken = true;
            return [];
        }
        at += count;
        return message.Slice(at - count, count);
    }
}
