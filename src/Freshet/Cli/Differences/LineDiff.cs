using System.Runtime.InteropServices;

namespace Freshet.Cli.Differences;

/// <summary>What happened to a line.</summary>
internal enum LineChange
{
    Same,
    Removed,
    Added,
}

/// <summary>A line of both texts, or of one.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DiffLine(LineChange Change, string Text);

/// <summary>The lines that two texts share in order, the most that can be found, and those that they do not.</summary>
internal static class LineDiff
{
    /// <summary>How many pairs of lines are looked at (a table of that many numbers, 16 MB): beyond, what differs is shown as a whole.</summary>
    private const long MostPairs = 4_000_000;

    public static IReadOnlyList<DiffLine> Of(
        IReadOnlyList<string> expected,
        IReadOnlyList<string> actual
    )
    {
        var start = 0;
        while (start < Math.Min(expected.Count, actual.Count) && expected[start] == actual[start])
        {
            start++;
        }
        var (oldEnd, newEnd) = (expected.Count, actual.Count);
        while (oldEnd > start && newEnd > start && expected[oldEnd - 1] == actual[newEnd - 1])
        {
            oldEnd--;
            newEnd--;
        }
        var lines = new List<DiffLine>(expected.Count + newEnd - start);
        lines.AddRange(expected.Take(start).Select(line => new DiffLine(LineChange.Same, line)));
        AddMiddle(
            [.. expected.Take(oldEnd).Skip(start)],
            [.. actual.Take(newEnd).Skip(start)],
            lines
        );
        lines.AddRange(expected.Skip(oldEnd).Select(line => new DiffLine(LineChange.Same, line)));
        return lines;
    }

    private static void AddMiddle(string[] old, string[] @new, List<DiffLine> lines)
    {
        var (i, j) = (0, 0);
        if ((long)old.Length * @new.Length <= MostPairs)
        {
            var common = CommonLengths(old, @new);
            while (i < old.Length && j < @new.Length)
            {
                if (old[i] == @new[j])
                {
                    lines.Add(new(LineChange.Same, old[i]));
                    i++;
                    j++;
                }
                else if (common[i + 1, j] >= common[i, j + 1])
                {
                    lines.Add(new(LineChange.Removed, old[i++]));
                }
                else
                {
                    lines.Add(new(LineChange.Added, @new[j++]));
                }
            }
        }
        lines.AddRange(old.Skip(i).Select(line => new DiffLine(LineChange.Removed, line)));
        lines.AddRange(@new.Skip(j).Select(line => new DiffLine(LineChange.Added, line)));
    }

    /// <summary>How many lines the rests of both texts share, from each pair of lines on.</summary>
    private static int[,] CommonLengths(string[] old, string[] @new)
    {
        var common = new int[old.Length + 1, @new.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = @new.Length - 1; j >= 0; j--)
            {
                common[i, j] =
                    old[i] == @new[j]
                        ? common[i + 1, j + 1] + 1
                        : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }
        return common;
    }
}
