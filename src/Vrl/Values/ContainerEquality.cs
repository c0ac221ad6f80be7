namespace Freshet.Vrl.Values;

/// <summary>
/// Compares what is in containers, however deep they are nested: some levels by recursion, and what is below them from a list, so that the stack is no limit.
/// </summary>
internal static class ContainerEquality
{
    private const int LevelsAtOnce = 64;

    /// <summary>The levels that a hash is made of: values that differ only further down have the same. No JSON text goes further down.</summary>
    public const int HashedLevels = 256;

    public static bool AreEqual(Value left, Value right)
    {
        Stack<(Value Left, Value Right)>? deeper = null;
        if (!AreEqual(left, right, LevelsAtOnce, ref deeper))
        {
            return false;
        }
        while (deeper is not null && deeper.TryPop(out var pair))
        {
            if (!AreEqual(pair.Left, pair.Right, LevelsAtOnce, ref deeper))
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreEqual(
        Value left,
        Value right,
        int levels,
        ref Stack<(Value Left, Value Right)>? deeper
    )
    {
        if (left.IsArray && right.IsArray)
        {
            return AreEqual(left.Array, right.Array, levels, ref deeper);
        }
        return left.IsObject && right.IsObject
            ? AreEqual(left.Object, right.Object, levels, ref deeper)
            : left.Equals(right);
    }

    private static bool AreEqual(
        VrlArray left,
        VrlArray right,
        int levels,
        ref Stack<(Value Left, Value Right)>? deeper
    )
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }
        if (left.Count != right.Count)
        {
            return false;
        }
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqualInside(left[i], right[i], levels, ref deeper))
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreEqual(
        VrlObject left,
        VrlObject right,
        int levels,
        ref Stack<(Value Left, Value Right)>? deeper
    )
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }
        if (left.Count != right.Count)
        {
            return false;
        }
        for (var i = 0; i < left.Count; i++)
        {
            if (
                left.KeyAt(i) != right.KeyAt(i)
                || !AreEqualInside(left.ValueAt(i), right.ValueAt(i), levels, ref deeper)
            )
            {
                return false;
            }
        }
        return true;
    }

    private static bool AreEqualInside(
        Value left,
        Value right,
        int levels,
        ref Stack<(Value Left, Value Right)>? deeper
    )
    {
        if (levels > 0 || !(left.IsArray || left.IsObject))
        {
            return AreEqual(left, right, levels - 1, ref deeper);
        }
        (deeper ??= new()).Push((left, right));
        return true;
    }
}
