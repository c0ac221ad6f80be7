using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

/// <summary>The diagnostics of lexer and parser: E200 to E211.</summary>
internal static class SyntaxError
{
    public static Diagnostic Create(
        int code,
        string message,
        Span span,
        string text,
        string? context = null
    ) =>
        new(
            Severity.Error,
            code,
            message,
            context is null
                ? [new Label(span, text)]
                : [new Label(span, text), new Label(span, context, IsPrimary: false)],
            []
        );

    public static Diagnostic At(int code, Span span, string text, string? context = null) =>
        Create(code, "syntax error", span, text, context);
}
