using Freshet.Events.Parsing;

namespace Freshet.Cli.Transform;

/// <summary>Finds the files of a folder and all folders in it, sorted by their paths, so that each run and each machine has the same order.</summary>
internal static class FolderWalk
{
    public const string MetadataSuffix = ".metadata.json";
    public const string NewSuffix = ".json.new";

    /// <summary>How many files are looked at: whoever names <c>/</c> by mistake is told.</summary>
    public const int MostFiles = 100_000;

    private const int MaxDepth = 64;

    /// <summary>The paths below the folder, parted by <c>/</c>. Links to folders are not followed: they may lead back.</summary>
    /// <exception cref="IOException">A folder cannot be read, or there is too much in it.</exception>
    public static IReadOnlyList<string> Files(string folder)
    {
        var found = new List<string>();
        Add(new DirectoryInfo(folder), "", 0, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>Whether a file stands beside another one, and is no input or output of its own.</summary>
    public static bool IsBeside(string path) =>
        path.EndsWith(FileHeaders.Suffix, StringComparison.Ordinal)
        || path.EndsWith(MetadataSuffix, StringComparison.Ordinal)
        || path.EndsWith(NewSuffix, StringComparison.Ordinal);

    private static void Add(DirectoryInfo folder, string path, int depth, List<string> found)
    {
        if (depth > MaxDepth)
        {
            throw new IOException($"folders nest deeper than {MaxDepth}: {path}");
        }
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            if (item is not DirectoryInfo inner)
            {
                found.Add(path + item.Name);
            }
            else if (inner.LinkTarget is null)
            {
                Add(inner, $"{path}{item.Name}/", depth + 1, found);
            }
            if (found.Count > MostFiles)
            {
                throw new IOException($"there are more than {MostFiles} files");
            }
        }
    }
}
