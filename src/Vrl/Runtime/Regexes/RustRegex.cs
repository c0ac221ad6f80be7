using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// Regular expressions in the syntax of Rust's <c>regex</c> crate on .NET's engine that runs in linear time. What that engine cannot do is refused: boundaries of one side
/// (<c>\b{start}</c>), ASCII boundaries, and lines that end in CRLF.
/// </summary>
internal static class RustRegex
{
    public const string TooLarge = "compiled regex exceeds the size limit";

    private const int MaxLength = 100_000;

    private const RegexOptions Options =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>The empty pattern, which matches everywhere.</summary>
    public static VrlRegex Empty { get; } =
        new("", new Regex("", Options, Regex.InfiniteMatchTimeout), [null]);

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
            var writer = new RegexWriter(RegexWriter.Pairs.None);
            var plain = new Regex(writer.Write(node), Options, Regex.InfiniteMatchTimeout);
            var whole = writer.HasPairs ? new Lazy<Regex>(() => TranslateWithPairs(node)) : null;
            regex = new VrlRegex(pattern, plain, parser.GroupNames, whole);
            return true;
        }
        catch (RegexSyntaxException refused)
        {
            error =
                isDrawn && refused.At >= 0
                    ? $"regex parse error:\n    {pattern}\n    {new string(' ', refused.At)}^\nerror: {refused.Message}"
                    : refused.Message;
        }
        // The engine has a limit of its own.
        catch (NotSupportedException)
        {
            error = TooLarge;
        }
        return false;
    }

    private static Regex TranslateWithPairs(RegexNode node)
    {
        var writer = new RegexWriter(RegexWriter.Pairs.Exact);
        var text = writer.Write(node);
        if (writer.HasTooManyEdges)
        {
            text = new RegexWriter(RegexWriter.Pairs.Coarse).Write(node);
        }
        return new(text, Options, Regex.InfiniteMatchTimeout);
    }
}
