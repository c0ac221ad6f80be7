using System.Text;
using System.Text.RegularExpressions;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>A regular expression on .NET's engine without backtracking, for the texts in which it is known to find what Rust finds.</summary>
internal sealed class RegexEngine
{
    private readonly Regex regex;
    private readonly int groups;
    private readonly bool hasPlaces;
    private readonly bool hasBoundaries;

    /// <param name="pattern">In .NET's syntax.</param>
    /// <param name="groups">How many groups it has, the whole match counted.</param>
    /// <param name="hasPlaces">Whether it asks for places: of texts that end with a line break the engine then loses groups (.NET 10).</param>
    /// <param name="hasBoundaries">Whether it asks for boundaries of words: beyond ASCII the engine has other words than Rust.</param>
    /// <exception cref="NotSupportedException">The pattern is too large for the engine.</exception>
    public RegexEngine(string pattern, int groups, bool hasPlaces, bool hasBoundaries)
    {
        regex = new Regex(
            pattern,
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant,
            Regex.InfiniteMatchTimeout
        );
        this.groups = groups;
        this.hasPlaces = hasPlaces;
        this.hasBoundaries = hasBoundaries;
    }

    /// <summary>Whether the engine is right for the text. It matches UTF-16 units, so characters beyond U+FFFF are not for it.</summary>
    public bool Takes(string text) =>
        !(hasPlaces && text.EndsWith('\n'))
        && (
            hasBoundaries
                ? Ascii.IsValid(text)
                : text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
        );

    public bool IsMatch(string text) => regex.IsMatch(text);

    /// <summary>The first match from that place on: start and end of each group; null where there is none.</summary>
    public int[]? Find(string text, int start)
    {
        var match = regex.Match(text, start);
        if (!match.Success)
        {
            return null;
        }
        var places = new int[groups * 2];
        for (var i = 0; i < groups; i++)
        {
            var group = match.Groups[i];
            (places[2 * i], places[2 * i + 1]) = group.Success
                ? (group.Index, group.Index + group.Length)
                : (-1, -1);
        }
        return places;
    }
}
