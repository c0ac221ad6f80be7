using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Parse.Cbor;

/// <summary>
/// Reads one item of CBOR (RFC 8949) that can be a value: byte strings and tags cannot, as upstream has it. Errors are worded as there, since programs see
/// them.
/// </summary>
internal ref struct CborReader(ReadOnlySpan<byte> data)
{
    private const int MaxDepth = 256;
    private const byte Break = 0xFF;
    private const string EndOfFile = "Io(EndOfFile(()))";

    private readonly ReadOnlySpan<byte> data = data;
    private int at;
    private int depth;

    /// <summary>Why there is no value; empty where there is one.</summary>
    public string Error { get; private set; } = "";

    /// <summary>Reads an item; what follows it does not count.</summary>
    public bool TryRead(out Value value)
    {
        value = default;
        var start = at;
        if (!TryReadHead(out var head))
        {
            return false;
        }
        switch (head.Type)
        {
            case CborType.Unsigned:
                value =
                    head.Argument <= long.MaxValue
                        ? Value.From((long)head.Argument)
                        : Value.From((double)head.Argument);
                return true;
            case CborType.Negative:
                if (head.Argument > long.MaxValue)
                {
                    var number = -1 - (Int128)head.Argument;
                    return FailType($"integer `{number}` as i128");
                }
                value = Value.From(-1 - (long)head.Argument);
                return true;
            case CborType.Bytes:
                return TryReadPieces(head, start, into: null) && FailType("byte array");
            case CborType.Text:
                if (!TryReadText(head, start, out var text))
                {
                    return false;
                }
                value = Value.From(text);
                return true;
            case CborType.Array:
            case CborType.Map:
                return TryReadContainer(head, start, out value);
            case CborType.Tag:
                return FailTag(head.Argument);
            default:
                return TryReadSimple(head, out value);
        }
    }

    private bool TryReadHead(out CborHead head)
    {
        head = default;
        var start = at;
        if (at >= data.Length)
        {
            return Fail(EndOfFile);
        }
        var initial = data[at++];
        var type = (CborType)(initial >> 5);
        var information = initial & 31;
        if (information == 31)
        {
            head = new(type, 0, information);
            return type is not (CborType.Unsigned or CborType.Negative or CborType.Tag)
                || Fail($"Syntax({start})");
        }
        if (information < 24)
        {
            head = new(type, (ulong)information, information);
            return true;
        }
        if (information > 27)
        {
            return Fail($"Syntax({start})");
        }
        var length = 1 << (information - 24);
        if (data.Length - at < length)
        {
            return Fail(EndOfFile);
        }
        var bytes = data.Slice(at, length);
        at += length;
        head = new(
            type,
            length switch
            {
                1 => bytes[0],
                2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
                4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
                _ => BinaryPrimitives.ReadUInt64BigEndian(bytes),
            },
            information
        );
        return true;
    }

    private bool TryReadText(CborHead head, int start, out string text)
    {
        var pieces = new StringBuilder();
        var isRead = TryReadPieces(head, start, pieces);
        text = pieces.ToString();
        return isRead;
    }

    /// <summary>Reads a string of text, or skips one of bytes, that may be in pieces, which may be in pieces again.</summary>
    private bool TryReadPieces(CborHead head, int start, StringBuilder? into)
    {
        if (!head.IsIndefinite)
        {
            return TryReadPiece(head, start, into);
        }
        for (var nesting = 1; nesting > 0; )
        {
            if (TrySkipBreak())
            {
                nesting--;
                continue;
            }
            start = at;
            if (!TryReadHead(out var piece))
            {
                return false;
            }
            if (piece.Type != head.Type)
            {
                return Fail($"Syntax({start})");
            }
            if (piece.IsIndefinite)
            {
                nesting++;
            }
            else if (!TryReadPiece(piece, start, into))
            {
                return false;
            }
        }
        return true;
    }

    private bool TryReadPiece(CborHead head, int start, StringBuilder? into)
    {
        if (head.Argument > long.MaxValue / 2)
        {
            return Fail($"Syntax({start})");
        }
        if (head.Argument > (ulong)(data.Length - at))
        {
            return Fail(EndOfFile);
        }
        var bytes = data.Slice(at, (int)head.Argument);
        at += bytes.Length;
        if (into is not null)
        {
            if (!Utf8.IsValid(bytes))
            {
                return Fail($"Syntax({start})");
            }
            into.Append(Encoding.UTF8.GetString(bytes));
        }
        return true;
    }

    private bool TryReadContainer(CborHead head, int start, out Value value)
    {
        value = default;
        if (head.Argument > long.MaxValue / 2)
        {
            return Fail($"Syntax({start})");
        }
        if (++depth > MaxDepth)
        {
            return Fail("RecursionLimitExceeded");
        }
        var isRead =
            head.Type == CborType.Array
                ? TryReadArray(head, out value)
                : TryReadMap(head, out value);
        depth--;
        return isRead;
    }

    private bool TryReadArray(CborHead head, out Value value)
    {
        value = default;
        var array = new VrlArray();
        for (ulong i = 0; head.IsIndefinite || i < head.Argument; i++)
        {
            if (head.IsIndefinite && TrySkipBreak())
            {
                break;
            }
            if (!TryRead(out var item))
            {
                return false;
            }
            array.AddOwned(item);
        }
        value = Value.From(array);
        return true;
    }

    private bool TryReadMap(CborHead head, out Value value)
    {
        value = default;
        var fields = new List<KeyValuePair<string, Value>>();
        for (ulong i = 0; head.IsIndefinite || i < head.Argument; i++)
        {
            if (head.IsIndefinite && TrySkipBreak())
            {
                break;
            }
            if (!TryReadKey(out var key) || !TryRead(out var field))
            {
                return false;
            }
            fields.Add(new(key, field));
        }
        value = Value.From(VrlObject.FromOwned(fields));
        return true;
    }

    /// <summary>A text; tags before it do not count.</summary>
    private bool TryReadKey(out string key)
    {
        key = "";
        int start;
        CborHead head;
        do
        {
            start = at;
            if (!TryReadHead(out head))
            {
                return false;
            }
        } while (head.Type == CborType.Tag);
        return head.Type == CborType.Text
            ? TryReadText(head, start, out key)
            : FailKey(
                head.Type switch
                {
                    CborType.Unsigned => $"integer `{head.Argument}`",
                    CborType.Negative => $"integer `{-1 - (Int128)head.Argument}`",
                    CborType.Bytes => "bytes",
                    CborType.Array => "sequence",
                    CborType.Map => "map",
                    _ when head.IsIndefinite => "break",
                    _ when head.Float is { } number => $"floating point `{ShowFloat(number)}`",
                    _ => head.Simple switch
                    {
                        20 => "boolean `false`",
                        21 => "boolean `true`",
                        22 => "null",
                        23 => "undefined",
                        _ => "simple",
                    },
                }
            );
    }

    private static string ShowFloat(double number)
    {
        var text = double.IsNaN(number) ? "NaN" : FloatText.Display(number);
        return double.IsFinite(number) && !text.Contains('.', StringComparison.Ordinal)
            ? text + ".0"
            : text;
    }

    private bool TryReadSimple(CborHead head, out Value value)
    {
        value = default;
        if (head.IsIndefinite)
        {
            return Fail("Semantic(None, \"invalid type: break, expected non-break\")");
        }
        if (head.Float is { } number)
        {
            return TryReadFloat(number, out value);
        }
        switch (head.Simple)
        {
            case 20:
                value = Value.False;
                return true;
            case 21:
                value = Value.True;
                return true;
            case 22 or 23:
                return true;
            default:
                return Fail(
                    "Semantic(None, \"invalid type: simple, expected known simple value\")"
                );
        }
    }

    private bool TryReadFloat(double number, out Value value)
    {
        value = default;
        if (double.IsNaN(number))
        {
            return Fail(
                "Semantic(None, \"invalid value: floating point `NaN`, expected any valid JSON value\")"
            );
        }
        value = Value.From(number);
        return true;
    }

    private bool TrySkipBreak()
    {
        if (at >= data.Length || data[at] != Break)
        {
            return false;
        }
        at++;
        return true;
    }

    /// <summary>Big numbers are tagged byte strings; any other tag is of a kind that values do not have.</summary>
    private bool FailTag(ulong tag)
    {
        if (!TryReadHead(out var head))
        {
            return false;
        }
        var isBig =
            tag is 2 or 3 && head is { Type: CborType.Bytes, IsIndefinite: false, Argument: <= 16 };
        if (isBig)
        {
            if (head.Argument > (ulong)(data.Length - at))
            {
                return Fail(EndOfFile);
            }
            UInt128 number = 0;
            foreach (var b in data.Slice(at, (int)head.Argument))
            {
                number = (number << 8) | b;
            }
            if (tag == 3 && number > (UInt128)Int128.MaxValue)
            {
                return Fail("Semantic(None, \"integer too large\")");
            }
            return FailType(
                tag == 2
                    ? $"integer `{number.ToString(CultureInfo.InvariantCulture)}` as u128"
                    : $"integer `{(-1 - (Int128)number).ToString(CultureInfo.InvariantCulture)}` as i128"
            );
        }
        return FailType("enum");
    }

    private bool FailType(string found) =>
        Fail($"Semantic(None, \"invalid type: {found}, expected any valid JSON value\")");

    private bool FailKey(string found) =>
        Fail($"Semantic(None, \"invalid type: {found}, expected string\")");

    private bool Fail(string error)
    {
        Error = error;
        return false;
    }
}
