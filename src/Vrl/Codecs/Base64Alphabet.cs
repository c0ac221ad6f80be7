using Freshet.Vrl.Values;

namespace Freshet.Vrl.Codecs;

/// <summary>Base64 with one of its two alphabets. To decode it is stricter than the framework: no white space, no bits beyond the last byte.</summary>
internal sealed class Base64Alphabet
{
    private static readonly Base64Alphabet Standard = new('+', '/');
    private static readonly Base64Alphabet UrlSafe = new('-', '_');

    private readonly bool isStandard;
    private readonly sbyte[] values = new sbyte[256];

    private Base64Alphabet(char second, char last)
    {
        isStandard = second == '+';
        var digits =
            $"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789{second}{last}";
        Array.Fill(values, (sbyte)-1);
        for (var i = 0; i < digits.Length; i++)
        {
            values[digits[i]] = (sbyte)i;
        }
    }

    /// <summary>The alphabet that the language names so.</summary>
    public static bool TryFind(Bytes name, out Base64Alphabet alphabet)
    {
        alphabet = name.Span.SequenceEqual("url_safe"u8) ? UrlSafe : Standard;
        return alphabet == UrlSafe || name.Span.SequenceEqual("standard"u8);
    }

    public string Encode(ReadOnlySpan<byte> data, bool isPadded)
    {
        var text = Convert.ToBase64String(data);
        text = isPadded ? text : text.TrimEnd('=');
        return isStandard ? text : text.Replace('+', '-').Replace('/', '_');
    }

    /// <summary>Decodes a text, whatever padding it has; padding alone is no text.</summary>
    public bool TryDecode(ReadOnlySpan<byte> text, out byte[] data)
    {
        var isPadding = !text.IsEmpty && text[0] == '=';
        text = text.TrimEnd((byte)'=');
        data = [];
        if (isPadding || text.Length % 4 == 1)
        {
            return false;
        }
        data = new byte[(int)(text.Length * 3L / 4)];
        var bits = 0;
        var count = 0;
        var next = 0;
        foreach (var digit in text)
        {
            var value = values[digit];
            if (value < 0)
            {
                return false;
            }
            bits = (bits << 6) | (int)value;
            count += 6;
            if (count >= 8)
            {
                count -= 8;
                data[next++] = (byte)(bits >> count);
                bits &= (1 << count) - 1;
            }
        }
        return bits == 0;
    }

    /// <summary>Decodes a text with the padding that it should have, in the standard alphabet.</summary>
    public static bool TryDecodePadded(ReadOnlySpan<byte> text, out byte[] data)
    {
        data = [];
        var padding = text.Length - text.TrimEnd((byte)'=').Length;
        return text.Length % 4 == 0 && padding <= 2 && Standard.TryDecode(text, out data);
    }
}
