using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Freshet.Vrl.Values;

/// <summary>Reads one JSON document. Errors are worded and placed as serde_json has them, since programs see them.</summary>
internal ref struct JsonReader(ReadOnlySpan<byte> json, int maxDepth, int rawDepth)
{
    private static readonly SearchValues<byte> StringStops = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Select(b => (byte)b),
        (byte)'"',
        (byte)'\\',
    ]);

    private readonly ReadOnlySpan<byte> json = json;

    /// <summary>Whether serde_json only looks at first where values end, which words some errors in another way.</summary>
    private readonly bool isRaw = rawDepth != int.MaxValue;
    private int at;
    private int depth;

    /// <summary>What is wrong, with its place; empty while nothing is.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Reads the whole text as one value.</summary>
    public bool TryReadDocument(out Value value)
    {
        if (!TryReadValue(out value))
        {
            value = default;
            return false;
        }
        SkipSpace();
        if (at < json.Length)
        {
            value = default;
            return FailAhead("trailing characters");
        }
        return true;
    }

    private bool TryReadValue(out Value value)
    {
        value = default;
        SkipSpace();
        if (at >= json.Length)
        {
            return FailAhead("EOF while parsing a value");
        }
        switch (json[at])
        {
            case (byte)'n':
                return TryReadWord("null"u8);
            case (byte)'t':
                value = Value.True;
                return TryReadWord("true"u8);
            case (byte)'f':
                value = Value.False;
                return TryReadWord("false"u8);
            case (byte)'"':
                if (!TryReadString(out var bytes))
                {
                    return false;
                }
                value = Value.From(bytes);
                return true;
            case (byte)'[':
            case (byte)'{':
                return TryReadContainer(out value);
            case (byte)'-':
            case >= (byte)'0' and <= (byte)'9':
                return TryReadNumber(out value);
            default:
                return FailAhead("expected value");
        }
    }

    private bool TryReadContainer(out Value value)
    {
        value = default;
        if (depth >= maxDepth)
        {
            return FailAhead("recursion limit exceeded");
        }
        var start = at;
        var isObject = json[at++] == (byte)'{';
        depth++;
        if (isObject ? !TryReadObject(out value) : !TryReadArray(out value))
        {
            return false;
        }
        depth--;
        if (depth >= rawDepth)
        {
            value = Value.From(json[start..at].ToArray());
        }
        return true;
    }

    private bool TryReadArray(out Value value)
    {
        value = default;
        var array = new VrlArray();
        for (var isFirst = true; ; isFirst = false)
        {
            SkipSpace();
            if (at >= json.Length)
            {
                return FailAhead("EOF while parsing a list");
            }
            if (json[at] == (byte)']')
            {
                at++;
                value = Value.From(array);
                return true;
            }
            if (!isFirst)
            {
                if (json[at] != (byte)',')
                {
                    return FailAhead("expected `,` or `]`");
                }
                at++;
                SkipSpace();
                if (!isRaw && at < json.Length && json[at] == (byte)']')
                {
                    return FailAhead("trailing comma");
                }
            }
            if (!TryReadValue(out var item))
            {
                return false;
            }
            array.AddOwned(item);
        }
    }

    private bool TryReadObject(out Value value)
    {
        value = default;
        var fields = new List<KeyValuePair<string, Value>>();
        for (var isFirst = true; ; isFirst = false)
        {
            SkipSpace();
            if (at >= json.Length)
            {
                return FailAhead("EOF while parsing an object");
            }
            if (json[at] == (byte)'}')
            {
                at++;
                value = Value.From(VrlObject.FromOwned(fields));
                return true;
            }
            if (!isFirst)
            {
                if (json[at] != (byte)',')
                {
                    return FailAhead("expected `,` or `}`");
                }
                at++;
                SkipSpace();
                if (at >= json.Length)
                {
                    return FailAhead($"EOF while parsing {(isRaw ? "an object" : "a value")}");
                }
                if (!isRaw && json[at] == (byte)'}')
                {
                    return FailAhead("trailing comma");
                }
            }
            if (json[at] != (byte)'"')
            {
                return FailAhead("key must be a string");
            }
            if (!TryReadString(out var key))
            {
                return false;
            }
            SkipSpace();
            if (at >= json.Length)
            {
                return FailAhead("EOF while parsing an object");
            }
            if (json[at] != (byte)':')
            {
                return FailAhead("expected `:`");
            }
            at++;
            if (!TryReadValue(out var field))
            {
                return false;
            }
            fields.Add(new(key.ToString(), field));
        }
    }

    private bool TryReadWord(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < word.Length; i++, at++)
        {
            if (at >= json.Length)
            {
                return Fail("EOF while parsing a value");
            }
            if (json[at] != word[i])
            {
                at++;
                return Fail("expected ident");
            }
        }
        return true;
    }

    private bool TryReadNumber(out Value value)
    {
        value = default;
        var start = at;
        var isInteger = true;
        if (json[at] == (byte)'-')
        {
            at++;
        }
        if (at >= json.Length)
        {
            return Fail(isRaw ? "invalid number" : "EOF while parsing a value");
        }
        if (json[at] == (byte)'0')
        {
            at++;
            if (IsDigit())
            {
                return FailAhead("invalid number");
            }
        }
        else if (!SkipDigits("invalid number"))
        {
            return false;
        }
        if (at < json.Length && json[at] == (byte)'.')
        {
            isInteger = false;
            at++;
            if (!SkipDigits("invalid number"))
            {
                return false;
            }
        }
        if (at < json.Length && (json[at] | 0x20) == 'e')
        {
            isInteger = false;
            at++;
            if (at < json.Length && json[at] is (byte)'+' or (byte)'-')
            {
                at++;
            }
            if (!SkipDigits("invalid number"))
            {
                return false;
            }
        }
        var text = json[start..at];
        // Zero with a sign is told from zero only by a float.
        if (
            isInteger
            && !text.SequenceEqual("-0"u8)
            && Utf8Parser.TryParse(text, out long integer, out var used)
            && used == text.Length
        )
        {
            value = Value.From(integer);
            return true;
        }
        // What fits no integer but an unsigned one is not made a float on this way.
        if (
            isRaw
            && isInteger
            && Utf8Parser.TryParse(text, out ulong _, out used)
            && used == text.Length
        )
        {
            value = Value.From(text.ToArray());
            return true;
        }
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number))
        {
            return Fail("number out of range");
        }
        value = Value.From(number);
        return true;
    }

    private readonly bool IsDigit() =>
        at < json.Length && json[at] is >= (byte)'0' and <= (byte)'9';

    private bool SkipDigits(string error)
    {
        if (!IsDigit())
        {
            if (at >= json.Length)
            {
                return Fail(isRaw ? error : "EOF while parsing a value");
            }
            at++;
            return Fail(error);
        }
        while (IsDigit())
        {
            at++;
        }
        return true;
    }

    private bool TryReadString(out Bytes value)
    {
        value = Bytes.Empty;
        at++;
        var start = at;
        var stop = json[at..].IndexOfAny(StringStops);
        if (stop >= 0 && json[at + stop] == (byte)'"')
        {
            at += stop + 1;
            return TryFinishString(json.Slice(start, stop), out value);
        }
        var text = new ArrayBufferWriter<byte>(Math.Max(16, stop * 2));
        while (true)
        {
            if (stop < 0)
            {
                at = json.Length;
                return Fail("EOF while parsing a string");
            }
            text.Write(json.Slice(at, stop));
            at += stop;
            switch (json[at++])
            {
                case (byte)'"':
                    return TryFinishString(text.WrittenSpan, out value);
                case (byte)'\\':
                    if (!TryReadEscape(text))
                    {
                        return false;
                    }
                    break;
                default:
                    at -= isRaw ? 1 : 0;
                    return Fail("control character (\\u0000-\\u001F) found while parsing a string");
            }
            stop = json[at..].IndexOfAny(StringStops);
        }
    }

    private bool TryFinishString(ReadOnlySpan<byte> utf8, out Bytes value)
    {
        value = utf8.IsEmpty ? Bytes.Empty : new Bytes(utf8.ToArray());
        return Utf8.IsValid(utf8) || Fail("invalid unicode code point");
    }

    private bool TryReadEscape(ArrayBufferWriter<byte> text)
    {
        if (at >= json.Length)
        {
            return Fail("EOF while parsing a string");
        }
        var escape = json[at++];
        if (escape == 'u')
        {
            return TryReadUnicodeEscape(text);
        }
        byte character = escape switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => escape,
            (byte)'b' => 8,
            (byte)'f' => 12,
            (byte)'n' => 10,
            (byte)'r' => 13,
            (byte)'t' => 9,
            _ => 0,
        };
        if (character == 0)
        {
            return Fail("invalid escape");
        }
        text.Write([character]);
        return true;
    }

    private bool TryReadUnicodeEscape(ArrayBufferWriter<byte> text)
    {
        if (!TryReadHex(out var unit))
        {
            return false;
        }
        Rune rune;
        if (unit is >= 0xDC00 and <= 0xDFFF)
        {
            return Fail("lone leading surrogate in hex escape");
        }
        if (unit is >= 0xD800 and <= 0xDBFF)
        {
            if (at < json.Length && json[at] != (byte)'\\')
            {
                at++;
                return Fail("unexpected end of hex escape");
            }
            at++;
            if (at < json.Length && json[at] != (byte)'u')
            {
                at++;
                return Fail("unexpected end of hex escape");
            }
            at++;
            if (!TryReadHex(out var low))
            {
                return false;
            }
            if (!Rune.TryCreate((char)unit, (char)low, out rune))
            {
                return Fail("lone leading surrogate in hex escape");
            }
        }
        else
        {
            rune = new Rune(unit);
        }
        text.Advance(rune.EncodeToUtf8(text.GetSpan(4)));
        return true;
    }

    private bool TryReadHex(out int unit)
    {
        unit = 0;
        if (at + 4 > json.Length)
        {
            at = json.Length;
            return Fail("EOF while parsing a string");
        }
        var digits = json.Slice(at, 4);
        at += 4;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return Fail("invalid escape");
            }
            unit = unit * 16 + Convert.ToInt32(((char)digit).ToString(), 16);
        }
        return true;
    }

    private void SkipSpace()
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
        {
            at++;
        }
    }

    /// <summary>Something is wrong with what was read last.</summary>
    private bool Fail(string message)
    {
        at = Math.Min(at, json.Length);
        var before = json[..at];
        var line = before.Count((byte)'\n') + 1;
        var column = at - (before.LastIndexOf((byte)'\n') + 1);
        Error = $"{message} at line {line} column {column}";
        return false;
    }

    /// <summary>Something is wrong with what comes next.</summary>
    private bool FailAhead(string message)
    {
        at++;
        return Fail(message);
    }
}
