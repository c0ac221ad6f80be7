using Freshet.Vrl.Runtime.Regexes;

namespace Freshet.Vrl.Values;

/// <summary>A regular expression in the syntax and with the meaning of Rust's <c>regex</c> crate. It takes linear time.</summary>
public sealed class VrlRegex : IEquatable<VrlRegex>
{
    private readonly Lazy<RegexMachine> machine;

    /// <param name="pattern">As it was written.</param>
    /// <param name="groupNames">The name of each group, null where it has none; group 0 is the whole match.</param>
    /// <param name="machine">What finds it in texts.</param>
    internal VrlRegex(string pattern, IReadOnlyList<string?> groupNames, Lazy<RegexMachine> machine)
    {
        Pattern = pattern;
        GroupNames = groupNames;
        this.machine = machine;
    }

    /// <summary>The pattern as it was written; two regexes are equal where it is.</summary>
    public string Pattern { get; }

    /// <summary>The name of each group by its number, null where it has none; group 0 is the whole match.</summary>
    internal IReadOnlyList<string?> GroupNames { get; }

    /// <summary>Whether it is found anywhere in the text.</summary>
    internal bool IsMatch(string text) => machine.Value.Find(text, 0) is not null;

    /// <summary>The first match at or after that place, which must not be inside a surrogate pair.</summary>
    internal RegexMatch Match(string text, int start = 0) =>
        new(text, machine.Value.Find(text, start));

    /// <summary>All matches in turn, as Rust finds them: an empty one right after another match does not count.</summary>
    internal IEnumerable<RegexMatch> Matches(string text)
    {
        var end = -1;
        for (var start = 0; start <= text.Length; )
        {
            var match = Match(text, start);
            if (!match.Success)
            {
                yield break;
            }
            if (match.Length == 0 && match.Index == end)
            {
                start = end + RegexText.LengthAt(text, end);
                end = -1;
                continue;
            }
            yield return match;
            start = end = match.Index + match.Length;
        }
    }

    /// <summary>All matches in turn, none of them empty, where each may begin with the character that the one before ends with.</summary>
    internal IEnumerable<RegexMatch> MatchesThatTouch(string text)
    {
        for (var end = 0; end <= text.Length; )
        {
            var start = Math.Max(end - 1, 0);
            start -= start > 0 && RegexText.LengthAt(text, start - 1) == 2 ? 1 : 0;
            var match = Match(text, start);
            if (!match.Success || match.Index + match.Length <= end)
            {
                yield break;
            }
            end = match.Index + match.Length;
            yield return match;
        }
    }

    public bool Equals(VrlRegex? other) => other is not null && Pattern == other.Pattern;

    public override bool Equals(object? obj) => Equals(obj as VrlRegex);

    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Pattern;
}
