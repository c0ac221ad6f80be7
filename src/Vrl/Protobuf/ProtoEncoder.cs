using System.Globalization;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Runtime.Time;
using Freshet.Vrl.Stdlib.Coerce;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Protobuf;

/// <summary>Makes messages of values. Fields are written by number, entries of maps by key.</summary>
internal sealed class ProtoEncoder
{
    private const int MaxDepth = 100;

    private static readonly Strftime timestampText = Strftime.Parse("%Y-%m-%d %H:%M:%S%.f UTC");

    private readonly bool makesText;

    private ProtoEncoder(bool makesText) => this.makesText = makesText;

    /// <summary>The message's bytes; a failure where the value is none of that type.</summary>
    /// <param name="type">The message's type.</param>
    /// <param name="value">An object; keys that the type does not have are passed over.</param>
    /// <param name="makesText">Whether booleans, numbers and timestamps are made texts where the type has texts.</param>
    public static Value Encode(ProtoMessage type, Value value, bool makesText)
    {
        var writer = new WireWriter();
        var error = new ProtoEncoder(makesText).WriteMessage(writer, type, value, MaxDepth);
        return error is null ? Value.From(new Bytes(writer.Written.ToArray())) : Value.Fail(error);
    }

    /// <summary>Writes a message's fields. The result is what is wrong.</summary>
    private string? WriteMessage(WireWriter writer, ProtoMessage type, Value value, int depth)
    {
        if (!value.IsObject)
        {
            return "ProtobufSerializer only supports serializing objects";
        }
        if (depth == 0)
        {
            return $"the value is nested deeper than {MaxDepth} messages";
        }
        foreach (var field in type.Fields.OrderBy(field => field.Number))
        {
            if (
                !value.Object.TryGet(field.Name, out var content)
                || content.IsNull
                || IsReplaced(type, field, value.Object)
            )
            {
                continue;
            }
            if (WriteField(writer, field, content, depth) is { } error)
            {
                return $"Error converting {field.Name} field: {error}";
            }
        }
        return null;
    }

    /// <summary>Whether another field of the same group comes behind: the last one counts.</summary>
    private static bool IsReplaced(ProtoMessage type, ProtoField field, VrlObject values) =>
        field.OneOf >= 0
        && type.Fields.FindLastIndex(other =>
            other.OneOf == field.OneOf && values.TryGet(other.Name, out var value) && !value.IsNull
        ) > type.Fields.IndexOf(field);

    private string? WriteField(WireWriter writer, ProtoField field, Value value, int depth)
    {
        if (field.IsMap)
        {
            return value.IsObject
                ? WriteMap(writer, field, value.Object, depth)
                : Mismatch(value, field);
        }
        if (field.IsRepeated != value.IsArray)
        {
            return value.IsArray
                ? "Cannot encode array into a non-repeated protobuf field"
                : Mismatch(value, field);
        }
        if (!value.IsArray)
        {
            return WriteTagged(writer, field, value, depth, skipsDefault: !field.HasPresence);
        }
        if (!field.IsPacked || !field.MayBePacked)
        {
            foreach (var item in value.Array)
            {
                if (WriteTagged(writer, field, item, depth, skipsDefault: false) is { } error)
                {
                    return error;
                }
            }
            return null;
        }
        var packed = new WireWriter();
        foreach (var item in value.Array)
        {
            if (WriteValue(packed, field, item, depth, out _) is { } error)
            {
                return error;
            }
        }
        if (value.Array.Count > 0)
        {
            writer.WriteTag(field.Number, WireType.Bytes);
            writer.WriteBytes(packed.Written);
        }
        return null;
    }

    private string? WriteMap(WireWriter writer, ProtoField field, VrlObject map, int depth)
    {
        var (keyField, valueField) = (field.Message!.ByNumber[1], field.Message.ByNumber[2]);
        foreach (var (key, value) in map)
        {
            var entry = new WireWriter();
            // Keys that are numbers or booleans are texts here: decimal, true, false.
            var error =
                keyField.Type == ProtoType.Bool && key is not ("true" or "false")
                    ? $"Can't convert '{key}' to bool: provided string was not `true` or `false`"
                    : WriteTagged(entry, keyField, key, depth, skipsDefault: false);
            error ??= value.IsArray
                ? "Cannot encode array into a non-repeated protobuf field"
                : WriteTagged(entry, valueField, value, depth, skipsDefault: false);
            if (error is not null)
            {
                return error;
            }
            writer.WriteTag(field.Number, WireType.Bytes);
            writer.WriteBytes(entry.Written);
        }
        return null;
    }

