namespace Freshet.Vrl.Protobuf;

/// <summary>A type of messages.</summary>
internal sealed class ProtoMessage(string name)
{
    /// <summary>With its package, without a dot before.</summary>
    public string Name => name;

    /// <summary>In the order of the descriptor.</summary>
    public List<ProtoField> Fields { get; } = [];

    public Dictionary<int, ProtoField> ByNumber { get; } = [];

    /// <summary>Whether it is an entry of a map: a key, field 1, and a value, field 2.</summary>
    public bool IsMapEntry { get; set; }
}

/// <summary>A type of enumerations.</summary>
internal sealed class ProtoEnum(string name)
{
    public string Name => name;

    public List<(string Name, int Number)> Values { get; } = [];
}

/// <summary>A field of a message.</summary>
internal sealed class ProtoField
{
    public required string Name { get; init; }

    public required int Number { get; init; }

    public required ProtoType Type { get; init; }

    public required bool IsRepeated { get; init; }

    /// <summary>Whether a value that is the type's default is told from none.</summary>
    public required bool HasPresence { get; init; }

    /// <summary>Whether a list of numbers is written as one.</summary>
    public required bool IsPacked { get; init; }

    /// <summary>The number of the group of fields of which one is set; -1 for none.</summary>
    public required int OneOf { get; init; }

    /// <summary>The type's name as the descriptor has it, for messages and enumerations.</summary>
    public required string TypeName { get; init; }

    public ProtoMessage? Message { get; set; }

    public ProtoEnum? Enum { get; set; }

    public bool IsMap => IsRepeated && Message is { IsMapEntry: true };

    /// <summary>The form of a single value.</summary>
    public WireType Wire =>
        Type switch
        {
            ProtoType.Double or ProtoType.Fixed64 or ProtoType.Sfixed64 => WireType.Fixed64,
            ProtoType.Float or ProtoType.Fixed32 or ProtoType.Sfixed32 => WireType.Fixed32,
            ProtoType.String or ProtoType.Bytes or ProtoType.Message => WireType.Bytes,
            ProtoType.Group => WireType.GroupStart,
            _ => WireType.Varint,
        };

    public bool MayBePacked =>
        IsRepeated && Wire is WireType.Varint or WireType.Fixed32 or WireType.Fixed64;
}
