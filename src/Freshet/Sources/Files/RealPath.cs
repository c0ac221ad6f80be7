namespace Freshet.Sources.Files;

/// <summary>Where a path leads once every link in it is followed.</summary>
internal static class RealPath
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <param name="path">A path; its last parts need not be there.</param>
    /// <exception cref="IOException">The links lead round in a ring, or on and on.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be looked into.</exception>
    public static string Of(string path)
    {
        var whole = Path.GetFullPath(path);
        var real = Path.GetPathRoot(whole)!;
        var parts = new Stack<string>();
        Push(whole);
        var links = 0;
        while (parts.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }
            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }
            if (++links > MostLinks)
            {
                throw new IOException($"more than {MostLinks} links lead from one to another");
            }
            if (Path.IsPathRooted(target))
            {
                real = Path.GetPathRoot(target)!;
            }
            Push(target);
        }
        return real;

        void Push(string more)
        {
            var root = Path.GetPathRoot(more)!;
            var names = more[root.Length..]
                .Split(
                    [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar],
                    StringSplitOptions.RemoveEmptyEntries
                );
            foreach (var name in names.Reverse().Where(name => name != "."))
            {
                parts.Push(name);
            }
        }
    }
}
