namespace Freshet.Sources.Files;

/// <summary>Which files are meant: those that one of the patterns matches, all where there are none, but for those that an excluding pattern matches.</summary>
internal sealed class PathPatterns
{
    private readonly List<Glob> included = [];
    private readonly List<Glob> excluded = [];

    /// <summary>Adds a pattern; one that begins with <c>!</c> excludes.</summary>
    /// <returns>What is wrong with it; null where nothing is.</returns>
    public string? Add(string pattern)
    {
        var isExcluding = pattern.StartsWith('!');
        if (!Glob.TryParse(isExcluding ? pattern[1..] : pattern, out var glob, out var error))
        {
            return error;
        }
        (isExcluding ? excluded : included).Add(glob);
        return null;
    }

    /// <param name="path">A path below the root, its parts parted by <c>/</c>.</param>
    public bool Accept(ReadOnlySpan<char> path) =>
        (included.Count == 0 || Any(included, path)) && !Any(excluded, path);

    private static bool Any(List<Glob> globs, ReadOnlySpan<char> path)
    {
        foreach (var glob in globs)
        {
            if (glob.Matches(path))
            {
                return true;
            }
        }
        return false;
    }
}
