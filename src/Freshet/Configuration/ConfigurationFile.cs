using System.Diagnostics.CodeAnalysis;

namespace Freshet.Configuration;

/// <summary>Reads the files that a configuration consists of, and those that it refers to.</summary>
internal static class ConfigurationFile
{
    /// <summary>What is said of a file that is not there.</summary>
    public const string Missing = "does not exist";

    /// <summary>Reads a file or pipe, never more of it than it must.</summary>
    /// <param name="path">Any text; a user gave it.</param>
    /// <param name="limit">The largest size in bytes.</param>
    /// <param name="content">All of it.</param>
    /// <param name="error">Why it cannot be read, to go on after the file's name: <c>is a directory</c>.</param>
    public static bool TryRead(
        string path,
        int limit,
        [NotNullWhen(true)] out byte[]? content,
        [NotNullWhen(false)] out string? error
    ) => TryRead(path, limit, out content, out error, out _);

    /// <inheritdoc cref="TryRead(string, int, out byte[], out string)"/>
    /// <param name="isPipe">Whether it was a pipe, which can be read once.</param>
    public static bool TryRead(
        string path,
        int limit,
        [NotNullWhen(true)] out byte[]? content,
        [NotNullWhen(false)] out string? error,
        out bool isPipe
    )
    {
        content = null;
        error = null;
        isPipe = false;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            error = "is no path";
            return false;
        }
        if (Directory.Exists(path))
        {
            error = "is a directory";
            return false;
        }
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            isPipe = !file.CanSeek;
            using var read = new MemoryStream();
            var chunk = new byte[64 * 1024];
            while (read.Length <= limit && file.Read(chunk) is > 0 and var length)
            {
                read.Write(chunk.AsSpan(0, length));
            }
            if (read.Length > limit)
            {
                error = $"is larger than {new ByteSize(limit)}";
                return false;
            }
            content = read.ToArray();
            return true;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            error = Missing;
        }
        catch (UnauthorizedAccessException)
        {
            error = "may not be read by this process";
        }
        catch (Exception fault) when (fault is IOException or NotSupportedException)
        {
            error = $"cannot be read: {fault.Message}";
        }
        return false;
    }
}
