namespace Freshet.Sinks.Sse.Filtering;

/// <summary>The names of one parameter, in the one form that all lists with the same meaning have: sorted, each once, a run of stars as one.</summary>
internal sealed class NameList
{
    /// <summary>Matches every text.</summary>
    public static readonly NameList Any = new([]);

    private readonly HashSet<string> exact = new(StringComparer.Ordinal);
    private readonly List<NamePattern> patterns = [];

    private NameList(string[] names)
    {
        Names = names;
        foreach (var name in names)
        {
            if (name.Contains('*'))
            {
                patterns.Add(new(name));
            }
            else
            {
                exact.Add(name);
            }
        }
    }

    /// <summary>The names; none where every text matches.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsAny => Names.Count == 0;

    /// <summary>The list of these names. Where there are none, or one of them is a star alone, that is <see cref="Any"/>.</summary>
    public static NameList Of(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
        {
            return Any;
        }
        var sorted = new SortedSet<string>(names.Select(WithSingleStars), StringComparer.Ordinal);
        return sorted.Contains("*") ? Any : new([.. sorted]);
    }

    /// <summary>Whether one of the names matches the text.</summary>
    public bool Matches(string text)
    {
        if (IsAny || exact.Contains(text))
        {
            return true;
        }
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(text))
            {
                return true;
            }
        }
        return false;
    }

    public override string ToString() => string.Join(',', Names);

    private static string WithSingleStars(string name)
    {
        while (name.Contains("**", StringComparison.Ordinal))
        {
            name = name.Replace("**", "*", StringComparison.Ordinal);
        }
        return name;
    }
}
