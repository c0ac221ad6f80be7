using System.Text.RegularExpressions;

namespace Freshet.Vrl.Values;

/// <summary>A regular expression in the syntax of Rust's <c>regex</c> crate, translated to .NET's linear-time engine.</summary>
public sealed class VrlRegex : IEquatable<VrlRegex>
{
    internal VrlRegex(string pattern, Regex compiled, IReadOnlyList<string?> groupNames)
    {
        Pattern = pattern;
        Compiled = compiled;
        GroupNames = groupNames;
    }

    /// <summary>The pattern as it was written; two regexes are equal where it is.</summary>
    public string Pattern { get; }

    /// <summary>The translated pattern; group n of the original is group n here.</summary>
    internal Regex Compiled { get; }

    /// <summary>The name of each group by its number, null where it has none; group 0 is the whole match.</summary>
    internal IReadOnlyList<string?> GroupNames { get; }

    public bool Equals(VrlRegex? other) => other is not null && Pattern == other.Pattern;

    public override bool Equals(object? obj) => Equals(obj as VrlRegex);

    public override int GetHashCode() => Pattern.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Pattern;
}