    private string? WriteTagged(
        WireWriter writer,
        ProtoField field,
        Value value,
        int depth,
        bool skipsDefault
    )
    {
        var content = new WireWriter();
        if (WriteValue(content, field, value, depth, out var isDefault) is { } error)
        {
            return error;
        }
        if (!(skipsDefault && isDefault))
        {
            writer.WriteTag(field.Number, field.Wire);
            writer.WriteRaw(content.Written);
            if (field.Type == ProtoType.Group)
            {
                writer.WriteTag(field.Number, WireType.GroupEnd);
            }
        }
        return null;
    }

    private string? WriteValue(
        WireWriter writer,
        ProtoField field,
        Value value,
        int depth,
        out bool isDefault
    )
    {
        isDefault = false;
        switch (field.Type)
        {
            case ProtoType.Message or ProtoType.Group:
                return WriteInner(writer, field, value, depth);
            case ProtoType.String or ProtoType.Bytes:
                if (TextOf(value, field.Type == ProtoType.String) is not { } text)
                {
                    return Mismatch(value, field);
                }
                isDefault = text.Length == 0;
                writer.WriteBytes(text.Span);
                return null;
            case ProtoType.Bool:
                var truth = value.IsBoolean ? value.Boolean : value.IsInteger && value.Integer != 0;
                if (value.IsBytes && !ToBool.TryRead(value.Text, out truth))
                {
                    return $"Cannot parse `{value.Text}` as bool: {ToBool.Problem(value.Text)}";
                }
                if (!(value.IsBoolean || value.IsInteger || value.IsBytes))
                {
                    return Mismatch(value, field);
                }
                isDefault = !truth;
                writer.WriteVarint(truth ? 1UL : 0);
                return null;
            case ProtoType.Float or ProtoType.Double:
                return WriteFloat(writer, field, value, out isDefault);
            default:
                if (IntegerOf(value, field, out var number) is { } error)
                {
                    return error;
                }
                isDefault = number == 0;
                WriteInteger(writer, field.Type, number);
                return null;
        }
    }

    private string? WriteInner(WireWriter writer, ProtoField field, Value value, int depth)
    {
        var message = field.Message!;
        var inner = new WireWriter();
        if (value.IsTimestamp && message.Name == "google.protobuf.Timestamp")
        {
            WriteTimestamp(inner, value.Timestamp);
        }
        else if (!value.IsObject)
        {
            return Mismatch(value, field);
        }
        else if (WriteMessage(inner, message, value, depth - 1) is { } error)
        {
            return error;
        }
        if (field.Type == ProtoType.Group)
        {
            writer.WriteRaw(inner.Written);
        }
        else
        {
            writer.WriteBytes(inner.Written);
        }
        return null;
    }

    private static void WriteTimestamp(WireWriter writer, Timestamp time)
    {
        if (time.Seconds != 0)
        {
            writer.WriteTag(1, WireType.Varint);
            writer.WriteVarint((ulong)time.Seconds);
        }
        if (time.Nanoseconds != 0)
        {
            writer.WriteTag(2, WireType.Varint);
            writer.WriteVarint((ulong)time.Nanoseconds);
        }
    }

    private Bytes? TextOf(Value value, bool isText)
    {
        if (value.IsBytes)
        {
            return isText ? Bytes.From(value.Text) : value.Bytes;
        }
        if (value.IsRegex)
        {
            return Bytes.From(value.Regex.Pattern);
        }
        if (!isText || !makesText)
        {
            return null;
        }
        return value.Kind switch
        {
            ValueKind.Boolean => Bytes.From(value.Boolean ? "true" : "false"),
            ValueKind.Integer => Bytes.From(value.Integer.ToString(CultureInfo.InvariantCulture)),
            ValueKind.Float => Bytes.From(FloatText.Display(value.Float)),
            ValueKind.Timestamp => Bytes.From(
                timestampText.Format(value.Timestamp, TimeZoneInfo.Utc) ?? ""
            ),
            _ => null,
        };
    }

