using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Freshet.Cli.Send.Reports;

/// <summary>
/// A path with wildcards: <c>**</c> stands for any folders, <c>*</c> for any characters of a name, <c>?</c> for one, <c>[abc]</c> and <c>[!abc]</c> for one of some, <c>{a,b}</c> for one of several
/// texts.
/// </summary>
/// <param name="Folder">The folder that can be told without wildcards, as it was written; empty for that of the process.</param>
/// <param name="Name">What is below it, as a regular expression; null where it is one file without wildcards.</param>
/// <param name="Text">All of it.</param>
internal sealed record FilePattern(string Folder, Regex? Name, string Text)
{
    private const string Wildcards = "*?[{";
    private const int Longest = 4096;

    /// <summary>Reads a pattern.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FilePattern? pattern)
    {
        pattern = null;
        if (text.Length is 0 or > Longest || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }
        var wild = text.AsSpan().IndexOfAny(Wildcards);
        if (wild < 0)
        {
            pattern = new(Path.GetDirectoryName(text) ?? "", null, text);
            return true;
        }
        var end = text.LastIndexOf('/', wild) + 1;
        if (Expression(text.AsSpan(end)) is not { } expression)
        {
            return false;
        }
        try
        {
            var name = new Regex(
                expression,
                RegexOptions.NonBacktracking
                    | RegexOptions.CultureInvariant
                    | RegexOptions.Singleline
                    | RegexOptions.ExplicitCapture
            );
            pattern = new(text[..end], name, text);
            return true;
        }
        catch (ArgumentException)
        {
            // A range from a later letter to an earlier one.
            return false;
        }
    }

    /// <summary>That of a text that is one.</summary>
    public static FilePattern Of(string text) =>
        TryParse(text, out var pattern)
            ? pattern
            : throw new ArgumentException($"{text} is no pattern", nameof(text));

    private static string? Expression(ReadOnlySpan<char> rest)
    {
        var expression = new StringBuilder(@"\A");
        var isInBraces = false;
        while (!rest.IsEmpty)
        {
            if (rest.StartsWith("**/"))
            {
                expression.Append("(.*/)?");
                rest = rest[3..];
                continue;
            }
            if (rest.StartsWith("**"))
            {
                expression.Append(".*");
                rest = rest[2..];
                continue;
            }
            var letter = rest[0];
            rest = rest[1..];
            switch (letter)
            {
                case '*':
                    expression.Append("[^/]*");
                    break;
                case '?':
                    expression.Append("[^/]");
                    break;
                case '[':
                    var closing = rest.IndexOf(']');
                    if (closing < 1)
                    {
                        return null;
                    }
                    var letters = rest[..closing].ToString();
                    rest = rest[(closing + 1)..];
                    var isOther = letters[0] is '!' or '^';
                    letters = isOther ? letters[1..] : letters;
                    if (letters.Length == 0)
                    {
                        return null;
                    }
                    // Ranges stay ranges; whatever else the expression would take for its own is a letter.
                    expression
                        .Append(isOther ? "[^/" : "[")
                        .Append(
                            letters
                                .Replace("\\", "\\\\", StringComparison.Ordinal)
                                .Replace("[", "\\[", StringComparison.Ordinal)
                                .Replace("^", "\\^", StringComparison.Ordinal)
                        )
                        .Append(']');
                    break;
                case '{' when !isInBraces:
                    isInBraces = true;
                    expression.Append('(');
                    break;
                case '}' when isInBraces:
                    isInBraces = false;
                    expression.Append(')');
                    break;
                case ',' when isInBraces:
                    expression.Append('|');
                    break;
                default:
                    expression.Append(Regex.Escape(letter.ToString()));
                    break;
            }
        }
        return isInBraces ? null : expression.Append(@"\z").ToString();
    }
}
