using System.Buffers;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// Finds a <see cref="RegexProgram"/> in texts as Rust does: the leftmost match, and of those that start there the one that the pattern prefers. The time is at most in
/// proportion to text times program.
/// </summary>
/// <remarks>
/// .NET's engine without backtracking is not used: in .NET 10 it misses the leftmost match of <c>[ab]?[bc]</c> in <c>a.b.c</c>, loses the order of preference in
/// <c>(?:a|ab)*.</c>, and matches UTF-16 units.
/// </remarks>
internal sealed class RegexMachine
{
    private readonly RegexProgram program;
    private readonly SearchValues<char>? neverFirst;
    private readonly bool isAnchored;
    private BacktrackSearch? spareBacktrack;
    private ThreadSearch? spareThreads;

    public RegexMachine(RegexProgram program)
    {
        this.program = program;
        isAnchored = program.IsAnchored;
        neverFirst = MakeNeverFirst(program);
    }

    /// <summary>The first match from that place on: start and end of each group; null where there is none.</summary>
    public int[]? Find(string text, int start)
    {
        // What a search works with is kept for the next one; searches at the same time make their own.
        if (BacktrackSearch.Takes(program, text.Length - start))
        {
            var search = Interlocked.Exchange(ref spareBacktrack, null) ?? new(program);
            var found = search.Find(this, text, start);
            spareBacktrack = search;
            return found;
        }
        else
        {
            var search = Interlocked.Exchange(ref spareThreads, null) ?? new(program);
            var found = search.Find(this, text, start);
            spareThreads = search;
            return found;
        }
    }

    /// <summary>The next place at or after that one at which a match may start; -1 for none.</summary>
    public int NextStart(string text, int at)
    {
        if (isAnchored)
        {
            return at == 0 ? 0 : -1;
        }
        if (neverFirst is null || at > text.Length)
        {
            return at <= text.Length ? at : -1;
        }
        var skip = text.AsSpan(at).IndexOfAnyExcept(neverFirst);
        return skip < 0 ? -1 : at + skip;
    }

    /// <summary>The characters of ASCII that no match starts with; null where there are none, or matches may be empty.</summary>
    private static SearchValues<char>? MakeNeverFirst(RegexProgram program)
    {
        if (program.FirstSets() is not { } sets)
        {
            return null;
        }
        var never = Enumerable
            .Range(0, 128)
            .Where(character => !sets.Exists(set => set.Contains(character)))
            .Select(character => (char)character)
            .ToArray();
        return never.Length == 0 ? null : SearchValues.Create(never);
    }
}
