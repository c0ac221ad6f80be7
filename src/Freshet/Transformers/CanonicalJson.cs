using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Freshet.Events;

namespace Freshet.Transformers;

/// <summary>
/// Bytes that are equal exactly where two JSON values are: whatever the order of names, the escapes, and the way numbers are written.
/// Numbers are compared as decimals, not as the doubles of RFC 8785, which would take two long ids for one. The bytes are to be compared,
/// not to be read.
/// </summary>
internal static class CanonicalJson
{
    /// <param name="value">A value of a document as <see cref="JsonText"/> lets it in: names unique, of limited depth, text well-formed.</param>
    /// <param name="output">Takes the bytes.</param>
    public static void Write(JsonElement value, ArrayBufferWriter<byte> output)
    {
        // Each value starts with its kind and says its length or count, so that no two run into each other.
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteHead('[', value.GetArrayLength(), output);
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, output);
                }
                break;
            case JsonValueKind.String:
                WriteText(value.GetString(), output);
                break;
            case JsonValueKind.Number:
                var number = Normalise(JsonMarshal.GetRawUtf8Value(value));
                WriteHead('#', number.Length, output);
                output.Write(number);
                break;
            case JsonValueKind.True:
                output.Write("t"u8);
                break;
            case JsonValueKind.False:
                output.Write("f"u8);
                break;
            default:
                output.Write("n"u8);
                break;
        }
    }

    /// <summary>Writes text as the string value that it is.</summary>
    public static void WriteText(ReadOnlySpan<char> text, ArrayBufferWriter<byte> output)
    {
        WriteHead('"', text.Length, output);
        output.Write(MemoryMarshal.AsBytes(text));
    }

    private static void WriteObject(JsonElement value, ArrayBufferWriter<byte> output)
    {
        WriteHead('{', value.GetPropertyCount(), output);
        var properties = value
            .EnumerateObject()
            .Select(property => (property.Name, property.Value));
        foreach (var (name, inner) in properties.OrderBy(pair => pair.Name, StringComparer.Ordinal))
        {
            WriteText(name, output);
            Write(inner, output);
        }
    }

    private static void WriteHead(char kind, int length, ArrayBufferWriter<byte> output)
    {
        var head = output.GetSpan(5);
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], length);
        output.Advance(5);
    }

    /// <summary>The number as its digits without zeros at either end, and the power of ten they are multiplied by.</summary>
    private static ReadOnlySpan<byte> Normalise(ReadOnlySpan<byte> raw)
    {
        var isNegative = raw[0] == '-';
        var rest = isNegative ? raw[1..] : raw;
        long exponent = 0;
        var mark = rest.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0)
        {
            if (
                !int.TryParse(
                    rest[(mark + 1)..],
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var written
                )
            )
            {
                // Beyond any use: equal only to itself, letter by letter.
                return raw;
            }
            exponent = written;
            rest = rest[..mark];
        }
        var digits = new byte[rest.Length];
        var point = rest.IndexOf((byte)'.');
        var whole = point < 0 ? rest : rest[..point];
        var fraction = point < 0 ? [] : rest[(point + 1)..];
        whole.CopyTo(digits);
        fraction.CopyTo(digits.AsSpan(whole.Length));
        var significant = digits.AsSpan(0, whole.Length + fraction.Length).TrimStart((byte)'0');
        if (significant.IsEmpty)
        {
            return "0"u8;
        }
        var trimmed = significant.TrimEnd((byte)'0');
        exponent += significant.Length - trimmed.Length - fraction.Length;
        var sign = isNegative ? "-" : "";
        return Encoding.ASCII.GetBytes($"{sign}{Encoding.ASCII.GetString(trimmed)}e{exponent}");
    }
}
