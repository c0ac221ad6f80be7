using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Freshet.Events;

/// <summary>
/// JSON in the one form that RFC 8785 (JCS) gives it, so that equal content has equal bytes: members sorted by the UTF-16 code units of their
/// names, strings with as few escapes as can be, numbers as ECMAScript prints them. For numbers that no double holds see <see cref="CanonicalNumber"/>.
/// </summary>
internal static class CanonicalJson
{
    /// <param name="json">JSON as <see cref="JsonText.Read"/> gives it.</param>
    /// <param name="except">The path of a member to leave out, such as <c>context</c>, <c>id</c>; empty leaves out nothing.</param>
    public static ReadOnlyMemory<byte> Write(
        ReadOnlyMemory<byte> json,
        params ReadOnlySpan<string> except
    )
    {
        using var document = JsonDocument.Parse(json, JsonText.DocumentOptions);
        var output = new ArrayBufferWriter<byte>(json.Length);
        Write(document.RootElement, except, output);
        return output.WrittenMemory;
    }

    /// <param name="value">A value of a document as <see cref="JsonText"/> lets it in.</param>
    /// <param name="output">Takes the bytes.</param>
    public static void Write(JsonElement value, ArrayBufferWriter<byte> output) =>
        Write(value, [], output);

    private static void Write(
        JsonElement value,
        ReadOnlySpan<string> except,
        ArrayBufferWriter<byte> output
    )
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, except, output);
                break;
            case JsonValueKind.Array:
                var separator = "["u8;
                foreach (var item in value.EnumerateArray())
                {
                    output.Write(separator);
                    Write(item, [], output);
                    separator = ","u8;
                }
                output.Write(separator[0] == '[' ? "[]"u8 : "]"u8);
                break;
            case JsonValueKind.String:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                if (raw.Contains((byte)'\\'))
                {
                    WriteString(value.GetString()!, output);
                }
                else
                {
                    // What needs an escape has one already, and nothing else has.
                    output.Write(raw);
                }
                break;
            case JsonValueKind.Number:
                CanonicalNumber.Write(JsonMarshal.GetRawUtf8Value(value), output);
                break;
            default:
                output.Write(JsonMarshal.GetRawUtf8Value(value));
                break;
        }
    }

    private static void WriteObject(
        JsonElement value,
        ReadOnlySpan<string> except,
        ArrayBufferWriter<byte> output
    )
    {
        var members = new List<(string Name, JsonElement Value)>();
        foreach (var member in value.EnumerateObject())
        {
            members.Add((member.Name, member.Value));
        }
        // Ordinal comparison of strings is the comparison of their UTF-16 code units.
        members.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        output.Write("{"u8);
        var first = true;
        foreach (var (name, child) in members)
        {
            var onPath = except is [var next, ..] && next == name;
            if (onPath && except.Length == 1)
            {
                continue;
            }
            if (!first)
            {
                output.Write(","u8);
            }
            first = false;
            WriteString(name, output);
            output.Write(":"u8);
            Write(child, onPath ? except[1..] : [], output);
        }
        output.Write("}"u8);
    }

    private static void WriteString(string text, ArrayBufferWriter<byte> output)
    {
        output.Write("\""u8);
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            var plain = 0;
            while (plain < rest.Length && rest[plain] is >= ' ' and not ('"' or '\\'))
            {
                plain++;
            }
            Encoding.UTF8.GetBytes(rest[..plain], output);
            rest = rest[plain..];
            if (!rest.IsEmpty)
            {
                WriteEscape(rest[0], output);
                rest = rest[1..];
            }
        }
        output.Write("\""u8);
    }

    private static void WriteEscape(char c, ArrayBufferWriter<byte> output)
    {
        var letter = c switch
        {
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\f' => 'f',
            '\r' => 'r',
            '"' or '\\' => c,
            _ => 'u',
        };
        output.Write([(byte)'\\', (byte)letter]);
        if (letter == 'u')
        {
            Encoding.ASCII.GetBytes($"{(int)c:x4}", output);
        }
    }
}
