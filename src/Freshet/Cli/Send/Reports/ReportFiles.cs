using Freshet.Configuration;

namespace Freshet.Cli.Send.Reports;

/// <summary>Finds the files that a command has written, and reads them as results.</summary>
/// <param name="type">What they hold.</param>
/// <param name="warn">Told what could not be read, and goes on.</param>
internal sealed class ReportFiles(RunType type, Action<string> warn)
{
    /// <summary>How much is looked at: a build may write a lot, and its observer must not take longer than the build.</summary>
    private const int MostReports = 2000;
    private const int MostEntries = 500_000;
    private const int MaxDepth = 64;
    private const int LargestReport = 64 << 20;

    /// <summary>The clock that files are stamped with stands still for some milliseconds at a time, and may be that far behind.</summary>
    private static readonly TimeSpan StampTolerance = TimeSpan.FromMilliseconds(20);

    /// <summary>Folders of others' files, which no pattern means unless it names them.</summary>
    private static readonly HashSet<string> Passed = new(StringComparer.Ordinal)
    {
        ".git",
        "node_modules",
    };

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private int entries;

    /// <summary>Where results of a type usually are.</summary>
    public static IReadOnlyList<FilePattern> UsualPatterns(RunType type) =>
        type switch
        {
            RunType.JUnit => [FilePattern.Of("**/*.xml")],
            RunType.Tap => [FilePattern.Of("**/*.tap")],
            _ => [],
        };

    /// <summary>Reads the files that the patterns mean and that were written since a time; null where there is none with results.</summary>
    public TestResults? Read(IReadOnlyList<FilePattern> patterns, DateTimeOffset since)
    {
        TestResults? all = null;
        foreach (var pattern in patterns)
        {
            foreach (var path in Find(pattern, since))
            {
                if (seen.Count >= MostReports)
                {
                    warn($"only the first {MostReports} files are read");
                    return all;
                }
                if (seen.Add(Path.GetFullPath(path)) && Read(path, pattern) is { } results)
                {
                    (all ??= new()).Add(results);
                }
            }
        }
        return all;
    }

    private TestResults? Read(string path, FilePattern pattern)
    {
        if (!ConfigurationFile.TryRead(path, LargestReport, out var content, out var error))
        {
            warn($"{path} {error}");
            return null;
        }
        TestResults? results;
        string? fault;
        if (type == RunType.Tap)
        {
            results = TapReport.Read(path, content, out fault);
        }
        else
        {
            results = JUnitReport.Read(new MemoryStream(content), out fault);
        }
        if (fault is not null)
        {
            warn($"{path} is no report that can be read: {fault}");
        }
        else if (results is null && pattern.Name is null)
        {
            // Wildcards find other documents too; who names a file means it.
            warn($"{path} is no report of tests");
        }
        return results;
    }

    private List<string> Find(FilePattern pattern, DateTimeOffset since)
    {
        var found = new List<string>();
        entries = 0;
        if (pattern.Name is null)
        {
            if (IsNew(new FileInfo(pattern.Text), since))
            {
                found.Add(pattern.Text);
            }
            return found;
        }
        var root = new DirectoryInfo(pattern.Folder.Length == 0 ? "." : pattern.Folder);
        if (root.Exists)
        {
            Add(root, "", 0, pattern, since, found);
        }
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private void Add(
        DirectoryInfo folder,
        string below,
        int depth,
        FilePattern pattern,
        DateTimeOffset since,
        List<string> found
    )
    {
        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos())
            {
                if (++entries > MostEntries)
                {
                    if (entries == MostEntries + 1)
                    {
                        warn(
                            $"{pattern.Text}: only the first {MostEntries} files and folders are looked at"
                        );
                    }
                    return;
                }
                var name = below + entry.Name;
                if (entry is DirectoryInfo inner)
                {
                    // Links to folders may lead back.
                    if (
                        depth < MaxDepth
                        && inner.LinkTarget is null
                        && (!Passed.Contains(inner.Name) || pattern.Text.Contains(inner.Name))
                    )
                    {
                        Add(inner, name + "/", depth + 1, pattern, since, found);
                    }
                }
                else if (pattern.Name!.Matches(name) && IsNew((FileInfo)entry, since))
                {
                    found.Add(pattern.Folder + name);
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            warn($"{folder.FullName} cannot be searched: {fault.Message}");
        }
    }

    private static bool IsNew(FileInfo file, DateTimeOffset since) =>
        file.Exists && file.LastWriteTimeUtc >= (since - StampTolerance).UtcDateTime;
}
