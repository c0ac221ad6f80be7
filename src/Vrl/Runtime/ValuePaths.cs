using Freshet.Vrl.Syntax;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime;

/// <summary>Reads, sets and removes parts of values.</summary>
internal static class ValuePaths
{
    /// <summary>An array grows by an assignment to an index up to this length, so that one index takes no gigabytes.</summary>
    public const int LongestArray = 1 << 20;

    /// <summary>What is at that path; false where nothing is. The value found may be stored elsewhere: whoever keeps it shares it.</summary>
    public static bool TryGet(Value root, ReadOnlySpan<Segment> path, out Value found)
    {
        found = root;
        foreach (var segment in path)
        {
            if (segment.Field is { } field)
            {
                if (!found.IsObject || !found.Object.TryGet(field, out found))
                {
                    return false;
                }
            }
            else if (found.IsArray && Place(found.Array, segment.Index) is var place and >= 0)
            {
                found = found.Array[place];
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>What is at that path, null where nothing is; marked as held in two places.</summary>
    public static Value Read(Value root, ReadOnlySpan<Segment> path) =>
        TryGet(root, path, out var found) ? found.Share() : Value.Null;

    /// <summary>
    /// Puts the value at that path. Parents that are no containers become some; an array is filled with null up to the index, at its front for a
    /// negative one.
    /// </summary>
    /// <param name="root">What is changed; this place holds it.</param>
    /// <param name="path">Where the value goes.</param>
    /// <param name="value">The value, shared already if another place holds it too.</param>
    /// <returns>False where an array would grow beyond <see cref="LongestArray"/>: then nothing was changed.</returns>
    public static bool TrySet(ref Value root, ReadOnlySpan<Segment> path, Value value)
    {
        if (path.IsEmpty)
        {
            root = value;
            return true;
        }
        if (path[0].Field is { } field)
        {
            var @object = root.IsObject ? root.Object.Writable() : new VrlObject();
            if (path.Length == 1)
            {
                @object.SetOwned(field, value);
            }
            else
            {
                @object.TryGet(field, out var inner);
                if (!TrySet(ref inner, path[1..], value))
                {
                    return false;
                }
                @object.SetOwned(field, inner);
            }
            root = Value.From(@object);
            return true;
        }
        return TrySetElement(ref root, path, value);
    }

    private static bool TrySetElement(ref Value root, ReadOnlySpan<Segment> path, Value value)
    {
        var index = path[0].Index;
        var count = root.IsArray ? root.Array.Count : 0;
        var place = index >= 0 ? index : (long)count + index;
        if (place >= LongestArray || place < -LongestArray)
        {
            return false;
        }
        // First, because a copy marks its elements as shared: an element of a shared array does not yet know that it is.
        var array = root.IsArray
            ? root.Array.Writable()
            : new VrlArray((int)Math.Max(1, place + 1));
        var inner = place >= 0 && place < count ? array[(int)place] : Value.Null;
        if (!TrySet(ref inner, path[1..], value))
        {
            return false;
        }
        if (place < 0)
        {
            // In front of the first: what is between is null.
            var longer = new VrlArray(array.Count - (int)place);
            longer.AddOwned(inner);
            for (var i = place + 1; i < 0; i++)
            {
                longer.AddOwned(Value.Null);
            }
            foreach (var item in array)
            {
                longer.AddOwned(item);
            }
            array = longer;
        }
        else if (place < array.Count)
        {
            array.SetOwned((int)place, inner);
        }
        else
        {
            while (array.Count < place)
            {
                array.AddOwned(Value.Null);
            }
            array.AddOwned(inner);
        }
        root = Value.From(array);
        return true;
    }

    /// <summary>
    /// Takes out what is at that path: a container at the root is left empty, anything else there becomes null. With <paramref name="compact"/>,
    /// containers below the root that are empty then are taken out too.
    /// </summary>
    public static bool TryRemove(
        ref Value root,
        ReadOnlySpan<Segment> path,
        bool compact,
        out Value removed
    )
    {
        if (path.IsEmpty)
        {
            removed = root;
            root =
                root.IsObject ? Value.From(new VrlObject())
                : root.IsArray ? Value.From(new VrlArray())
                : Value.Null;
            return true;
        }
        removed = default;
        // Looked up first, so that nothing is copied where there is nothing to remove.
        return TryGet(root, path, out _) && Remove(ref root, path, compact, out removed);
    }

    private static bool Remove(
        ref Value root,
        ReadOnlySpan<Segment> path,
        bool compact,
        out Value removed
    )
    {
        var isLast = path.Length == 1;
        if (path[0].Field is { } field)
        {
            var @object = root.Object.Writable();
            root = Value.From(@object);
            if (isLast)
            {
                return @object.Remove(field, out removed);
            }
            @object.TryGet(field, out var inner);
            Remove(ref inner, path[1..], compact, out removed);
            if (compact && IsEmpty(inner))
            {
                @object.Remove(field, out _);
            }
            else
            {
                @object.SetOwned(field, inner);
            }
            return true;
        }
        var array = root.Array.Writable();
        root = Value.From(array);
        var place = Place(array, path[0].Index);
        removed = array[place];
        if (!isLast)
        {
            var inner = removed;
            Remove(ref inner, path[1..], compact, out removed);
            if (!compact || !IsEmpty(inner))
            {
                array.SetOwned(place, inner);
                return true;
            }
        }
        array.RemoveAt(place);
        return true;
    }

    private static bool IsEmpty(Value value) =>
        value.IsObject ? value.Object.Count == 0 : value.IsArray && value.Array.Count == 0;

    /// <summary>The element that an index means, -1 for none.</summary>
    private static int Place(VrlArray array, int index)
    {
        var place = index >= 0 ? index : (long)array.Count + index;
        return place >= 0 && place < array.Count ? (int)place : -1;
    }
}
