using System.Buffers;
using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Yaml;

/// <summary>Texts of YAML are UTF-8 without most control characters.</summary>
internal static class YamlText
{
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out string text, out string error)
    {
        text = "";
        error = "";
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(rest, out var character, out var length);
            if (status != OperationStatus.Done)
            {
                error = At(Describe(rest), bytes.Length - rest.Length);
                return false;
            }
            if (!IsAllowed(character.Value))
            {
                error = At("control characters are not allowed", bytes.Length - rest.Length);
                return false;
            }
            rest = rest[length..];
        }
        text = Encoding.UTF8.GetString(bytes);
        return true;
    }

    private static bool IsAllowed(int character) =>
        character
            is '\t'
                or '\n'
                or '\r'
                or (>= 0x20 and <= 0x7E)
                or 0x85
                or (>= 0xA0 and not 0xFEFF and not 0xFFFE and not 0xFFFF);

    /// <summary>What is wrong with the character that starts here.</summary>
    private static string Describe(ReadOnlySpan<byte> bytes)
    {
        var length = bytes[0] switch
        {
            >= 0xC0 and < 0xE0 => 2,
            >= 0xE0 and < 0xF0 => 3,
            >= 0xF0 and < 0xF8 => 4,
            _ => 0,
        };
        if (length == 0)
        {
            return "invalid leading UTF-8 octet";
        }
        if (length > bytes.Length)
        {
            return "incomplete UTF-8 octet sequence";
        }
        var code = bytes[0] & (0xFF >> (length + 1));
        foreach (var octet in bytes[1..length])
        {
            if ((octet & 0xC0) != 0x80)
            {
                return "invalid trailing UTF-8 octet";
            }
            code = (code << 6) | (octet & 0x3F);
        }
        var isShortest =
            code
            >= (
                length == 2 ? 0x80
                : length == 3 ? 0x800
                : 0x10000
            );
        return isShortest ? "invalid Unicode character" : "invalid length of a UTF-8 sequence";
    }

    private static string At(string problem, int position) =>
        position == 0
            ? problem
            : string.Create(CultureInfo.InvariantCulture, $"{problem} at position {position}");
}
