using System.Text.RegularExpressions;
using Freshet.Vrl.Values;
using Found = System.Text.RegularExpressions.Match;

namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>Matches one after the other as Rust's <c>regex</c> finds them: an empty match is none where the one before it ended.</summary>
internal static class RegexMatches
{
    /// <summary>The matches, from the left.</summary>
    public static IEnumerable<Found> In(string text, VrlRegex regex)
    {
        var compiled = regex.Compiled;
        var end = -1;
        var from = 0;
        while (From(compiled, text, from) is { } match)
        {
            if (match.Length == 0 && match.Index == end)
            {
                from = Next(text, end);
                if (from > text.Length)
                {
                    yield break;
                }
                end = -1;
                continue;
            }
            yield return match;
            from = end = match.Index + match.Length;
        }
    }

    /// <summary>The first match from that place on; null where there is none.</summary>
    public static Found? First(string text, VrlRegex regex, int from) =>
        From(regex.Compiled, text, from);

    private static Found? From(Regex regex, string text, int from)
    {
        while (from <= text.Length)
        {
            var match = regex.Match(text, from);
            if (!match.Success)
            {
                return null;
            }
            // Between the halves of a character beyond U+FFFF there is nothing.
            if (match.Length > 0 || !SplitsCharacter(text, match.Index))
            {
                return match;
            }
            from = match.Index + 1;
        }
        return null;
    }

    private static int Next(string text, int at) =>
        at + 1 + (SplitsCharacter(text, at + 1) ? 1 : 0);

    private static bool SplitsCharacter(string text, int at) =>
        at > 0
        && at < text.Length
        && char.IsLowSurrogate(text[at])
        && char.IsHighSurrogate(text[at - 1]);
}
