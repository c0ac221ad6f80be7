using Freshet.Configuration;
using Freshet.Toml;
using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Diagnostic = Freshet.Toml.Diagnostic;
using Severity = Freshet.Toml.Severity;

namespace Freshet.Programs;

/// <summary>Compiles programs of a configuration, and tells what is wrong with them where they stand.</summary>
internal static class ConfiguredProgram
{
    /// <param name="scope">The table that has the program.</param>
    /// <param name="key">Its key.</param>
    /// <param name="source">The program.</param>
    /// <param name="options">How it is compiled; its files are sought beside the configuration.</param>
    /// <param name="tellsWarnings">Whether what is odd is told too.</param>
    public static CompileResult Compile(
        OptionsScope scope,
        string key,
        string source,
        CompileOptions options,
        bool tellsWarnings = true
    )
    {
        var at = scope.At(key);
        var compiled = VrlCompiler.Compile(
            source,
            options with
            {
                BaseFolder =
                    at.Line > 0 && Path.GetDirectoryName(at.Origin) is { Length: > 0 } folder
                        ? folder
                        : ".",
                ReadsFile = scope.Reader.NoteFile,
            }
        );
        // What a variable gave is not shown, since it may be a secret; what stands in a file is. Messages too may say parts of the program.
        var isShown = scope.Written(key) is null or TomlString;
        foreach (var told in compiled.Errors.Concat(tellsWarnings ? compiled.Warnings : []))
        {
            scope.Reader.Tell(
                new Diagnostic(
                    told.Severity == Freshet.Vrl.Diagnostics.Severity.Error
                        ? Severity.Error
                        : Severity.Warning,
                    isShown
                        ? $"E{told.Code:000}: {told.Message}"
                        : $"E{told.Code:000}: something in the program, which is not shown since it holds variables",
                    at,
                    null,
                    isShown
                        ? WithoutHeader(DiagnosticFormatter.Format(source, told))
                        : ProgramPlace.Of(source, told)
                )
            );
        }
        return compiled;
    }

    /// <summary>A drawing begins with what the message says already.</summary>
    private static string? WithoutHeader(string drawing) =>
        drawing.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end
            ? drawing[(end + 1)..]
            : null;
}
