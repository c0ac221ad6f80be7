using System.Diagnostics.CodeAnalysis;

namespace Freshet.Configuration;

/// <summary>
/// The files that a configuration was read from: those that it consists of, and those that its options name. Each is known by the content that it had at its first reading, so
/// that who looks again later can tell whether it is another. What came by a pipe can be read once only, and is kept for the next reading of the configuration.
/// </summary>
/// <param name="before">What the same configuration was read from the last time; null for the first.</param>
internal sealed class ReadFiles(ReadFiles? before = null)
{
    /// <summary>What is larger is looked at no further: a configuration has no such files.</summary>
    private const int LargestFile = 32 << 20;

    private static readonly Fingerprint Missing = Fingerprint.Of([ConfigurationFile.Missing]);

    private readonly Dictionary<string, Fingerprint> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fingerprint> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> pipes = new(
        before?.pipes ?? [],
        StringComparer.Ordinal
    );

    /// <summary>The folders that hold them, and those whose listing counts.</summary>
    public IEnumerable<string> Folders =>
        files
            .Keys.Select(path => Path.GetDirectoryName(path)!)
            .Concat(folders.Keys)
            .Distinct(StringComparer.Ordinal);

    /// <summary>What all of it comes to, as it was read.</summary>
    public Fingerprint AsRead => Together(path => files[path], path => folders[path]);

    /// <summary>What all of it comes to now.</summary>
    public Fingerprint Now() => Together(OfFile, OfFolder);

    /// <summary>Reads a file as <see cref="ConfigurationFile"/> does, and remembers it.</summary>
    public bool TryRead(
        string path,
        int limit,
        [NotNullWhen(true)] out byte[]? content,
        [NotNullWhen(false)] out string? error
    )
    {
        if (pipes.TryGetValue(path, out content))
        {
            error = null;
            return true;
        }
        var isRead = ConfigurationFile.TryRead(path, limit, out content, out error, out var isPipe);
        if (isPipe && content is not null)
        {
            pipes[path] = content;
        }
        else if (TryName(path, out var name))
        {
            files.TryAdd(
                name,
                content is not null ? Fingerprint.Of(content)
                    : error == ConfigurationFile.Missing ? Missing
                    : OfFile(name)
            );
        }
        return isRead;
    }

    /// <summary>Remembers a file that somebody else is about to read.</summary>
    public Fingerprint Note(string path)
    {
        if (!TryName(path, out var name))
        {
            return default;
        }
        var content = OfFile(name);
        files.TryAdd(name, content);
        return content;
    }

    /// <summary>Remembers what there is in a folder: another file or folder is a change.</summary>
    public void NoteFolder(string path)
    {
        if (TryName(path, out var name))
        {
            folders.TryAdd(name, OfFolder(name));
        }
    }

    private static bool TryName(string path, out string name)
    {
        name = "";
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }
        name = Path.GetFullPath(path);
        return true;
    }

    private static Fingerprint OfFile(string path)
    {
        if (!File.Exists(path))
        {
            return Missing;
        }
        try
        {
            // A pipe has no length, and whoever reads it takes its content away from who comes after.
            if (new FileInfo(path).Length == 0)
            {
                return Fingerprint.Of(ReadOnlySpan<byte>.Empty);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It went away in between, most likely; else it looks so until it can be read.
            return Missing;
        }
        return ConfigurationFile.TryRead(path, LargestFile, out var content, out var error)
            ? Fingerprint.Of(content)
            : Fingerprint.Of([error]);
    }

    private static Fingerprint OfFolder(string path)
    {
        try
        {
            return Fingerprint.Of(
                Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal)
            );
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Fingerprint.Of([fault.GetType().Name]);
        }
    }

    private Fingerprint Together(
        Func<string, Fingerprint> ofFile,
        Func<string, Fingerprint> ofFolder
    ) =>
        Fingerprint.Of(
            files
                .Keys.Order(StringComparer.Ordinal)
                .SelectMany(path => new[] { path, ofFile(path).Hash ?? "" })
                .Concat(
                    folders
                        .Keys.Order(StringComparer.Ordinal)
                        .SelectMany(path => new[] { path, ofFolder(path).Hash ?? "" })
                )
        );
}
