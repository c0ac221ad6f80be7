using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Freshet.Vrl.Runtime;

namespace Freshet.Vrl.Values;

/// <summary>Writes one value as JSON. It does not recurse, since values may be of any depth.</summary>
internal readonly struct JsonWriter(IBufferWriter<byte> output, bool pretty)
{
    /// <summary>What a byte below 0x80 is written as after a backslash; 0 for itself, <c>u</c> for its number.</summary>
    private static readonly byte[] Escapes = MakeEscapes();

    private static readonly SearchValues<byte> NeedsEscape = SearchValues.Create([
        .. Enumerable.Range(0, 0x80).Select(b => (byte)b).Where(b => Escapes[b] != 0),
    ]);

    private static readonly SearchValues<char> NeedsEscapeInKey = SearchValues.Create([
        .. Enumerable.Range(0, 0x80).Where(b => Escapes[b] != 0).Select(b => (char)b),
    ]);

    /// <summary>Writes the value.</summary>
    public void Write(Value root)
    {
        if (!TryWriteScalar(root))
        {
            WriteContainer(root);
        }
    }

    private void WriteContainer(Value root)
    {
        var open = new Stack<(Value Container, int Next)>();
        open.Push((root, 0));
        while (open.TryPop(out var level))
        {
            var (container, next) = level;
            var isObject = container.IsObject;
            var count = isObject ? container.Object.Count : container.Array.Count;
            if (next == 0)
            {
                Byte(isObject ? (byte)'{' : (byte)'[');
            }
            Value? inner = null;
            while (next < count && inner is null)
            {
                if (next > 0)
                {
                    Byte((byte)',');
                }
                Break(open.Count + 1);
                if (isObject)
                {
                    WriteKey(container.Object.KeyAt(next));
                }
                var value = isObject ? container.Object.ValueAt(next) : container.Array[next];
                next++;
                if (!TryWriteScalar(value))
                {
                    inner = value;
                }
            }
            if (inner is { } deeper)
            {
                open.Push((container, next));
                open.Push((deeper, 0));
                continue;
            }
            if (count > 0)
            {
                Break(open.Count);
            }
            Byte(isObject ? (byte)'}' : (byte)']');
        }
    }

    /// <summary>Writes the value unless it is an array or object with something in it.</summary>
    private bool TryWriteScalar(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Boolean:
                output.Write(value.Boolean ? "true"u8 : "false"u8);
                return true;
            case ValueKind.Integer:
                Utf8Formatter.TryFormat(value.Integer, output.GetSpan(20), out var length);
                output.Advance(length);
                return true;
            case ValueKind.Float:
                WriteFloat(value.Float);
                return true;
            case ValueKind.Bytes:
                WriteString(value.Bytes);
                return true;
            case ValueKind.Timestamp:
                WriteText(TimestampText.Format(value.Timestamp));
                return true;
            case ValueKind.Regex:
                WriteText(value.Regex.Pattern);
                return true;
            case ValueKind.Array:
            case ValueKind.Object:
                return false;
            default:
                output.Write("null"u8);
                return true;
        }
    }

    private void WriteFloat(double value)
    {
        Span<char> text = stackalloc char[32];
        var length = FloatText.WriteJson(value, text);
        Encoding.ASCII.GetBytes(text[..length], output.GetSpan(length));
        output.Advance(length);
    }

    private void WriteKey(string key)
    {
        WriteText(key);
        output.Write(pretty ? ": "u8 : ":"u8);
    }

    private void WriteText(string text)
    {
        if (text.AsSpan().IndexOfAny(NeedsEscapeInKey) >= 0)
        {
            WriteEscaped(Encoding.UTF8.GetBytes(text));
            return;
        }
        Byte((byte)'"');
        var into = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, into));
        Byte((byte)'"');
    }

    private void WriteString(Bytes bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes.Span))
        {
            WriteEscaped(bytes.Span);
        }
        else
        {
            WriteEscaped(Encoding.UTF8.GetBytes(bytes.ToString()));
        }
    }

    private void WriteEscaped(ReadOnlySpan<byte> utf8)
    {
        Byte((byte)'"');
        while (true)
        {
            var plain = utf8.IndexOfAny(NeedsEscape);
            if (plain < 0)
            {
                break;
            }
            output.Write(utf8[..plain]);
            var escape = Escapes[utf8[plain]];
            if (escape == 'u')
            {
                var text = output.GetSpan(6);
                "\\u00"u8.CopyTo(text);
                utf8[plain].TryFormat(text[4..], out _, "x2", CultureInfo.InvariantCulture);
                output.Advance(6);
            }
            else
            {
                output.Write([(byte)'\\', escape]);
            }
            utf8 = utf8[(plain + 1)..];
        }
        output.Write(utf8);
        Byte((byte)'"');
    }

    private void Break(int depth)
    {
        if (!pretty)
        {
            return;
        }
        Byte((byte)'\n');
        for (var i = 0; i < depth; i++)
        {
            output.Write("  "u8);
        }
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static byte[] MakeEscapes()
    {
        var escapes = new byte[0x80];
        escapes.AsSpan(0, 0x20).Fill((byte)'u');
        escapes['\b'] = (byte)'b';
        escapes['\f'] = (byte)'f';
        escapes['\n'] = (byte)'n';
        escapes['\r'] = (byte)'r';
        escapes['\t'] = (byte)'t';
        escapes['"'] = (byte)'"';
        escapes['\\'] = (byte)'\\';
        return escapes;
    }
}
