using System.Globalization;

namespace Freshet.Vrl.Stdlib.Parse;

/// <summary>Bytes as <c>%2F</c>.</summary>
internal static class PercentEncoding
{
    /// <summary>Reads <c>%</c> with two hexadecimal digits at the beginning of the text.</summary>
    public static bool TryReadByte(ReadOnlySpan<byte> text, out byte value)
    {
        value = 0;
        return text.Length >= 3
            && text[0] == '%'
            && char.IsAsciiHexDigit((char)text[1])
            && byte.TryParse(
                text.Slice(1, 2),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out value
            );
    }
}
