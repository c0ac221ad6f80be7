namespace Freshet.Vrl.Compilation;

/// <summary>Guesses what a name that is unknown was meant to be.</summary>
internal static class Spelling
{
    /// <summary>The name that takes the fewest letters to be changed; null where there is none. The first of equals.</summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var other in names)
        {
            var distance = Distance(name, other);
            if (distance < least)
            {
                (nearest, least) = (other, distance);
            }
        }
        return nearest;
    }

    /// <summary>The letters to insert, drop or change.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(
                    Math.Min(row[j], row[j - 1]) + 1,
                    diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)
                );
                diagonal = above;
            }
        }
        return row[to.Length];
    }
}
