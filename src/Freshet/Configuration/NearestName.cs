namespace Freshet.Configuration;

/// <summary>Finds what a user probably meant.</summary>
internal static class NearestName
{
    /// <summary>Longer names are not compared: it would cost much, and nobody means them by mistake.</summary>
    private const int Longest = 64;

    /// <summary>The known name that takes the fewest edits from <paramref name="name"/>; null where none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > Longest)
        {
            return null;
        }
        return known
            .Where(candidate => candidate.Length <= Longest)
            .Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair =>
                pair.distance <= Math.Max(1, Math.Max(name.Length, pair.candidate.Length) / 3)
                || IsStart(name, pair.candidate)
            )
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();
    }

    /// <summary>What is cut short is meant whole: <c>dedup</c>.</summary>
    private static bool IsStart(string name, string candidate) =>
        name.Length > 2 && candidate.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>A hint that names the nearest, or else all that is known.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known)
    {
        if (Find(name, known) is { } near)
        {
            return $"did you mean \"{near}\"?";
        }
        return known.Count == 0
            ? "none is known here"
            : $"known: {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

    /// <summary>Edits of one character, a swap of neighbours counting as one (optimal string alignment), without regard to case.</summary>
    private static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Cheapest(i, j),
                };
            }
        }
        return table[left.Length, right.Length];

        int Cheapest(int i, int j)
        {
            var same = Same(left[i - 1], right[j - 1]);
            var cost = Math.Min(
                Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1),
                table[i - 1, j - 1] + (same ? 0 : 1)
            );
            var swapped =
                i > 1
                && j > 1
                && Same(left[i - 1], right[j - 2])
                && Same(left[i - 2], right[j - 1]);
            return swapped ? Math.Min(cost, table[i - 2, j - 2] + 1) : cost;
        }

        static bool Same(char a, char b) => char.ToLowerInvariant(a) == char.ToLowerInvariant(b);
    }
}
