using System.Text;
using System.Text.Unicode;
using Freshet.Toml;

namespace Freshet.Configuration;

/// <summary>
/// Reads a file of environment variables, as <c>docker --env-file</c>, dotenv and godotenv know it: <c>NAME=value</c> a line, <c>export</c>
/// before it where the file is a shell's too, comments from <c>#</c>. A value in single quotes is taken as it is; one in double quotes knows
/// <c>\n \r \t \" \\ \$</c>; both may go over several lines. In double quotes and without any, <c>${OTHER}</c> and <c>${OTHER:-text}</c> stand
/// for another variable. Never throws, and no diagnostic shows a value: it may be a secret.
/// </summary>
internal static class EnvironmentFile
{
    /// <summary>The largest file in bytes, and how long all values may be together once references in them were replaced.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads a file, and lays the environment over it: a variable that is set there, even to nothing, is not the file's to change.</summary>
    /// <param name="path">The file, as the user named it.</param>
    /// <param name="environment">The variables of the process.</param>
    /// <param name="diagnostics">Is told what is wrong.</param>
    /// <param name="reads">Reads the file.</param>
    /// <returns>All variables.</returns>
    public static IReadOnlyDictionary<string, string> Load(
        string path,
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics,
        ReadFiles reads
    )
    {
        if (!reads.TryRead(path, MaxBytes, out var utf8, out var error))
        {
            diagnostics.Add(
                new(
                    Severity.Error,
                    $"the environment file {path} {error}",
                    null,
                    "name an existing file of NAME=value lines with --env-file FILE"
                )
            );
            return environment;
        }
        var merged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, text) in Read(utf8, path, environment, diagnostics).Concat(environment))
        {
            merged[name] = text;
        }
        return merged;
    }

    /// <summary>The variables of a file; of one that is given twice the later counts.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="origin">What errors call it.</param>
    /// <param name="environment">The variables of the process: references mean these before those of the file.</param>
    /// <param name="diagnostics">Is told what is wrong, at most <see cref="TomlReader.MaxErrors"/> errors.</param>
    public static IReadOnlyDictionary<string, string> Read(
        ReadOnlySpan<byte> utf8,
        string origin,
        IReadOnlyDictionary<string, string> environment,
        ICollection<Diagnostic> diagnostics
    )
    {
        var refusal =
            utf8.Length > MaxBytes ? $"is larger than {new ByteSize(MaxBytes)}"
            : Utf8.IsValid(utf8) ? null
            : "is not UTF-8";
        if (refusal is not null)
        {
            diagnostics.Add(
                new(Severity.Error, $"the environment file {refusal}", new Location(origin))
            );
            return new Dictionary<string, string>();
        }
        var text = Encoding
            .UTF8.GetString(utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8)
            .Replace("\r\n", "\n", StringComparison.Ordinal);
        return new EnvironmentFileReader(text, origin, environment, diagnostics).Read();
    }
}
