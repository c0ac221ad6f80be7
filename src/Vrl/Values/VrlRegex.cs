using System.Text.RegularExpressions;

namespace Freshet.Vrl.Values;

/// <summary>
/// A regular expression in the syntax of Rust's <c>regex</c> crate, translated to .NET's linear-time engine. <see cref="Match"/> and <see cref="Matches"/> find what
/// Rust finds.
/// </summary>
public sealed class VrlRegex : IEquatable<VrlRegex>
{
    private readonly Regex plain;
    private readonly Lazy<Regex>? whole;

    /// <param name="pattern">As it was written.</param>
    /// <param name="plain">The translation.</param>
    /// <param name="groupNames">The name of each group, null where it has none.</param>
    /// <param name="whole">The translation for texts with characters beyond U+FFFF, where it is another.</param>
    internal VrlRegex(
        string pattern,
        Regex plain,
        IReadOnlyList<string?> groupNames,
        Lazy<Regex>? whole = null
    )
    {
        Pattern = pattern;
        this.plain = plain;
        this.whole = whole;
        GroupNames = groupNames;
    }

    /// <summary>The pattern as it was written; two regexes are equal where it is.</summary>
    public string Pattern { get; }

    /// <summary>
    /// The translation that is right for every text; group n of the original is group n here. <see cref="Match"/> and its like are better: they take a smaller
    /// translation where it does.
    /// </summary>
    internal Regex Compiled => whole?.Value ?? plain;

    /// <summary>The name of each group by its number, null where it has none; group 0 is the whole match.</summary>
    internal IReadOnlyList<string?> GroupNames { get; }

    /// <summary>Whether it is found anywhere in the text.</summary>
    internal bool IsMatch(string text) => For(text).IsMatch(text);

    /// <summary>The first match at or after that place, which must not be inside a surrogate pair.</summary>
    internal Match Match(string text, int start = 0)
    {
        var engine = For(text);
        var match = engine.Match(text, start);
        while (match.Success && IsInsidePair(text, match.Index))
        {
            match = engine.Match(text, match.Index + 1);
        }
        return match;
    }

    /// <summary>All matches in turn, as Rust finds them: an empty one right after another match does not count, nor one inside a surrogate pair.</summary>
    internal IEnumerable<Match> Matches(string text)
    {
        var engine = For(text);
        var start = 0;
        var end = -1;
        while (start <= text.Length)
        {
            var match = engine.Match(text, start);
            if (!match.Success)
            {
                yield break;
            }
            if (match.Length == 0 && (match.Index == end || IsInsidePair(text, match.Index)))
            {
                start = match.Index + 1;
                continue;
            }
            yield return match;
            start = end = match.Index + match.Length;
        }
    }

    public bool Equals(VrlRegex? other) => other is not null && Pattern == other.Pattern;

    public override bool Equals(object? obj) => Equals(obj as VrlRegex);

    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Pattern;

    /// <summary>The translation that is right for that text. Whoever searches it many times chooses once.</summary>
    internal Regex For(string text) =>
        whole is null || text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
            ? plain
            : whole.Value;

    /// <summary>Only an empty match can be there: characters are matched as a whole.</summary>
    private static bool IsInsidePair(string text, int index) =>
        index > 0
        && index < text.Length
        && char.IsLowSurrogate(text[index])
        && char.IsHighSurrogate(text[index - 1]);
}
