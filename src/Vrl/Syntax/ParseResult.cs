using Freshet.Vrl.Diagnostics;

namespace Freshet.Vrl.Syntax;

/// <summary>A program as read.</summary>
/// <param name="Program">
/// The program, in which an <see cref="ErrorNode"/> stands for each expression that is wrong, so that the rest of it can be checked as well. Null where the source
/// cannot even be split into words.
/// </param>
/// <param name="Diagnostics">What is wrong, in order; each is also held by its <see cref="ErrorNode"/>. Empty if the program is well-formed.</param>
internal sealed record ParseResult(BlockNode? Program, IReadOnlyList<Diagnostic> Diagnostics);
