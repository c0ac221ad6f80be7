using Freshet.Vrl.Syntax;

namespace Freshet.Vrl.Typing;

/// <content>What is known of a part of a value, and of a value a part of which was set or removed.</content>
public sealed partial class Kind
{
    /// <summary>Beyond this an index is not tracked element by element.</summary>
    private const int TrackedLength = 1024;

    /// <summary>What is at that path, and undefined where perhaps nothing is.</summary>
    internal Kind At(ReadOnlySpan<Segment> path)
    {
        var kind = this;
        foreach (var segment in path)
        {
            if (kind.IsNever)
            {
                return Never;
            }
            var inner =
                segment.IsField ? kind.fields?.At(segment.Field!)
                : kind.elements is { } array ? kind.ElementAt(array, segment.Index)
                : null;
            if (inner is null)
            {
                return Undefined;
            }
            kind = kind.IsExact ? inner : inner.Or(Kinds.Undefined);
        }
        return kind;
    }

    private Kind ElementAt(ArrayShape array, int index)
    {
        if (index >= 0)
        {
            return array.At(index);
        }
        var length = array.Known.Count == 0 ? 0 : array.Known.Keys.Max() + 1;
        var place = (long)length + index;
        if (!array.MayHaveMore)
        {
            return place >= 0 ? array.At((int)place) : Undefined;
        }
        // Where the array may be longer, each element from that place on may be the one.
        var kind = array.UnknownKind;
        if (IsExact && place >= 0)
        {
            kind = kind.Without(Kinds.Undefined);
        }
        foreach (var (known, element) in array.Known)
        {
            if (known >= place)
            {
                kind = kind.Union(element);
            }
        }
        return kind;
    }

    /// <summary>What is known once that path was set to a value of that kind; parents that are no containers become some.</summary>
    internal Kind Insert(ReadOnlySpan<Segment> path, Kind value) =>
        Put(path, value.UndefinedAsNull());

    private Kind Put(ReadOnlySpan<Segment> path, Kind value)
    {
        if (value.IsNever)
        {
            return this;
        }
        if (path.IsEmpty)
        {
            return value;
        }
        var rest = path[1..];
        if (path[0].Field is { } field)
        {
            var shape = fields ?? ObjectShape.Empty;
            return new(Kinds.Object, shape.With(field, shape.At(field).Put(rest, value)));
        }
        var array = elements ?? ArrayShape.Empty;
        var index = path[0].Index;
        if (Math.Abs((long)index) > TrackedLength)
        {
            return Array;
        }
        if (index >= 0)
        {
            return new(Kinds.Array, elements: SetElement(array, index, rest, value));
        }
        return new(
            Kinds.Array,
            elements: array.MayHaveMore
                ? SetSomeElement(array, -index, rest, value)
                : SetFromEnd(array, -index, rest, value)
        );
    }

    private static ArrayShape SetElement(
        ArrayShape array,
        int index,
        ReadOnlySpan<Segment> rest,
        Kind value
    )
    {
        if (!array.Known.ContainsKey(index))
        {
            // What is before it is there from now on, as null where nothing was.
            var filler = array.UnknownKind.Without(Kinds.Undefined).Or(Kinds.Null);
            for (var i = 0; i < index; i++)
            {
                array = array.Known.ContainsKey(i) ? array : array.With(i, filler);
            }
        }
        return array.With(index, array.At(index).Put(rest, value));
    }

    /// <summary>Of an array whose length is known: the element is known too. A short array grows at the front.</summary>
    private static ArrayShape SetFromEnd(
        ArrayShape array,
        int fromEnd,
        ReadOnlySpan<Segment> rest,
        Kind value
    )
    {
        var length = array.MinimumLength;
        if (fromEnd <= length)
        {
            return SetElement(array, length - fromEnd, rest, value);
        }
        var longer = array with { Known = array.Known.Clear() };
        longer = longer.With(0, Null.Put(rest, value));
        for (var i = 1; i < fromEnd - length; i++)
        {
            longer = longer.With(i, Null);
        }
        foreach (var (index, kind) in array.Known)
        {
            longer = longer.With(index + fromEnd - length, kind);
        }
        return longer;
    }

    /// <summary>Of an array that may be longer than is known: any element may be the one, and short arrays grow at the front.</summary>
    private static ArrayShape SetSomeElement(
        ArrayShape array,
        int fromEnd,
        ReadOnlySpan<Segment> rest,
        Kind value
    )
    {
        var unknown = array.UnknownKind;
        var length = array.MinimumLength;
        var unmoved = array;
        for (var moved = 1; moved <= fromEnd - length; moved++)
        {
            var shifted = unmoved with { Known = unmoved.Known.Clear() };
            for (var i = 1; i < moved; i++)
            {
                shifted = shifted.With(i, Null);
            }
            foreach (var (index, kind) in unmoved.Known)
            {
                shifted = shifted.With(index + moved, kind);
            }
            array = array.Merge(shifted, overwrite: false);
        }
        for (var i = 0; i < fromEnd; i++)
        {
            array = array.With(i, array.At(i).Without(Kinds.Undefined));
        }
        foreach (var (index, kind) in array.Known)
        {
            if (index >= length - fromEnd)
            {
                array = array.With(index, kind.Union(kind.Insert(rest, value)));
            }
        }
        return (ArrayShape)array.WithUnknown(unknown.Union(unknown.Insert(rest, value)));
    }
}
