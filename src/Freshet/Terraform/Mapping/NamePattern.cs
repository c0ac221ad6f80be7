using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Freshet.Terraform.Mapping;

/// <summary>
/// A pattern of calls' names, with <c>*</c> for any characters. One without a dot or slash is compared with the last word of a GCP name: <c>List*</c>
/// means <c>google.iam.admin.v1.ListRoles</c>, but never <c>google.v1.ListenerService.Delete</c>.
/// </summary>
internal static partial class NamePattern
{
    /// <summary>Longer names are no calls: nothing is read out of them.</summary>
    private const int MaxName = 512;

    /// <summary>Whether the text is a pattern or a name at all.</summary>
    public static bool IsWellFormed(string text) => text.Length <= MaxName && Form().IsMatch(text);

    /// <summary>Whether it is the name of one call, which needs no search; a single word of GCP is the end of many.</summary>
    public static bool IsExact(string pattern, CloudProvider provider) =>
        !pattern.Contains('*', StringComparison.Ordinal)
        && (provider == CloudProvider.Aws || pattern.AsSpan().ContainsAny('.', '/'));

    public static bool Matches(string pattern, string name, CloudProvider provider)
    {
        if (name.Length > MaxName)
        {
            return false;
        }
        var word = pattern.AsSpan().ContainsAny('.', '/') ? name : ProviderNames.LastWord(name);
        return FileSystemName.MatchesSimpleExpression(
            pattern,
            word,
            ignoreCase: provider == CloudProvider.Azure
        );
    }

    // A star may stand for all of a name only where something else stands beside it.
    [GeneratedRegex(
        @"^[\w./*-]*\w[\w./*-]*\z",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Form();
}
