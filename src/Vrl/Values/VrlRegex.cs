using System.Text;
using System.Text.RegularExpressions;
using Freshet.Vrl.Runtime.Regexes;

namespace Freshet.Vrl.Values;

/// <summary>A regular expression in the syntax and with the meaning of Rust's <c>regex</c> crate. It takes linear time.</summary>
public sealed class VrlRegex : IEquatable<VrlRegex>
{
    private readonly Lazy<RegexMachine> machine;
    private readonly Regex? engine;
    private readonly bool isEngineForAscii;

    /// <param name="pattern">As it was written.</param>
    /// <param name="groupNames">The name of each group, null where it has none; group 0 is the whole match.</param>
    /// <param name="machine">What finds it in any text.</param>
    /// <param name="engine">What finds the same faster in texts without characters beyond U+FFFF; null where nothing does.</param>
    /// <param name="isEngineForAscii">Whether that is true of ASCII alone.</param>
    internal VrlRegex(
        string pattern,
        IReadOnlyList<string?> groupNames,
        Lazy<RegexMachine> machine,
        Regex? engine,
        bool isEngineForAscii
    )
    {
        Pattern = pattern;
        GroupNames = groupNames;
        this.machine = machine;
        this.engine = engine;
        this.isEngineForAscii = isEngineForAscii;
    }

    /// <summary>The pattern as it was written; two regexes are equal where it is.</summary>
    public string Pattern { get; }

    /// <summary>The name of each group by its number, null where it has none; group 0 is the whole match.</summary>
    internal IReadOnlyList<string?> GroupNames { get; }

    /// <summary>Whether it is found anywhere in the text.</summary>
    internal bool IsMatch(string text) =>
        IsForEngine(text) ? engine!.IsMatch(text) : machine.Value.Find(text, 0) is not null;

    /// <summary>The first match at or after that place, which must not be inside a surrogate pair.</summary>
    internal RegexMatch Match(string text, int start = 0) => Find(text, start, IsForEngine(text));

    /// <summary>All matches in turn, as Rust finds them: an empty one right after another match does not count.</summary>
    internal IEnumerable<RegexMatch> Matches(string text)
    {
        var isForEngine = IsForEngine(text);
        var end = -1;
        for (var start = 0; start <= text.Length; )
        {
            var match = Find(text, start, isForEngine);
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

    public bool Equals(VrlRegex? other) => other is not null && Pattern == other.Pattern;

    public override bool Equals(object? obj) => Equals(obj as VrlRegex);

    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Pattern;

    private static bool IsPairAt(string text, int at) =>
        at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);

    private bool IsForEngine(string text) =>
        engine is not null
        && (
            isEngineForAscii
                ? Ascii.IsValid(text)
                : text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0
        );

    private RegexMatch Find(string text, int start, bool isForEngine)
    {
        if (!isForEngine)
        {
            return new(text, machine.Value.Find(text, start));
        }
        var match = engine!.Match(text, start);
        if (!match.Success)
        {
            return new(text, null);
        }
        var places = new int[GroupNames.Count * 2];
        for (var i = 0; i < GroupNames.Count; i++)
        {
            var group = match.Groups[i];
            (places[2 * i], places[2 * i + 1]) = group.Success
                ? (group.Index, group.Index + group.Length)
                : (-1, -1);
        }
        return new(text, places);
    }
}
