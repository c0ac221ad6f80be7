namespace Freshet.Vrl.Stdlib;

/// <summary>
/// A file that a program names by a constant: a schema, a descriptor, a list. It is read when the program is compiled, never while it runs. A host must have enabled the
/// function, since a program is not to read what it likes.
/// </summary>
internal static class ProgramFile
{
    /// <summary>The largest file that is read.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Reads a whole file.</summary>
    /// <param name="call">Whose argument names it; relative names start from <see cref="CompileOptions.BaseFolder"/>.</param>
    /// <param name="function">The function that must be enabled.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="bytes">What is in it; empty where it cannot be read.</param>
    /// <param name="problem">Why it cannot be read, as the system says it; empty if it can.</param>
    public static bool TryRead(
        CallSite call,
        string function,
        string name,
        out byte[] bytes,
        out string problem
    )
    {
        bytes = [];
        problem = "";
        if (!call.Options.EnableAllFunctions && !call.Options.EnabledFunctions.Contains(function))
        {
            problem = $"the host lets {function} read no files";
            return false;
        }
        try
        {
            var path = System.IO.Path.GetFullPath(
                System.IO.Path.Combine(call.Options.BaseFolder, name)
            );
            call.Options.ReadsFile?.Invoke(path);
            // What is no plain file may have no end: a pipe, a terminal.
            if (!File.Exists(path) || new FileInfo(path).Length > MaxBytes)
            {
                problem = File.Exists(path)
                    ? $"larger than {MaxBytes} bytes"
                    : "No such file or directory (os error 2)";
                return false;
            }
            using var file = File.OpenRead(path);
            if (!file.CanSeek)
            {
                problem = "not a file";
                return false;
            }
            bytes = new byte[(int)Math.Min(file.Length, MaxBytes)];
            file.ReadExactly(bytes);
            return true;
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or NotSupportedException
                        or System.Security.SecurityException
            )
        {
            bytes = [];
            problem = exception.Message;
            return false;
        }
    }
}
