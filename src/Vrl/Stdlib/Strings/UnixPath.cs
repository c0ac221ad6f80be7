namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>
/// Paths as Rust's standard library reads them on Unix: slashes count once, <c>.</c> counts only as the very first name, and nothing is looked up.
/// </summary>
internal static class UnixPath
{
    /// <summary>The root as <c>/</c>, then each name.</summary>
    public static IEnumerable<string> Names(string path) => Parts(path).Select(part => path[part]);

    /// <summary>The last name; null where the path is empty or ends with the root, <c>.</c> or <c>..</c>.</summary>
    public static string? Name(string path) =>
        Parts(path) is [.., var last] && path[last] is not ("/" or "." or "..") ? path[last] : null;

    /// <summary>What is before the last name; <c>.</c> where nothing is.</summary>
    public static string Parent(string path) =>
        path == "/" ? "/"
        : Parts(path) is [.., var before, _] ? path[..before.End]
        : ".";

    private static List<Range> Parts(string path)
    {
        var parts = new List<Range>();
        var at = 0;
        if (path.StartsWith('/'))
        {
            parts.Add(0..1);
            at = 1;
        }
        while (at < path.Length)
        {
            var end = path.IndexOf('/', at);
            end = end < 0 ? path.Length : end;
            if (end > at && (at == 0 || path[at..end] != "."))
            {
                parts.Add(at..end);
            }
            at = end + 1;
        }
        return parts;
    }
}
