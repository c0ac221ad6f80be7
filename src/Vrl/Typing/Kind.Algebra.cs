namespace Freshet.Vrl.Typing;

/// <content>Comparing and combining kinds. <see cref="Never"/> passes for every kind: what would be there is never reached.</content>
public sealed partial class Kind
{
    /// <summary>Whether it is of these kinds alone; never is.</summary>
    internal bool Is(Kinds kinds) => (Kinds & ~kinds) == Kinds.Never;

    internal bool IsNever => Kinds == Kinds.Never;

    /// <summary>Whether it may be of every kind there is, or nothing.</summary>
    internal bool IsAny => Kinds == (Kinds.Any | Kinds.Undefined);

    internal bool IsJson => Kinds == (Kinds.Json | Kinds.Undefined);

    /// <summary>Whether it can be of one kind at most.</summary>
    internal bool IsExact => (Kinds & (Kinds - 1)) == Kinds.Never;

    /// <summary>Whether something may be there.</summary>
    internal bool MayBeDefined => !Is(Kinds.Undefined);

    /// <summary>Whether it may be of that kind, or is never there at all.</summary>
    internal bool Contains(Kinds kind) => IsNever || MayBe(kind);

    /// <summary>These kinds, and in containers the same again without end; or nothing.</summary>
    internal static Kind EndlessOf(Kinds kinds) =>
        kinds == Kinds.Any ? Any
        : kinds == Kinds.Json ? Json
        : new(
            kinds | Kinds.Undefined,
            ObjectShape.Any with
            {
                Endless = kinds,
            },
            ArrayShape.Any with
            {
                Endless = kinds,
            }
        );

    /// <summary>This, or one of those kinds; containers of anything.</summary>
    public Kind Or(Kinds kinds) =>
        (kinds & ~Kinds) == Kinds.Never
            ? this
            : new(
                Kinds | kinds,
                kinds.HasFlag(Kinds.Object) ? ObjectShape.Any : fields,
                kinds.HasFlag(Kinds.Array) ? ArrayShape.Any : elements
            );

    /// <summary>This, where it is known to be of none of those kinds.</summary>
    public Kind Without(Kinds kinds) =>
        (Kinds & kinds) == Kinds.Never ? this : new(Kinds & ~kinds, fields, elements);

    /// <summary>What is there, or null where nothing is: what a program reads.</summary>
    public Kind UndefinedAsNull() =>
        MayBe(Kinds.Undefined) ? Without(Kinds.Undefined).Or(Kinds.Null) : this;

    /// <summary>A value of either kind.</summary>
    public Kind Union(Kind other) => Merge(other, overwrite: false);

    /// <summary>A value of either kind; with <paramref name="overwrite"/>, containers are made of both, the other's places win.</summary>
    internal Kind Merge(Kind other, bool overwrite)
    {
        if (ReferenceEquals(this, other) || other.IsNever)
        {
            return this;
        }
        if (IsNever)
        {
            return other;
        }
        var objects =
            fields is null ? other.fields
            : other.fields is null ? fields
            : fields.Merge(other.fields, overwrite);
        var arrays =
            elements is null ? other.elements
            : other.elements is null ? elements
            : elements.Merge(other.elements, overwrite);
        return new(Kinds | other.Kinds, objects, arrays);
    }

    /// <summary>Whether each value that is of the other kind is of this one.</summary>
    public bool Covers(Kind other) =>
        ReferenceEquals(this, other)
        || (
            (other.Kinds & ~Kinds) == Kinds.Never
            && (other.elements is null || elements!.Covers(other.elements))
            && (other.fields is null || fields!.Covers(other.fields))
        );

    /// <summary>Whether a value may be of both kinds, by the outermost kind alone.</summary>
    public bool Intersects(Kind other) =>
        IsNever || other.IsNever || (Kinds & other.Kinds) != Kinds.Never;
}
