using Freshet.Vrl.Runtime.Regexes;

namespace Freshet.Vrl.Values;

/// <summary>A regular expression in the syntax and with the meaning of Rust's <c>regex</c> crate. It takes linear time.</summary>
public sealed class VrlRegex : IEquatable<VrlRegex>
{
    private readonly Lazy<RegexMachine> machine;
    private readonly RegexEngine? engine;

    /// <param name="pattern">As it was written.</param>
    /// <param name="groupNames">The name of each group, null where it has none; group 0 is the whole match.</param>
    /// <param name="machine">What finds it in any text.</param>
    /// <param name="engine">What finds the same faster, in the texts that it takes; null where nothing does.</param>
    internal VrlRegex(
        string pattern,
        IReadOnlyList<string?> groupNames,
        Lazy<RegexMachine> machine,
        RegexEngine? engine
    )
    {
        Pattern = pattern;
        GroupNames = groupNames;
        this.machine = machine;
        this.engine = engine;
    }

    /// <summary>The pattern as it was written; two regexes are equal where it is.</summary>
    public string Pattern { get; }

    /// <summary>The name of each group by its number, null where it has none; group 0 is the whole match.</summary>
    internal IReadOnlyList<string?> GroupNames { get; }

    /// <summary>Whether it is found anywhere in the text.</summary>
    internal bool IsMatch(string text) =>
        EngineFor(text)?.IsMatch(text) ?? machine.Value.Find(text, 0) is not null;

    /// <summary>The first match at or after that place, which must not be inside a surrogate pair.</summary>
    internal RegexMatch Match(string text, int start = 0) => Find(text, start, EngineFor(text));

    /// <summary>All matches in turn, as Rust finds them: an empty one right after another match does not count.</summary>
    internal IEnumerable<RegexMatch> Matches(string text)
    {
        var engineForText = EngineFor(text);
        var end = -1;
        for (var start = 0; start <= text.Length; )
        {
            var match = Find(text, start, engineForText);
            if (!match.Success)
            {
                yield break;
            }
            if (match.Length == 0 && match.Index == end)
            {
                start = end + (IsPairAt(text, end) ? 2 : 1);
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
        var engineForText = EngineFor(text);
        for (var end = 0; end <= text.Length; )
        {
            var start = Math.Max(end - 1, 0);
            start -= start > 0 && IsPairAt(text, start - 1) ? 1 : 0;
            var match = Find(text, start, engineForText);
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

    private static bool IsPairAt(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    private RegexEngine? EngineFor(string text) => engine?.Takes(text) == true ? engine : null;

    private RegexMatch Find(string text, int start, RegexEngine? with) =>
        new(text, with is null ? machine.Value.Find(text, start) : with.Find(text, start));
}
