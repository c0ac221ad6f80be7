using System.Text.RegularExpressions;

namespace Freshet.Configuration;

/// <summary>Keys whose values are taken for secrets whatever reads them: a table may be of an unknown type, or misspelt.</summary>
internal static partial class SecretNames
{
    public static bool Contain(string key) => SecretName().IsMatch(key);

    /// <summary>Whether a text looks like the name of a variable, and not like what that would hold: capital letters, digits and <c>_</c>.</summary>
    public static bool IsLikelyVariable(string text) =>
        text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');

    [GeneratedRegex(
        "(token|secret|password|passwd|passphrase|credential|authorization|(api|access|private|secret)[_-]?key)s?$",
        RegexOptions.ExplicitCapture
            | RegexOptions.NonBacktracking
            | RegexOptions.IgnoreCase
            | RegexOptions.CultureInvariant
    )]
    private static partial Regex SecretName();
}
