using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// A set of Unicode's characters; surrogates are none. Sets that .NET has a short text for (<c>\p{L}</c>) carry it, and are spelt out as ranges only if somebody needs
/// that. Never changes.
/// </summary>
internal sealed class CodePointSet
{
    public const int Last = 0x10FFFF;
    private readonly Lazy<(int First, int Last)[]> ranges;
    private Tuple<ulong, ulong>? ascii;

    /// <param name="ranges">Gives the ranges: in order, apart from each other, without surrogates.</param>
    /// <param name="text">What stands in brackets in .NET's syntax for the characters up to U+FFFF; null to take it from the ranges.</param>
    /// <param name="isTextNegated">Whether the text is that of the characters that are not in the set.</param>
    private CodePointSet(
        Func<(int First, int Last)[]> ranges,
        string? text = null,
        bool isTextNegated = false
    )
    {
        this.ranges = new(ranges);
        Text = text;
        IsTextNegated = isTextNegated;
    }

    private CodePointSet((int First, int Last)[] ranges) => this.ranges = new(ranges);

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = Of((0, Last));

    public IReadOnlyList<(int First, int Last)> Ranges => ranges.Value;

    /// <summary>The short text, if there is one.</summary>
    public string? Text { get; }

    public bool IsTextNegated { get; }

    /// <summary>The set of one character.</summary>
    public static CodePointSet Of(int character) => new([(character, character)]);

    /// <summary>The characters of all those ranges.</summary>
    public static CodePointSet Of(params IEnumerable<(int First, int Last)> ranges) =>
        new(Normalise(ranges));

    /// <summary>A set that has a text in .NET's syntax, and is spelt out if that is needed.</summary>
    public static CodePointSet Named(
        string text,
        Func<IEnumerable<(int First, int Last)>> ranges
    ) => new(() => Normalise(ranges()), text);

    public CodePointSet Negate() =>
        Text is null
            ? new(Complement(ranges.Value))
            : new(() => Complement(ranges.Value), Text, !IsTextNegated);

    public CodePointSet Union(CodePointSet other)
    {
        if (ranges.IsValueCreated && other.ranges.IsValueCreated)
        {
            return Of([.. Ranges, .. other.Ranges]);
        }
        return IsTextNegated || other.IsTextNegated
            ? Of([.. Ranges, .. other.Ranges])
            : new(() => Normalise([.. Ranges, .. other.Ranges]), BracketText + other.BracketText);
    }

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
        return Search(character);
    }

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
        ranges.IsValueCreated && ranges.Value is [var only] && only.First == only.Last
            ? only.First
            : null;

    /// <summary>What stands in brackets for the characters up to U+FFFF.</summary>
    public string BracketText
    {
        get
        {
            if (Text is not null)
            {
                return Text;
            }
            // Surrogates are not in the texts that this is for; a gap for them misleads .NET where it joins classes.
            var text = new StringBuilder();
            int? open = null;
            foreach (var (first, last) in ranges.Value)
            {
                if (first > 0xFFFF)
                {
                    break;
                }
                if (last == 0xD7FF && Contains(0xE000))
                {
                    open = first;
                    continue;
                }
                AppendRange(text, open ?? first, Math.Min(last, 0xFFFF));
                open = null;
            }
            return text.ToString();
        }
    }

    /// <summary>Writes a range of UTF-16 units as it stands in brackets.</summary>
    public static void AppendRange(StringBuilder text, int first, int last)
    {
        AppendUnit(text, first);
        if (last > first)
        {
            text.Append('-');
            AppendUnit(text, last);
        }
    }

    /// <summary>Writes a UTF-16 unit so that it means itself everywhere.</summary>
    public static void AppendUnit(StringBuilder text, int unit)
    {
        if (unit < 0x80 && char.IsAsciiLetterOrDigit((char)unit))
        {
            text.Append((char)unit);
        }
        else
        {
            text.Append("\\u").Append(unit.ToString("X4", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A bit for each character of ASCII, which most texts are made of.</summary>
    private Tuple<ulong, ulong> MakeAscii()
    {
        ulong low = 0,
            high = 0;
        for (var i = 0; i < 64; i++)
        {
            low |= Search(i) ? 1UL << i : 0;
            high |= Search(i + 64) ? 1UL << i : 0;
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
