using Freshet.Vrl.Runtime.Regexes;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Typing;

/// <content>The kinds of values.</content>
public sealed partial class Kind
{
    /// <summary>
    /// Exactly what the value is, down to each field and element; undefined for a missing one. Of a container that is nested deeper than
    /// <see cref="Nesting.Limit"/> only that it is one.
    /// </summary>
    public static Kind From(Value value) => From(value, Nesting.Limit);

    private static Kind From(Value value, int depth) =>
        value.Kind switch
        {
            ValueKind.Array when depth > 0 => ArrayOf(
                value.Array.Select(item => From(item, depth - 1))
            ),
            ValueKind.Object when depth > 0 => ObjectOf(
                value.Object.Select(pair =>
                    KeyValuePair.Create(pair.Key, From(pair.Value, depth - 1))
                )
            ),
            _ => Of(Of(value)),
        };

    /// <summary>The value's kind without what is inside it.</summary>
    internal static Kinds Of(Value value) =>
        value.Kind switch
        {
            ValueKind.Null => Kinds.Null,
            ValueKind.Boolean => Kinds.Boolean,
            ValueKind.Integer => Kinds.Integer,
            ValueKind.Float => Kinds.Float,
            ValueKind.Bytes => Kinds.Bytes,
            ValueKind.Timestamp => Kinds.Timestamp,
            ValueKind.Regex => Kinds.Regex,
            ValueKind.Array => Kinds.Array,
            ValueKind.Object => Kinds.Object,
            _ => Kinds.Undefined,
        };

    /// <summary>What stands in for a value of this kind that could not be made: empty or zero, or null where it is not of exactly one kind.</summary>
    internal Value DefaultValue =>
        Kinds switch
        {
            Kinds.Never or Kinds.Bytes => Value.EmptyString,
            Kinds.Integer => Value.From(0L),
            Kinds.Float => Value.From(0.0),
            Kinds.Boolean => Value.False,
            Kinds.Timestamp => Value.From(Values.Timestamp.Epoch),
            Kinds.Regex => EmptyRegex,
            Kinds.Array => Value.From(new VrlArray()).Share(),
            Kinds.Object => Value.From(new VrlObject()).Share(),
            _ => Value.Null,
        };

    private static Value EmptyRegex { get; } = Value.From(RustRegex.Empty);

    /// <summary>Whether both say the same of a value, however they say it.</summary>
    public bool Equals(Kind? other) =>
        ReferenceEquals(this, other)
        || (
            other is not null
            && Kinds == other.Kinds
            && (fields is null || fields.SaysTheSame(other.fields!))
            && (elements is null || elements.SaysTheSame(other.elements!))
        );

    public override bool Equals(object? obj) => Equals(obj as Kind);

    // Only what a canonical form could not change: a place may be known or be like all the unknown ones.
    public override int GetHashCode() => (int)Kinds;
}
