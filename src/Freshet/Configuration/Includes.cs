using System.IO.Enumeration;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Reads files with what they include: <c>include = ["streams.toml", "conf.d/*.toml"]</c> at the top of a file names others, relative to it. They are laid
/// down first, in the order of the list and, of one pattern, in the order of their names, so that the file that includes has the last word.
/// </summary>
/// <param name="layers">Where the documents go.</param>
/// <param name="environment">Variables for <c>${NAME}</c> in paths.</param>
/// <param name="diagnostics">What is wrong.</param>
/// <param name="reads">Reads the files.</param>
internal sealed class Includes(
    Layers layers,
    IReadOnlyDictionary<string, string> environment,
    ICollection<Diagnostic> diagnostics,
    ReadFiles reads
)
{
    /// <summary>The key, of the top of a file alone.</summary>
    public const string Key = "include";

    /// <summary>How many files one may include, and those again others: a configuration of more is a folder that was not meant.</summary>
    public const int MaxFiles = 1000;

    /// <summary>The files that are being read, each included by the one before.</summary>
    private readonly List<string> open = [];

    private int files;

    /// <summary>Lays down what the document includes, and then the document.</summary>
    /// <param name="document">What was read of the file.</param>
    /// <param name="path">The file's path as the user gave it.</param>
    public void Add(TomlTable document, string path)
    {
        open.Add(Path.GetFullPath(path));
        if (document.Find(Key) is { } include)
        {
            document.Remove(Key);
            foreach (var (pattern, location) in Patterns(include.Value))
            {
                AddIncluded(pattern, path, location);
            }
        }
        layers.Add(document);
        open.RemoveAt(open.Count - 1);
    }

    private IEnumerable<(string Pattern, Location Location)> Patterns(TomlValue value)
    {
        var table = new TomlTable(value.Location);
        table.Set(new(Key, value.Location, value));
        Interpolation.Apply(table, environment);
        var reader = new OptionsReader(diagnostics, environment.GetValueOrDefault);
        if (table.Find(Key)!.Value is not TomlArray array)
        {
            reader.Mismatch(value, Key, "an array of paths");
            yield break;
        }
        // Of variables that are not set this tells, in the words for any other value.
        reader.IsWhole(table);
        foreach (var item in array.Items.Where(item => item is not TomlText { Unset: not null }))
        {
            if (reader.ReadText(item, Key) is { } pattern)
            {
                yield return (pattern, item.Location);
            }
        }
    }

    private void AddIncluded(string pattern, string path, Location location)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        if (pattern.Contains("**", StringComparison.Ordinal))
        {
            Error(location, "** is not understood here", "name each folder: \"a/*.toml\"");
        }
        else if (pattern.AsSpan().IndexOfAny('*', '?') < 0)
        {
            AddFile(Path.Combine(folder, pattern), location);
        }
        else
        {
            AddMatches(folder, pattern, location);
        }
    }

    private void AddMatches(string folder, string pattern, Location location)
    {
        List<string> matches;
        try
        {
            matches = Matches(folder, pattern);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Error(location, $"what \"{pattern}\" means cannot be found out: {fault.Message}");
            return;
        }
        if (matches.Count == 0)
        {
            diagnostics.Add(
                new(
                    Severity.Warning,
                    $"no file is there for \"{pattern}\"",
                    location,
                    "remove it, or put a file there"
                )
            );
        }
        foreach (var match in matches)
        {
            AddFile(match, location);
        }
    }

    /// <summary>The files of the pattern, in order. The file that includes is none of them, and neither is what is hidden.</summary>
    private List<string> Matches(string folder, string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        List<string> found = [pattern.StartsWith('/') ? "/" : folder];
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, isLast) = (parts[i], i == parts.Length - 1);
            found =
            [
                .. found.SelectMany(parent =>
                    part.AsSpan().IndexOfAny('*', '?') < 0
                        ? [Path.Combine(parent, part)]
                        : Children(parent, part, isLast)
                ),
            ];
        }
        found.RemoveAll(path => !File.Exists(path) || Path.GetFullPath(path) == open[^1]);
        return found;
    }

    private IEnumerable<string> Children(string parent, string part, bool isLast)
    {
        var searched = parent.Length == 0 ? "." : parent;
        reads.NoteFolder(searched);
        if (!Directory.Exists(searched))
        {
            return [];
        }
        var children = isLast ? Directory.GetFiles(searched) : Directory.GetDirectories(searched);
        return children
            .Select(child => Path.GetFileName(child))
            .Where(name => part.StartsWith('.') || !name.StartsWith('.'))
            .Where(name => FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false))
            .Order(StringComparer.Ordinal)
            .Select(name => Path.Combine(parent, name));
    }

    private void AddFile(string path, Location location)
    {
        if (!reads.TryRead(path, TomlReader.MaxBytes, out var utf8, out var error))
        {
            Error(location, $"the included file {path} {error}");
            return;
        }
        var whole = Path.GetFullPath(path);
        if (open.Contains(whole))
        {
            Error(
                location,
                $"{path} includes itself: {string.Join(" → ", open.SkipWhile(file => file != whole).Append(whole))}",
                "remove one of these includes"
            );
            return;
        }
        if (++files > MaxFiles)
        {
            if (files == MaxFiles + 1)
            {
                Error(location, $"more than {MaxFiles} files are included", "is this the folder?");
            }
            return;
        }
        Add(TomlReader.Read(utf8, path, diagnostics), path);
    }

    private void Error(Location location, string message, string? hint = null) =>
        diagnostics.Add(new(Severity.Error, message, location, hint));
}
