using System.Collections.Immutable;

namespace Freshet.Vrl.Typing;

/// <summary>
/// What is known of a value before it is there: which kinds it may be of, and for objects and arrays what is known of their fields and elements.
/// Immutable.
/// </summary>
public sealed partial class Kind : IEquatable<Kind>
{
    private readonly ObjectShape? fields;
    private readonly ArrayShape? elements;

    internal Kind(Kinds kinds, ObjectShape? fields = null, ArrayShape? elements = null)
    {
        Kinds = kinds;
        fields = kinds.HasFlag(Kinds.Object) ? fields ?? ObjectShape.Any : null;
        elements = kinds.HasFlag(Kinds.Array) ? elements ?? ArrayShape.Any : null;
        (Weight, Depth) = Measure(fields, elements);
        if (Weight > HeaviestKind || Depth > DeepestKind)
        {
            // A program of few lines can double a value again and again: then no more is known than what it is outermost.
            fields = fields is null ? null : ObjectShape.Any;
            elements = elements is null ? null : ArrayShape.Any;
            (Weight, Depth) = (HeaviestConstant + 1, 1);
        }
        this.fields = fields;
        this.elements = elements;
    }

    /// <summary>No value at all: the kind of <c>abort</c>.</summary>
    public static Kind Never { get; } = new(Kinds.Never);

    /// <summary>No value: nothing is at a path.</summary>
    public static Kind Undefined { get; } = new(Kinds.Undefined);

    public static Kind Bytes { get; } = new(Kinds.Bytes);
    public static Kind Integer { get; } = new(Kinds.Integer);
    public static Kind Float { get; } = new(Kinds.Float);
    public static Kind Boolean { get; } = new(Kinds.Boolean);
    public static Kind Timestamp { get; } = new(Kinds.Timestamp);
    public static Kind Regex { get; } = new(Kinds.Regex);
    public static Kind Null { get; } = new(Kinds.Null);

    /// <summary>An array of anything.</summary>
    public static Kind Array { get; } = new(Kinds.Array);

    /// <summary>An object of anything.</summary>
    public static Kind Object { get; } = new(Kinds.Object);

    /// <summary>Anything that can be there, or nothing.</summary>
    public static Kind Any { get; } = new(Kinds.Any | Kinds.Undefined);

    /// <summary>Anything that JSON has, containers of the same, or nothing.</summary>
    public static Kind Json { get; } =
        new(Kinds.Json | Kinds.Undefined, ObjectShape.Json, ArrayShape.Json);

    /// <summary>The kinds, without what is inside containers.</summary>
    public Kinds Kinds { get; }

    /// <summary>What is known of the fields; null where it can be no object.</summary>
    public ObjectShape? Fields => fields;

    /// <summary>What is known of the elements; null where it can be no array.</summary>
    public ArrayShape? Elements => elements;

    /// <summary>Any of those kinds, containers of anything.</summary>
    public static Kind Of(Kinds kinds) => new(kinds);

    /// <summary>An array of which each element is of that kind, of any length.</summary>
    public static Kind ArrayOf(Kind element) =>
        new(Kinds.Array, elements: (ArrayShape)ArrayShape.Empty.WithUnknown(element));

    /// <summary>An array with exactly these elements.</summary>
    public static Kind ArrayOf(IEnumerable<Kind> known) =>
        new(
            Kinds.Array,
            elements: new(
                known
                    .Select((kind, index) => KeyValuePair.Create(index, kind))
                    .ToImmutableSortedDictionary(),
                Undefined
            )
        );

    /// <summary>An object of which each field is of that kind, whatever its name.</summary>
    public static Kind ObjectOf(Kind field) =>
        new(Kinds.Object, (ObjectShape)ObjectShape.Empty.WithUnknown(field));

    /// <summary>An object with these fields, and others of the kind <paramref name="others"/>; none where that is null.</summary>
    public static Kind ObjectOf(
        IEnumerable<KeyValuePair<string, Kind>> known,
        Kind? others = null
    ) =>
        new(
            Kinds.Object,
            (ObjectShape)
                new ObjectShape(ObjectShape.NoFields.SetItems(known), Undefined).WithUnknown(
                    others ?? Undefined
                )
        );

    /// <summary>Whether it is of no other kinds than these.</summary>
    public bool IsOnly(Kinds kinds) => Kinds != Kinds.Never && (Kinds & ~kinds) == Kinds.Never;

    /// <summary>Whether it may be of one of these kinds.</summary>
    public bool MayBe(Kinds kinds) => (Kinds & kinds) != Kinds.Never;

    /// <summary>Whether a call has to reckon with one of these kinds. What is never there counts as any, as upstream has it.</summary>
    public bool MayTurnOut(Kinds kinds) => IsNever || MayBe(kinds);
}
