using System.Globalization;
using System.Text.Unicode;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Protobuf;

/// <summary>Makes values of messages.</summary>
internal static class ProtoDecoder
{
    /// <summary>How deep messages may be nested.</summary>
    private const int MaxDepth = 100;

    /// <summary>The message as an object; a failure where it is none of that type. Fields that are not known are passed over.</summary>
    public static Value Decode(ProtoMessage type, ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var result = new VrlObject();
        var error = Read(ref reader, type, result, MaxDepth, groupEnd: 0);
        return error is null ? Value.From(result) : Value.Fail(error);
    }

    /// <summary>Reads fields into the object, which may hold some of an earlier part of the message. The result is what is wrong.</summary>
    private static string? Read(
        ref WireReader reader,
        ProtoMessage type,
        VrlObject result,
        int depth,
        int groupEnd
    )
    {
        if (depth == 0)
        {
            return Wrong("recursion limit reached");
        }
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var wire))
        {
            if (wire == WireType.GroupEnd)
            {
                return number == groupEnd ? null : Wrong("unexpected end group tag");
            }
            if (!type.ByNumber.TryGetValue(number, out var field))
            {
                reader.Skip(number, wire);
                continue;
            }
            if (ReadField(ref reader, type, field, wire, result, depth) is { } error)
            {
                return error;
            }
        }
        return reader.Error is { } problem ? Wrong(problem)
            : groupEnd > 0 ? Wrong("buffer underflow")
            : null;
    }

    private static string? ReadField(
        ref WireReader reader,
        ProtoMessage type,
        ProtoField field,
        WireType wire,
        VrlObject result,
        int depth
    )
    {
        if (field.IsMap)
        {
            return wire == WireType.Bytes
                ? ReadEntry(reader.ReadBytes(), field, result, depth)
                : Wrong($"invalid wire type: {wire} (expected LengthDelimited)");
        }
        if (wire == WireType.Bytes && field.MayBePacked)
        {
            var packed = new WireReader(reader.ReadBytes());
            while (!packed.IsAtEnd)
            {
                if (
                    ReadValue(ref packed, field, field.Wire, null, depth, out var item) is { } error
                )
                {
                    return error;
                }
                Append(result, field, item);
            }
            return packed.Error is null ? null : Wrong(packed.Error);
        }
        var held =
            !field.IsRepeated && result.TryGet(field.Name, out var before) && before.IsObject
                ? before.Object
                : null;
        if (ReadValue(ref reader, field, wire, held, depth, out var value) is { } wrong)
        {
            return wrong;
        }
        if (field.IsRepeated)
        {
            Append(result, field, value);
            return null;
        }
        if (field.OneOf >= 0)
        {
            foreach (var other in type.Fields)
            {
                if (other.OneOf == field.OneOf && other != field)
                {
                    result.Remove(other.Name, out _);
                }
            }
        }
        if (!field.HasPresence && IsDefault(value, field))
        {
            result.Remove(field.Name, out _);
        }
        else
        {
            result.SetOwned(field.Name, value);
        }
        return null;
    }

    private static string? ReadEntry(
        ReadOnlySpan<byte> bytes,
        ProtoField field,
        VrlObject result,
        int depth
    )
    {
        var entry = field.Message!;
        var (keyField, valueField) = (entry.ByNumber[1], entry.ByNumber[2]);
        var read = new VrlObject();
        var reader = new WireReader(bytes);
        if (Read(ref reader, entry, read, depth - 1, groupEnd: 0) is { } error)
        {
            return error;
        }
        if (!read.TryGet(keyField.Name, out var key))
        {
            key = Default(keyField);
        }
        if (!read.TryGet(valueField.Name, out var value))
        {
            value = Default(valueField);
        }
        if (!result.TryGet(field.Name, out var map))
        {
            result.SetOwned(field.Name, map = Value.From(new VrlObject()));
        }
        map.Object.SetOwned(KeyText(key, keyField.Type), value);
        return null;
    }

    /// <summary>Keys are texts: those that are numbers are decimal, booleans are <c>true</c> and <c>false</c>.</summary>
    private static string KeyText(Value key, ProtoType type) =>
        key.Kind switch
        {
            ValueKind.Boolean => key.Boolean ? "true" : "false",
            ValueKind.Integer when type is ProtoType.Uint64 or ProtoType.Fixed64 => (
                (ulong)key.Integer
            ).ToString(CultureInfo.InvariantCulture),
            ValueKind.Integer => key.Integer.ToString(CultureInfo.InvariantCulture),
            _ => key.Text,
        };

    private static void Append(VrlObject result, ProtoField field, Value value)
    {
        if (!result.TryGet(field.Name, out var items))
        {
            result.SetOwned(field.Name, items = Value.From(new VrlArray()));
        }
        items.Array.AddOwned(value);
    }

    private static string? ReadValue(
        ref WireReader reader,
        ProtoField field,
        WireType wire,
        VrlObject? held,
        int depth,
        out Value value
    )
    {
        value = Value.Null;
        if (wire != field.Wire)
        {
            return Wrong($"invalid wire type: {wire} (expected {field.Wire})");
        }
        switch (field.Type)
        {
            case ProtoType.Message:
                var inner = new WireReader(reader.ReadBytes());
                value = Value.From(held ?? new VrlObject());
                return reader.Error is { } problem
                    ? Wrong(problem)
                    : Read(ref inner, field.Message!, value.Object, depth - 1, groupEnd: 0);
            case ProtoType.Group:
                value = Value.From(held ?? new VrlObject());
                return Read(ref reader, field.Message!, value.Object, depth - 1, field.Number);
            case ProtoType.String:
                var text = reader.ReadBytes();
                value = Value.From(new Bytes(text.ToArray()));
                return Utf8.IsValid(text)
                    ? null
                    : Wrong("invalid string value: data is not UTF-8 encoded");
            case ProtoType.Bytes:
                value = Value.From(new Bytes(reader.ReadBytes().ToArray()));
                return null;
            case ProtoType.Enum:
                var number = (int)reader.ReadVarint();
                foreach (var (name, known) in field.Enum!.Values)
                {
                    if (known == number)
                    {
                        value = name;
                        return null;
                    }
                }
                var enumName = field.Enum.Name;
                return $"The number {number} cannot be in '{enumName[(enumName.LastIndexOf('.') + 1)..]}'";
            case ProtoType.Float:
                return ReadFloat(
                    BitConverter.UInt32BitsToSingle(reader.ReadFixed32()),
                    "Float number cannot be Nan",
                    out value
                );
            case ProtoType.Double:
                return ReadFloat(
                    BitConverter.UInt64BitsToDouble(reader.ReadFixed64()),
                    "F64 number cannot be Nan",
                    out value
                );
            case ProtoType.Bool:
                value = reader.ReadVarint() != 0;
                return null;
            default:
                value = ReadInteger(ref reader, field.Type);
                return null;
        }
    }

    private static string? ReadFloat(double number, string error, out Value value)
    {
        value = double.IsNaN(number) ? Value.Null : Value.From(number);
        return double.IsNaN(number) ? error : null;
    }

    private static long ReadInteger(ref WireReader reader, ProtoType type) =>
        type switch
        {
            ProtoType.Int32 => (int)reader.ReadVarint(),
            ProtoType.Uint32 => (uint)reader.ReadVarint(),
            ProtoType.Sint32 => (uint)reader.ReadVarint() is var coded
                ? (int)(coded >> 1) ^ -(int)(coded & 1)
                : 0,
            ProtoType.Sint64 => reader.ReadVarint() is var coded
                ? (long)(coded >> 1) ^ -(long)(coded & 1)
                : 0,
            ProtoType.Fixed32 => reader.ReadFixed32(),
            ProtoType.Sfixed32 => (int)reader.ReadFixed32(),
            ProtoType.Fixed64 or ProtoType.Sfixed64 => (long)reader.ReadFixed64(),
            // Integers here have 64 bits and a sign: larger ones wrap.
            _ => (long)reader.ReadVarint(),
        };

    /// <summary>The value of a field that is not there.</summary>
    private static Value Default(ProtoField field) =>
        field.Type switch
        {
            ProtoType.Message or ProtoType.Group => Value.From(new VrlObject(0)),
            ProtoType.String or ProtoType.Bytes => Value.EmptyString,
            ProtoType.Bool => false,
            ProtoType.Float or ProtoType.Double => 0.0,
            ProtoType.Enum => field.Enum!.Values is [var first, ..]
                ? first.Name
                : Value.EmptyString,
            _ => 0L,
        };

    private static bool IsDefault(Value value, ProtoField field) => value == Default(field);

    private static string Wrong(string problem) => $"Error parsing protobuf: {problem}";
}
