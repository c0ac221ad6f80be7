using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Typing;

/// <content>What is known of a value from which a part was removed.</content>
public sealed partial class Kind
{
    /// <summary>Whether what is at a place goes away with what was removed below it.</summary>
    private enum Goes
    {
        Never,
        Maybe,
        Always,
    }

    /// <summary>What is known once that path was removed; with <paramref name="compact"/>, with the containers that are empty then.</summary>
    internal Kind Remove(ReadOnlySpan<Segment> path, bool compact)
    {
        if (!path.IsEmpty)
        {
            return Removing(path, compact).Kind;
        }
        var kinds = Kinds & Kinds.Container;
        if ((Kinds & ~Kinds.Container) != Kinds.Never)
        {
            kinds |= Kinds.Null;
        }
        return new(kinds, ObjectShape.Empty, ArrayShape.Empty);
    }

    private (Kind Kind, Goes Goes) Removing(ReadOnlySpan<Segment> path, bool compact)
    {
        if (IsNever)
        {
            return (this, Goes.Never);
        }
        if (path.IsEmpty)
        {
            return (
                this,
                !MayBeDefined ? Goes.Never
                : MayBe(Kinds.Undefined) ? Goes.Maybe
                : Goes.Always
            );
        }
        if (path[0].Field is { } field)
        {
            return fields is null
                ? (this, Goes.Never)
                : StayingIfOther(
                    Kinds.Object,
                    RemoveAt(
                        fields,
                        field,
                        path[1..],
                        compact,
                        known => new(Kinds, (ObjectShape)known, elements)
                    )
                );
        }
        return elements is null
            ? (this, Goes.Never)
            : StayingIfOther(Kinds.Array, RemoveElement(elements, path, compact));
    }

    /// <summary>What may also be something other than that container does not go away for certain: nothing is removed from it then.</summary>
    private (Kind, Goes) StayingIfOther(Kinds container, (Kind Kind, Goes Goes) removed) =>
        removed.Goes == Goes.Always && (Kinds & ~(container | Kinds.Undefined)) != Kinds.Never
            ? (removed.Kind, Goes.Maybe)
            : removed;

    private (Kind, Goes) RemoveElement(
        ArrayShape elements,
        ReadOnlySpan<Segment> path,
        bool compact
    )
    {
        var index = path[0].Index;
        if (index < 0 && elements.MayHaveMore)
        {
            return RemoveSome(elements, -(long)index, path[1..], compact);
        }
        if (index < 0)
        {
            var length = elements.MinimumLength;
            if (length + (long)index < 0)
            {
                return (this, Goes.Never);
            }
            index += length;
        }
        return RemoveAt(elements, index, path[1..], compact, WithElements);
    }

    private Kind WithElements(Shape<int> known) => new(Kinds, fields, (ArrayShape)known);

    private static (Kind, Goes) RemoveAt<TKey>(
        Shape<TKey> shape,
        TKey key,
        ReadOnlySpan<Segment> rest,
        bool compact,
        Func<Shape<TKey>, Kind> made
    )
        where TKey : notnull
    {
        var (inner, goes) = shape.At(key).Removing(rest, compact);
        if (shape.Known.ContainsKey(key))
        {
            shape = shape with { Known = shape.Known.SetItem(key, inner) };
        }
        var (left, leaves) = Settle(shape, key, goes, compact);
        return (made(left), leaves);
    }

    /// <summary>The shape once its part went or stayed, and whether it goes itself since it is empty then.</summary>
    private static (Shape<TKey>, Goes) Settle<TKey>(
        Shape<TKey> shape,
        TKey key,
        Goes goes,
        bool compact
    )
        where TKey : notnull
    {
        if (goes == Goes.Never)
        {
            return (shape, Goes.Never);
        }
        var without = shape.Remove(key);
        var left = goes == Goes.Always ? without : without.Either(shape);
        return (
            left,
            !compact
                ? Goes.Never
                : left.IsEmpty switch
                {
                    true => Goes.Always,
                    false => Goes.Never,
                    null => Goes.Maybe,
                }
        );
    }

    /// <summary>Of an array that may be longer than is known: any element from that place on may be the one.</summary>
    private (Kind, Goes) RemoveSome(
        ArrayShape array,
        long fromEnd,
        ReadOnlySpan<Segment> rest,
        bool compact
    )
    {
        var merged = array;
        var length = array.MinimumLength;
        for (var i = (int)Math.Max(0, length - fromEnd); i < length; i++)
        {
            if (array.Known.TryGetValue(i, out var element))
            {
                var (inner, goes) = element.Removing(rest, compact);
                var (left, _) = Settle(array.With(i, inner), i, goes, compact);
                merged = merged.Merge((ArrayShape)left, overwrite: false);
            }
        }
        return (
            new(Kinds, fields, merged),
            merged.MinimumLength <= 1 && compact ? Goes.Maybe : Goes.Never
        );
    }
}
