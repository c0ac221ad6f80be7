namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// A set of Unicode's characters; surrogates are none. Sets that are told by a rule (general categories) are spelt out as ranges only if somebody needs that. Never
/// changes.
/// </summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;
    private readonly Lazy<(int First, int Last)[]> ranges;
    private readonly Func<int, bool>? rule;
    private Tuple<ulong, ulong>? ascii;

    /// <param name="ranges">Gives the ranges: in order, apart from each other, without surrogates.</param>
    /// <param name="rule">Tells the same of one character.</param>
    private CodePointSet(Func<(int First, int Last)[]> ranges, Func<int, bool> rule)
    {
        this.ranges = new(ranges);
        this.rule = rule;
    }

    private CodePointSet((int First, int Last)[] ranges) => this.ranges = new(ranges);

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = Of((0, Last));

    public IReadOnlyList<(int First, int Last)> Ranges => ranges.Value;

    /// <summary>The set of one character.</summary>
    public static CodePointSet Of(int character) => new([(character, character)]);

    /// <summary>The characters of all those ranges.</summary>
    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges) =>
        new(Normalise(ranges));

    /// <summary>A set that is told by a rule, and is spelt out if that is needed.</summary>
    public static CodePointSet By(
        Func<int, bool> rule,
        Func<IEnumerable<(int First, int Last)>> ranges
    ) => new(() => Normalise(ranges()), rule);

    public CodePointSet Negate() =>
        rule is null
            ? new(Complement(ranges.Value))
            : new(() => Complement(ranges.Value), character => !rule(character));

    public CodePointSet Union(CodePointSet other) =>
        rule is null && other.rule is null
            ? Of([.. Ranges, .. other.Ranges])
            : new(
                () => Normalise([.. Ranges, .. other.Ranges]),
                character => Contains(character) || other.Contains(character)
            );

    public CodePointSet Intersect(CodePointSet other) =>
        Of([.. Complement(ranges.Value), .. Complement(other.ranges.Value)]).Negate();

    public CodePointSet Except(CodePointSet other) => Intersect(other.Negate());

    public CodePointSet SymmetricExcept(CodePointSet other) =>
        Union(other).Except(Intersect(other));

    public bool Contains(int character)
    {
        if (character < 128)
        {
            var (low64, high64) = ascii ??= MakeAscii();
            return ((character < 64 ? low64 : high64) >> (character & 63) & 1) != 0;
        }
        return Tell(character);
    }

    private bool Tell(int character) =>
        rule is not null && !ranges.IsValueCreated ? rule(character) : Search(character);

    private bool Search(int character)
    {
        int low = 0,
            high = ranges.Value.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last) = ranges.Value[middle];
            if (character < first)
            {
                high = middle - 1;
            }
            else if (character > last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The only character of the set, if there is just one.</summary>
    public int? Single =>
        rule is null && ranges.Value is [var only] && only.First == only.Last ? only.First : null;

    /// <summary>A bit for each character of ASCII, which most texts are made of.</summary>
    private Tuple<ulong, ulong> MakeAscii()
    {
        ulong low = 0,
            high = 0;
        for (var i = 0; i < 64; i++)
        {
            low |= Tell(i) ? 1UL << i : 0;
            high |= Tell(i + 64) ? 1UL << i : 0;
        }
        return Tuple.Create(low, high);
    }

    private static (int First, int Last)[] Complement((int First, int Last)[] ranges)
    {
        var result = new List<(int, int)>(ranges.Length + 1);
        var next = 0;
        foreach (var (first, last) in ranges)
        {
            if (first > next)
            {
                result.Add((next, first - 1));
            }
            next = last + 1;
        }
        if (next <= Last)
        {
            result.Add((next, Last));
        }
        return Normalise(result);
    }

    /// <summary>Sorts and joins; takes surrogates out.</summary>
    private static (int First, int Last)[] Normalise(IEnumerable<(int First, int Last)> ranges)
    {
        var result = new List<(int First, int Last)>();
        foreach (var (first, last) in ranges.Order())
        {
            if (result.Count > 0 && first <= result[^1].Last + 1)
            {
                result[^1] = (result[^1].First, Math.Max(last, result[^1].Last));
            }
            else
            {
                result.Add((first, last));
            }
        }
        for (var i = result.Count - 1; i >= 0; i--)
        {
            var (first, last) = result[i];
            if (last < 0xD800 || first > 0xDFFF)
            {
                continue;
            }
            result.RemoveAt(i);
            if (last > 0xDFFF)
            {
                result.Insert(i, (0xE000, last));
            }
            if (first < 0xD800)
            {
                result.Insert(i, (first, 0xD7FF));
            }
        }
        return [.. result];
    }
}
