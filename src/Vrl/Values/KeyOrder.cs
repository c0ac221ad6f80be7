namespace Freshet.Vrl.Values;

/// <summary>The order of keys: that of their UTF-8 bytes, which is that of their code points.</summary>
internal static class KeyOrder
{
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create(Compare);

    public static int Compare(string left, string right)
    {
        var length = Math.Min(left.Length, right.Length);
        for (var i = 0; i < length; i++)
        {
            var (a, b) = (left[i], right[i]);
            if (a != b)
            {
                // UTF-16 sorts surrogates (U+10000 and above) before U+E000 to U+FFFF; code points the other way round.
                if (a >= 0xD800 && b >= 0xD800 && char.IsSurrogate(a) != char.IsSurrogate(b))
                {
                    return char.IsSurrogate(a) ? 1 : -1;
                }
                return a - b;
            }
        }
        return left.Length - right.Length;
    }
}
