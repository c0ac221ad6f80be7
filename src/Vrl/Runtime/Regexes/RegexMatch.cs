using System.Runtime.InteropServices;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>Where a regular expression was found in a text, or that it was not. Places are in UTF-16 units.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RegexMatch
{
    private readonly string text;
    private readonly int[]? places;

    /// <param name="text">The text.</param>
    /// <param name="places">Start and end of each group, -1 for one that took no part; null for no match.</param>
    public RegexMatch(string text, int[]? places)
    {
        this.text = text;
        this.places = places;
    }

    public bool Success => places is not null;

    /// <summary>Where the match starts.</summary>
    public int Index => places![0];

    public int Length => places![1] - places[0];

    public string Value => ValueSpan.ToString();

    public ReadOnlySpan<char> ValueSpan => text.AsSpan(Index, Length);

    /// <summary>What the group of that number holds; 0 is the whole match.</summary>
    public RegexGroup Group(int number) => new(text, places![2 * number], places[2 * number + 1]);
}

/// <summary>What a group holds.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RegexGroup(string text, int start, int end)
{
    /// <summary>Whether the group took part in the match.</summary>
    public bool Success => start >= 0;

    public int Index => start;

    public int Length => end - start;

    /// <summary>Its text; empty where it took no part.</summary>
    public string Value => ValueSpan.ToString();

    public ReadOnlySpan<char> ValueSpan => Success ? text.AsSpan(start, end - start) : [];
}
