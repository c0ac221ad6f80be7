using System.Text;

namespace Freshet.Vrl.Protobuf;

/// <summary>The types of a descriptor set, as <c>protoc -o</c> writes it. Immutable once read.</summary>
internal sealed class DescriptorSet
{
    private const int MaxNesting = 64;

    private readonly Dictionary<string, ProtoMessage> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProtoEnum> enums = new(StringComparer.Ordinal);

    /// <summary>The message type of that full name; null where there is none.</summary>
    public ProtoMessage? Find(string name) => messages.GetValueOrDefault(name);

    /// <summary>Reads a set; null where it is none, or does not hold all that its types are made of.</summary>
    public static DescriptorSet? Read(ReadOnlySpan<byte> bytes)
    {
        var set = new DescriptorSet();
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            if (number == 1 && type == WireType.Bytes)
            {
                if (!set.ReadFile(reader.ReadBytes()))
                {
                    return null;
                }
            }
            else
            {
                reader.Skip(number, type);
            }
        }
        return reader.Error is null && set.messages.Count > 0 && set.Link() ? set : null;
    }

    private bool ReadFile(ReadOnlySpan<byte> bytes)
    {
        // What the syntax is comes behind the messages that depend on it.
        var package = "";
        var syntax = "proto2";
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            switch (number)
            {
                case 2 when type == WireType.Bytes:
                    package = Text(reader.ReadBytes());
                    break;
                case 12 when type == WireType.Bytes:
                    syntax = Text(reader.ReadBytes());
                    break;
                default:
                    reader.Skip(number, type);
                    break;
            }
        }
        if (reader.Error is not null)
        {
            return false;
        }
        var isRead = true;
        reader = new WireReader(bytes);
        while (isRead && !reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            switch (number)
            {
                case 4 when type == WireType.Bytes:
                    isRead = ReadMessage(reader.ReadBytes(), package, syntax, MaxNesting);
                    break;
                case 5 when type == WireType.Bytes:
                    isRead = ReadEnum(reader.ReadBytes(), package);
                    break;
                default:
                    reader.Skip(number, type);
                    break;
            }
        }
        return isRead && reader.Error is null;
    }

    private bool ReadMessage(ReadOnlySpan<byte> bytes, string scope, string syntax, int depth)
    {
        if (depth == 0 || NameOf(bytes) is not { Length: > 0 } name)
        {
            return false;
        }
        var full = scope.Length == 0 ? name : $"{scope}.{name}";
        var message = new ProtoMessage(full);
        var isRead = true;
        var reader = new WireReader(bytes);
        while (isRead && !reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            if (type != WireType.Bytes)
            {
                reader.Skip(number, type);
                continue;
            }
            var part = reader.ReadBytes();
            switch (number)
            {
                case 2:
                    isRead = ReadField(part, message, syntax);
                    break;
                case 3:
                    isRead = ReadMessage(part, full, syntax, depth - 1);
                    break;
                case 4:
                    isRead = ReadEnum(part, full);
                    break;
                case 7:
                    message.IsMapEntry = NumberOf(part, 7) == 1;
                    break;
                default:
                    break;
            }
        }
        messages[full] = message;
        return isRead && reader.Error is null;
    }

    private static bool ReadField(ReadOnlySpan<byte> bytes, ProtoMessage message, string syntax)
    {
        var typeName = "";
        var isPacked = syntax != "proto2";
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            switch (number)
            {
                case 6 when type == WireType.Bytes:
                    typeName = Text(reader.ReadBytes()).TrimStart('.');
                    break;
                case 8 when type == WireType.Bytes:
                    isPacked = NumberOf(reader.ReadBytes(), 2) is { } packed
                        ? packed == 1
                        : isPacked;
                    break;
                default:
                    reader.Skip(number, type);
                    break;
            }
        }
        var kind = (ProtoType)(NumberOf(bytes, 5) ?? 0);
        var fieldNumber = NumberOf(bytes, 3) ?? 0;
        var oneOf = NumberOf(bytes, 9) is { } index and < int.MaxValue ? (int)index : -1;
        if (reader.Error is not null || !Enum.IsDefined(kind) || fieldNumber is 0 or > 536_870_911)
        {
            return false;
        }
        var field = new ProtoField
        {
            Name = NameOf(bytes) ?? "",
            Number = (int)fieldNumber,
            Type = kind,
            IsRepeated = NumberOf(bytes, 4) == 3,
            HasPresence =
                syntax == "proto2" || oneOf >= 0 || kind is ProtoType.Message or ProtoType.Group,
            IsPacked = isPacked,
            OneOf = oneOf,
            TypeName = typeName,
        };
        message.Fields.Add(field);
        message.ByNumber[field.Number] = field;
        return true;
    }

    private bool ReadEnum(ReadOnlySpan<byte> bytes, string scope)
    {
        var name = NameOf(bytes) ?? "";
        var full = scope.Length == 0 ? name : $"{scope}.{name}";
        var values = new ProtoEnum(full);
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            if (number == 2 && type == WireType.Bytes)
            {
                var value = reader.ReadBytes();
                values.Values.Add((NameOf(value) ?? "", (int)(NumberOf(value, 2) ?? 0)));
            }
            else
            {
                reader.Skip(number, type);
            }
        }
        enums[full] = values;
        return reader.Error is null;
    }

    /// <summary>Finds the types of fields; false where one is missing.</summary>
    private bool Link()
    {
        foreach (var field in messages.Values.SelectMany(message => message.Fields))
        {
            switch (field.Type)
            {
                case ProtoType.Message or ProtoType.Group:
                    field.Message = Find(field.TypeName);
                    break;
                case ProtoType.Enum:
                    field.Enum = enums.GetValueOrDefault(field.TypeName);
                    break;
                default:
                    continue;
            }
            if (field.Message is null && field.Enum is null)
            {
                return false;
            }
        }
        return messages.Values.All(message =>
            !message.IsMapEntry
            || (message.ByNumber.ContainsKey(1) && message.ByNumber.ContainsKey(2))
        );
    }

    private static string? NameOf(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            if (number == 1 && type == WireType.Bytes)
            {
                return Text(reader.ReadBytes());
            }
            reader.Skip(number, type);
        }
        return null;
    }

    private static ulong? NumberOf(ReadOnlySpan<byte> bytes, int wanted)
    {
        ulong? found = null;
        var reader = new WireReader(bytes);
        while (!reader.IsAtEnd && reader.TryReadTag(out var number, out var type))
        {
            if (number == wanted && type == WireType.Varint)
            {
                found = reader.ReadVarint();
            }
            else
            {
                reader.Skip(number, type);
            }
        }
        return found;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
