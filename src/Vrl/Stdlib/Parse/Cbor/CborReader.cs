using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
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
            case MajorType.Unsigned:
                value =
                    head.Argument <= long.MaxValue
                        ? Value.From((long)head.Argument)
                        : Value.From((double)head.Argument);
                return true;
            case MajorType.Negative:
                if (head.Argument > long.MaxValue)
                {
                    var number = -1 - (Int128)head.Argument;
                    return FailType($"integer `{number}` as i128");
                }
                value = Value.From(-1 - (long)head.Argument);
                return true;
            case MajorType.Bytes:
                return head.Argument > int.MaxValue && !head.IsIndefinite
                    ? Fail($"Syntax({start})")
                    : FailType("byte array");
            case MajorType.Text:
                if (!TryReadText(head, start, out var text))
                {
                    return false;
                }
                value = Value.From(text);
                return true;
            case MajorType.Array:
            case MajorType.Map:
                return TryReadContainer(head, start, out value);
            case MajorType.Tag:
                return FailTag(head.Argument);
            default:
                return TryReadSimple(head, out value);
        }
    }

    private bool TryReadHead(out Head head)
    {
        head = default;
        var start = at;
        if (at >= data.Length)
        {
            return Fail(EndOfFile);
        }
        var initial = data[at++];
        var type = (MajorType)(initial >> 5);
        var information = initial & 31;
        if (information == 31)
        {
            head = new(type, 0, information);
            return type is not (MajorType.Unsigned or MajorType.Negative or MajorType.Tag)
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

    private bool TryReadText(Head head, int start, out string text)
    {
        text = "";
        if (!head.IsIndefinite)
        {
            return TryReadPiece(head, start, out text);
        }
        var whole = new StringBuilder();
        while (true)
        {
            if (TrySkipBreak())
            {
                text = whole.ToString();
                return true;
            }
            start = at;
            if (!TryReadHead(out var piece))
            {
                return false;
            }
            if (piece.Type != MajorType.Text || piece.IsIndefinite)
            {
                return Fail($"Syntax({start})");
            }
            if (!TryReadPiece(piece, start, out var part))
            {
                return false;
            }
            whole.Append(part);
        }
    }

    private bool TryReadPiece(Head head, int start, out string text)
    {
        text = "";
        if (head.Argument > long.MaxValue / 2)
        {
            return Fail($"Syntax({start})");
        }
        if (head.Argument > (ulong)(data.Length - at))
        {
            return Fail(EndOfFile);
        }
        var utf8 = data.Slice(at, (int)head.Argument);
        at += utf8.Length;
        if (!Utf8.IsValid(utf8))
        {
            return Fail($"Syntax({start})");
        }
        text = Encoding.UTF8.GetString(utf8);
        return true;
    }

    private bool TryReadContainer(Head head, int start, out Value value)
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
            head.Type == MajorType.Array
                ? TryReadArray(head, out value)
                : TryReadMap(head, out value);
        depth--;
        return isRead;
    }

    private bool TryReadArray(Head head, out Value value)
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

    private bool TryReadMap(Head head, out Value value)
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

    private bool TryReadKey(out string key)
    {
        key = "";
        var start = at;
        if (!TryReadHead(out var head))
        {
            return false;
        }
        if (head.Type == MajorType.Text)
        {
            return TryReadText(head, start, out key);
        }
        if (head.Type == MajorType.Simple && TryReadSimple(head, out var simple))
        {
            return FailKey(
                simple.IsNull ? "null"
                : simple.IsBoolean ? $"boolean `{(simple.Boolean ? "true" : "false")}`"
                : $"floating point `{VrlJson.Write(simple)}`"
            );
        }
        return Error.Length == 0
            && FailKey(
                head.Type switch
                {
                    MajorType.Unsigned => $"integer `{head.Argument}`",
                    MajorType.Negative => $"integer `{-1 - (Int128)head.Argument}`",
                    MajorType.Bytes => "bytes",
                    MajorType.Array => "sequence",
                    MajorType.Map => "map",
                    _ => "tag",
                }
            );
    }

    private bool TryReadSimple(Head head, out Value value)
    {
        value = default;
        switch (head.Information)
        {
            case 20:
                value = Value.False;
                return true;
            case 21:
                value = Value.True;
                return true;
            case 22 or 23:
                return true;
            case 25:
                return TryReadFloat(
                    (double)BitConverter.UInt16BitsToHalf((ushort)head.Argument),
                    out value
                );
            case 26:
                return TryReadFloat(
                    BitConverter.UInt32BitsToSingle((uint)head.Argument),
                    out value
                );
            case 27:
                return TryReadFloat(BitConverter.UInt64BitsToDouble(head.Argument), out value);
            case 31:
                return Fail("Semantic(None, \"invalid type: break, expected non-break\")");
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
        if (tag is 2 or 3)
        {
            if (!TryReadHead(out var head))
            {
                return false;
            }
            if (head is { Type: MajorType.Bytes, IsIndefinite: false, Argument: <= 16 })
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
                return FailType(
                    tag == 2
                        ? $"integer `{number.ToString(CultureInfo.InvariantCulture)}` as u128"
                        : $"integer `{(-1 - (Int128)number).ToString(CultureInfo.InvariantCulture)}` as i128"
                );
            }
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

    private enum MajorType
    {
        Unsigned,
        Negative,
        Bytes,
        Text,
        Array,
        Map,
        Tag,
        Simple,
    }

    /// <summary>The beginning of an item.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Head(MajorType Type, ulong Argument, int Information)
    {
        public bool IsIndefinite => Information == 31;
    }
}
