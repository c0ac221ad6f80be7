using Freshet.Vrl.Values;

namespace Freshet.Vrl.Typing;

/// <content>The kinds of values.</content>
public sealed partial class Kind
{
    /// <summary>Exactly what the value is, down to each field and element; undefined for a missing one.</summary>
    public static Kind From(Value value) =>
        value.Kind switch
        {
            ValueKind.Null => Null,
            ValueKind.Boolean => Boolean,
            ValueKind.Integer => Integer,
            ValueKind.Float => Float,
            ValueKind.Bytes => Bytes,
            ValueKind.Timestamp => Timestamp,
            ValueKind.Regex => Regex,
            ValueKind.Array => ArrayOf(value.Array.Select(From)),
            ValueKind.Object => ObjectOf(
                value.Object.Select(pair => KeyValuePair.Create(pair.Key, From(pair.Value)))
            ),
            _ => Undefined,
        };

    public bool Equals(Kind? other) =>
        ReferenceEquals(this, other)
        || (
            other is not null
            && Kinds == other.Kinds
            && Same(fields?.Known, other.fields?.Known)
            && Same(elements?.Known, other.elements?.Known)
            && Equals(fields?.Unknown, other.fields?.Unknown)
            && Equals(elements?.Unknown, other.elements?.Unknown)
        );

    public override bool Equals(object? obj) => Equals(obj as Kind);

    public override int GetHashCode() =>
        HashCode.Combine(Kinds, fields?.Known.Count, elements?.Known.Count);

    private static bool Same<TKey>(
        IReadOnlyDictionary<TKey, Kind>? left,
        IReadOnlyDictionary<TKey, Kind>? right
    )
        where TKey : notnull =>
        left is null || right is null
            ? left is null && right is null
            : left.Count == right.Count
                && left.All(pair =>
                    right.TryGetValue(pair.Key, out var kind) && kind.Equals(pair.Value)
                );
}
