using System.Diagnostics.CodeAnalysis;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// Regular expressions in the syntax and with the meaning of Rust's <c>regex</c> crate, in linear time. .NET's engine without backtracking finds those that it is known
/// to treat the same, in texts where it does; an engine of our own finds the others.
/// </summary>
internal static class RustRegex
{
    private const string TooLarge = RegexParser.TooLarge;
    private const int MaxLength = 100_000;

    /// <summary>The empty pattern, which matches everywhere.</summary>
    public static VrlRegex Empty { get; } =
        TryTranslate("", out var regex, out var error)
            ? regex
            : throw new InvalidOperationException(error);

    /// <summary>Translates a pattern.</summary>
    /// <param name="pattern">In Rust's syntax.</param>
    /// <param name="regex">What matches as it would there.</param>
    /// <param name="error">Why it is none: <c>unclosed group</c>. Empty if it is one.</param>
    /// <param name="isDrawn">Whether the error shows the place in the pattern, over several lines.</param>
    public static bool TryTranslate(
        string pattern,
        [NotNullWhen(true)] out VrlRegex? regex,
        out string error,
        bool isDrawn = false
    )
    {
        regex = null;
        error = "";
        if (pattern.Length > MaxLength)
        {
            error = TooLarge;
            return false;
        }
        try
        {
            var parser = new RegexParser(pattern);
            var node = parser.Parse();
            var groups = parser.GroupNames.Count;
            regex = new VrlRegex(
                pattern,
                parser.GroupNames,
                new Lazy<RegexMachine>(() => new(new RegexProgram(node, groups))),
                RegexWriter.Translate(node, groups)
            );
            return true;
        }
        catch (RegexSyntaxException refused)
        {
            error =
                isDrawn && refused.At >= 0
                    ? $"regex parse error:\n    {pattern}\n    {new string(' ', refused.At)}^\nerror: {refused.Message}"
                    : refused.Message;
        }
        return false;
    }
}
