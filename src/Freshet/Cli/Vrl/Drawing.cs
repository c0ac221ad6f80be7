using Freshet.Vrl;
using Freshet.Vrl.Diagnostics;
using Freshet.Vrl.Values;

namespace Freshet.Cli.Vrl;

/// <summary>Draws what a compiler or a run has to say.</summary>
internal static class Drawing
{
    /// <summary>Draws errors and warnings, each with an empty line behind it.</summary>
    public static void Write(
        CompileResult compiled,
        Terminal terminal,
        Func<Diagnostic, bool>? isShown = null
    )
    {
        foreach (var diagnostic in compiled.Errors.Concat(compiled.Warnings))
        {
            if (isShown?.Invoke(diagnostic) != false)
            {
                Draw(compiled.Source, diagnostic, terminal);
            }
        }
    }

    /// <summary>Draws why a run ended.</summary>
    public static void Write(string source, Failure failure, Terminal terminal)
    {
        var isAbort = failure.Kind == FailureKind.Abort;
        IReadOnlyList<Label> labels =
            failure.Start < 0
                ? []
                : [new(new(failure.Start, failure.End), isAbort ? "it ends here" : "this failed")];
        var message = failure.Message ?? "aborted";
        Draw(
            source,
            new Diagnostic(Severity.Error, isAbort ? 1 : 0, message, labels, []),
            terminal
        );
    }

    private static void Draw(string source, Diagnostic diagnostic, Terminal terminal)
    {
        terminal.Error.WriteLine(
            DiagnosticFormatter.Format(source, diagnostic, terminal.HasColour)
        );
        terminal.Error.WriteLine();
    }
}
