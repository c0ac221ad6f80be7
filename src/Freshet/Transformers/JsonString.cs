using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Freshet.Transformers;

/// <summary>
/// The text of JSON strings as bytes. The framework's readers throw on an escaped half of a surrogate pair (<c>"\ud800"</c>), which JSON
/// allows (RFC 8259, section 8.2) and anyone may send; here it becomes three bytes of its own, like any other code point.
/// </summary>
internal static class JsonString
{
    public static ReadOnlySpan<byte> NameOf(JsonProperty property) =>
        Unescape(JsonMarshal.GetRawUtf8PropertyName(property));

    /// <param name="value">An element that is a string.</param>
    public static ReadOnlySpan<byte> TextOf(JsonElement value) =>
        Unescape(JsonMarshal.GetRawUtf8Value(value)[1..^1]);

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        var escape = raw.IndexOf((byte)'\\');
        if (escape < 0)
        {
            return raw;
        }
        // No escape is longer than what it stands for.
        var text = new byte[raw.Length];
        var length = 0;
        while (escape >= 0)
        {
            raw[..escape].CopyTo(text.AsSpan(length));
            length += escape;
            raw = raw[escape..];
            if (raw[1] == 'u')
            {
                length += EncodeCodePoint(ref raw, text.AsSpan(length));
            }
            else
            {
                text[length++] = raw[1] switch
                {
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    (byte)'n' => (byte)'\n',
                    (byte)'r' => (byte)'\r',
                    (byte)'t' => (byte)'\t',
                    var itself => itself,
                };
                raw = raw[2..];
            }
            escape = raw.IndexOf((byte)'\\');
        }
        raw.CopyTo(text.AsSpan(length));
        return text.AsSpan(0, length + raw.Length);
    }

    private static int EncodeCodePoint(ref ReadOnlySpan<byte> raw, Span<byte> text)
    {
        var unit = UnitAt(raw);
        raw = raw[6..];
        if (
            char.IsHighSurrogate(unit)
            && raw.StartsWith("\\u"u8)
            && UnitAt(raw) is var low
            && char.IsLowSurrogate(low)
        )
        {
            raw = raw[6..];
            return new Rune(unit, low).EncodeToUtf8(text);
        }
        if (Rune.TryCreate(unit, out var rune))
        {
            return rune.EncodeToUtf8(text);
        }
        text[0] = (byte)(0xe0 | (unit >> 12));
        text[1] = (byte)(0x80 | ((unit >> 6) & 0x3f));
        text[2] = (byte)(0x80 | (unit & 0x3f));
        return 3;
    }

    // A backslash, a u, four hexadecimal digits.
    private static char UnitAt(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier);
}