    private static string? WriteFloat(
        WireWriter writer,
        ProtoField field,
        Value value,
        out bool isDefault
    )
    {
        isDefault = false;
        double number;
        if (value.IsFloat)
        {
            number = value.Float;
        }
        else if (value.IsInteger)
        {
            number = value.Integer;
        }
        else if (!value.IsBytes)
        {
            return Mismatch(value, field);
        }
        else if (!Grok.GrokFilters.TryReadFloat(value.Text, out number))
        {
            var reason =
                value.Text.Length == 0
                    ? "cannot parse float from empty string"
                    : "invalid float literal";
            return $"Cannot parse `{value.Text}` as {(field.Type == ProtoType.Double ? "double" : "float")}: {reason}";
        }
        isDefault = number == 0 && !double.IsNegative(number);
        if (field.Type == ProtoType.Double)
        {
            writer.WriteFixed64(BitConverter.DoubleToUInt64Bits(number));
        }
        else
        {
            writer.WriteFixed32(BitConverter.SingleToUInt32Bits((float)number));
        }
        return null;
    }

    private static string? IntegerOf(Value value, ProtoField field, out long number)
    {
        number = 0;
        if (value.IsInteger)
        {
            number = value.Integer;
            return null;
        }
        if (value.IsTimestamp && field.Type == ProtoType.Int64)
        {
            number = value.Timestamp.Seconds * 1_000_000 + value.Timestamp.Nanoseconds / 1000;
            return null;
        }
        if (!value.IsBytes)
        {
            return Mismatch(value, field);
        }
        var text = value.Text;
        if (field.Enum is { } names)
        {
            foreach (var (name, known) in names.Values)
            {
                if (name.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    number = known;
                    return null;
                }
            }
            return $"Enum `{names.Name}` has no value that matches string '{text}'";
        }
        var (type, least, most) = field.Type switch
        {
            ProtoType.Int32 or ProtoType.Sfixed32 or ProtoType.Sint32 => (
                "i32",
                (Int128)int.MinValue,
                (Int128)int.MaxValue
            ),
            ProtoType.Uint32 or ProtoType.Fixed32 => ("u32", 0, uint.MaxValue),
            ProtoType.Uint64 or ProtoType.Fixed64 => ("u64", 0, ulong.MaxValue),
            _ => ("i64", long.MinValue, long.MaxValue),
        };
        if (ReadInteger(text, least, most, out var read) is { } reason)
        {
            return $"Can't convert '{text}' to {type}: {reason}";
        }
        number = unchecked((long)read);
        return null;
    }

    /// <summary>Reads an integer as Rust does. The result is what is wrong.</summary>
    private static string? ReadInteger(string text, Int128 least, Int128 most, out Int128 number)
    {
        number = 0;
        if (text.Length == 0)
        {
            return "cannot parse integer from empty string";
        }
        var isNegative = text[0] == '-' && least < 0;
        var digits = text.AsSpan(isNegative || text[0] == '+' ? 1 : 0);
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return "invalid digit found in string";
        }
        digits = digits.TrimStart('0');
        number =
            digits.Length > 30 ? Int128.MaxValue
            : digits.IsEmpty ? 0
            : Int128.Parse(digits, CultureInfo.InvariantCulture);
        number = isNegative ? -number : number;
        return number > most ? "number too large to fit in target type"
            : number < least ? "number too small to fit in target type"
            : null;
    }

    private static void WriteInteger(WireWriter writer, ProtoType type, long number)
    {
        switch (type)
        {
            case ProtoType.Fixed32 or ProtoType.Sfixed32:
                writer.WriteFixed32(unchecked((uint)number));
                break;
            case ProtoType.Fixed64 or ProtoType.Sfixed64:
                writer.WriteFixed64(unchecked((ulong)number));
                break;
            case ProtoType.Sint32:
                var small = unchecked((int)number);
                writer.WriteVarint(unchecked((uint)((small << 1) ^ (small >> 31))));
                break;
            case ProtoType.Sint64:
                writer.WriteVarint(unchecked((ulong)((number << 1) ^ (number >> 63))));
                break;
            case ProtoType.Uint32:
                writer.WriteVarint(unchecked((uint)number));
                break;
            case ProtoType.Int32 or ProtoType.Enum:
                writer.WriteVarint(unchecked((ulong)(long)(int)number));
                break;
            default:
                writer.WriteVarint(unchecked((ulong)number));
                break;
        }
    }

    private static string Mismatch(Value value, ProtoField field)
    {
        var kind = value.Kind switch
        {
            ValueKind.Bytes => "string",
            var other => other.ToString().ToLowerInvariant(),
        };
        return $"Cannot encode `{kind}` into protobuf `{field.Type}`";
    }
}
