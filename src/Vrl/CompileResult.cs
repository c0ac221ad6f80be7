using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl;

/// <summary>What compiling gave.</summary>
/// <param name="Program">The program; null where there are errors.</param>
/// <param name="Errors">What is wrong, in the order found.</param>
/// <param name="Warnings">What is odd; empty where there are errors, for these come first.</param>
/// <param name="Source">What was compiled; the diagnostics point into its UTF-8.</param>
public sealed record CompileResult(
    VrlProgram? Program,
    IReadOnlyList<Diagnostic> Errors,
    IReadOnlyList<Diagnostic> Warnings,
    string Source
);
