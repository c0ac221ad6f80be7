namespace Freshet.Vrl.Diagnostics;

/// <summary>How bad a <see cref="Diagnostic"/> is.</summary>
public enum Severity
{
    Warning,
    Error,
}

/// <summary>A piece of source that a diagnostic points at, with words.</summary>
/// <param name="Span">What is pointed at.</param>
/// <param name="Text">What to say of it.</param>
/// <param name="IsPrimary">Whether it is the cause (drawn with carets) or gives context (drawn with dashes).</param>
public sealed record Label(Span Span, string Text, bool IsPrimary = true);

/// <summary>Something that the compiler has to say of a program.</summary>
/// <param name="Severity">Whether the program can run.</param>
/// <param name="Code">The stable number of VRL: 103 is shown as <c>E103</c>.</param>
/// <param name="Message">What is wrong, in one line: <c>unhandled fallible assignment</c>.</param>
/// <param name="Labels">Where; the first primary one is the diagnostic's place.</param>
/// <param name="Notes">What to do about it.</param>
public sealed record Diagnostic(
    Severity Severity,
    int Code,
    string Message,
    IReadOnlyList<Label> Labels,
    IReadOnlyList<string> Notes
);
