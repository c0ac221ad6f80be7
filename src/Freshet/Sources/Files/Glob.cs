using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Freshet.Sources.Files;

/// <summary>
/// A pattern of paths whose parts are parted by <c>/</c>, and which have none at their beginning:
/// <list type="bullet">
/// <item><c>?</c> is one character and <c>*</c> any number of them, but no <c>/</c>;</item>
/// <item><c>**</c> as a part of its own is any number of parts, none too: <c>**/a</c>, <c>a/**</c>, <c>a/**/b</c>; within a part it is as good as <c>*</c>;</item>
/// <item><c>[a-z_]</c> is one of these characters, <c>[!a-z]</c> and <c>[^a-z]</c> any other one, but <c>/</c>;</item>
/// <item><c>{a,b*}</c> is one of these patterns, which may nest;</item>
/// <item><c>\</c> takes its meaning from the character behind it.</item>
/// </list>
/// Letters' case counts, and a dot at the beginning of a name is a character as any other. A match takes time in proportion to the path's length, whatever the pattern.
/// </summary>
internal sealed class Glob
{
    /// <summary>The longest pattern, in UTF-16 units.</summary>
    public const int Longest = 1024;

    private const int OnTheStack = 128;

    private readonly GlobStep[] steps;

    private Glob(GlobStep[] steps) => this.steps = steps;

    /// <summary>Reads a pattern.</summary>
    /// <param name="pattern">The pattern; a user wrote it.</param>
    /// <param name="glob">It, ready to match.</param>
    /// <param name="error">What is wrong with it.</param>
    public static bool TryParse(
        string pattern,
        [NotNullWhen(true)] out Glob? glob,
        [NotNullWhen(false)] out string? error
    )
    {
        error =
            pattern.Length == 0 ? "it is empty"
            : pattern.Length > Longest ? $"it is longer than {Longest} characters"
            : pattern[0] == '/' || pattern.StartsWith("./", StringComparison.Ordinal)
                ? "paths begin below root, so none matches"
            : pattern[^1] == '/' ? "no path of a file ends with /, so none matches"
            : null;
        glob = null;
        if (error is null && GlobParser.TryParse(pattern, out var steps, out error))
        {
            glob = new(steps);
        }
        return glob is not null;
    }

    public bool Matches(ReadOnlySpan<char> path)
    {
        // All ways through the pattern at once: the steps at which it may stand.
        var length = steps.Length;
        var isShort = length <= OnTheStack;
        var now = new Places(
            isShort ? stackalloc int[OnTheStack] : new int[length],
            isShort ? stackalloc int[OnTheStack] : new int[length]
        );
        var next = new Places(
            isShort ? stackalloc int[OnTheStack] : new int[length],
            isShort ? stackalloc int[OnTheStack] : new int[length]
        );
        Reach(ref now, 0);
        foreach (var rune in path.EnumerateRunes())
        {
            next.Clear();
            for (var i = 0; i < now.Count; i++)
            {
                var at = now[i];
                if (steps[at].Takes(rune))
                {
                    Reach(ref next, at + 1);
                }
            }
            if (next.Count == 0)
            {
                return false;
            }
            var last = now;
            now = next;
            next = last;
        }
        return now.Contains(length - 1);
    }

    /// <summary>Adds the step, and all to which it leads without taking a character.</summary>
    private void Reach(ref Places places, int at)
    {
        // Each step is added once, so that this ends where steps lead back.
        var first = places.Count;
        places.Add(at);
        for (var i = first; i < places.Count; i++)
        {
            var step = steps[places[i]];
            if (step.Kind is GlobStepKind.Jump or GlobStepKind.Fork)
            {
                places.Add(step.Target);
            }
            if (step.Kind == GlobStepKind.Fork)
            {
                places.Add(places[i] + 1);
            }
        }
    }

    /// <summary>A set of steps, in the order in which they came, that is emptied at no cost.</summary>
    private ref struct Places(Span<int> listed, Span<int> placeOf)
    {
        private readonly Span<int> listed = listed;
        private readonly Span<int> placeOf = placeOf;

        public int Count { get; private set; }

        public readonly int this[int i] => listed[i];

        public readonly bool Contains(int step) =>
            placeOf[step] < Count && listed[placeOf[step]] == step;

        public void Add(int step)
        {
            if (!Contains(step))
            {
                placeOf[step] = Count;
                listed[Count++] = step;
            }
        }

        public void Clear() => Count = 0;
    }
}

/// <summary>What a step of a pattern does.</summary>
internal enum GlobStepKind
{
    /// <summary>Takes one character.</summary>
    Character,

    /// <summary>Takes any character but <c>/</c>.</summary>
    AnyOfPart,

    /// <summary>Takes any character.</summary>
    Any,

    /// <summary>Takes one of a set.</summary>
    Set,

    /// <summary>Goes on at the target.</summary>
    Jump,

    /// <summary>Goes on at the next step, or at the target.</summary>
    Fork,

    /// <summary>The pattern's end.</summary>
    End,
}

/// <summary>A step of a pattern.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Character">The character that it takes.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="Set">The characters that it takes.</param>
internal sealed record GlobStep(
    GlobStepKind Kind,
    Rune Character = default,
    int Target = 0,
    GlobSet? Set = null
)
{
    private static readonly Rune Separator = new('/');

    public bool Takes(Rune rune) =>
        Kind switch
        {
            GlobStepKind.Character => rune == Character,
            GlobStepKind.AnyOfPart => rune != Separator,
            GlobStepKind.Any => true,
            GlobStepKind.Set => rune != Separator && Set!.Contains(rune),
            _ => false,
        };
}

/// <summary>Characters in brackets.</summary>
/// <param name="Ranges">The first and last character of each range.</param>
/// <param name="IsNegated">Whether all others are meant.</param>
internal sealed record GlobSet(IReadOnlyList<(Rune First, Rune Last)> Ranges, bool IsNegated)
{
    public bool Contains(Rune rune)
    {
        foreach (var (first, last) in Ranges)
        {
            if (first <= rune && rune <= last)
            {
                return !IsNegated;
            }
        }
        return IsNegated;
    }
}
