namespace Freshet.Cli.Send.Running;

/// <summary>Finds programs as a shell does: by PATH alone, and not in the working directory or beside this program, where the framework looks first.</summary>
internal static class ProgramPath
{
    /// <summary>The exit codes of a shell for what is not there, and for what is no program.</summary>
    public const int NotFound = 127;
    public const int NotExecutable = 126;

    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds a program.</summary>
    /// <param name="name">Its name, or a path with a slash in it.</param>
    /// <param name="path">The value of PATH.</param>
    /// <param name="found">Its absolute path; empty where there is none.</param>
    /// <returns>0, or the exit code that tells why there is none.</returns>
    public static int Find(string name, string path, out string found)
    {
        found = "";
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
        {
            return NotFound;
        }
        if (name.Contains('/', StringComparison.Ordinal))
        {
            found = Path.GetFullPath(name);
            return Judge(found);
        }
        var code = NotFound;
        foreach (var folder in path.Split(Path.PathSeparator))
        {
            // An empty part of PATH is the working directory (POSIX.1-2024, section 8.3).
            var candidate = Path.GetFullPath(Path.Combine(folder.Length == 0 ? "." : folder, name));
            switch (Judge(candidate))
            {
                case 0:
                    found = candidate;
                    return 0;
                case NotExecutable:
                    code = NotExecutable;
                    break;
            }
        }
        return code;
    }

    private static int Judge(string path)
    {
        if (Directory.Exists(path))
        {
            return NotExecutable;
        }
        if (!File.Exists(path))
        {
            return NotFound;
        }
        return
            OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & Executable) != UnixFileMode.None
            ? 0
            : NotExecutable;
    }
}
