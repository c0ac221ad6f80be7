using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// Writes a regular expression for .NET, which matches UTF-16 units. A character beyond U+FFFF is two of them, so a set is a class of units or a pair. For
/// texts without such characters pairs are left out, which makes classes like <c>\w</c> small.
/// <para>
/// The engine tells apart at most 255 kinds of units (beyond, it overlooks a line break at the end of the text), and each edge of a class makes one more. Where that is
/// not enough, classes beyond U+FFFF are decided for 16 characters at a time: <see cref="Pairs.Coarse"/>.
/// </para>
/// </summary>
internal sealed class RegexWriter(RegexWriter.Pairs pairs)
{
    /// <summary>How characters beyond U+FFFF are written.</summary>
    public enum Pairs
    {
        /// <summary>Not at all: for texts without.</summary>
        None,

        /// <summary>Each for itself.</summary>
        Exact,

        /// <summary>In groups of 16 for which most of them speak.</summary>
        Coarse,
    }

    private const int MaxEdges = 160;

    /// <summary>How large a pattern may become when its counted repetitions are written out.</summary>
    private const long MaxSize = 50_000;

    private readonly StringBuilder text = new();
    private readonly HashSet<int> edges = [];

    /// <summary>Whether a pattern for texts with characters beyond U+FFFF would be another.</summary>
    public bool HasPairs { get; private set; }

    /// <summary>Whether the classes beyond U+FFFF have more edges than the engine can take.</summary>
    public bool HasTooManyEdges => edges.Count > MaxEdges;

    public string Write(RegexNode node)
    {
        if (Size(node) > MaxSize)
        {
            throw new RegexSyntaxException(RustRegex.TooLarge);
        }
        Append(node);
        return text.ToString();
    }

    private static long Size(RegexNode node) =>
        node switch
        {
            RegexNode.Group group => 1 + Size(group.Inner),
            RegexNode.Repeat repeat => Math.Min(
                MaxSize + 1,
                1 + Size(repeat.Inner) * Math.Max(1, repeat.Max ?? repeat.Min)
            ),
            RegexNode.Sequence sequence => Math.Min(MaxSize + 1, sequence.Parts.Sum(Size)),
            RegexNode.Choice choice => Math.Min(MaxSize + 1, choice.Alternatives.Sum(Size)),
            _ => 1,
        };

    private void Append(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Character character:
                AppendSet(character.Set);
                break;
            case RegexNode.Assertion assertion:
                text.Append(assertion.Text);
                break;
            case RegexNode.Group group:
                text.Append(group.Number is null ? "(?:" : "(");
                Append(group.Inner);
                text.Append(')');
                break;
            case RegexNode.Repeat repeat:
                AppendRepeat(repeat);
                break;
            case RegexNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Append(part);
                }
                break;
            case RegexNode.Choice choice:
                for (var i = 0; i < choice.Alternatives.Count; i++)
                {
                    text.Append(i > 0 ? "|" : "");
                    Append(choice.Alternatives[i]);
                }
                break;
            default:
                break;
        }
    }

    private void AppendRepeat(RegexNode.Repeat repeat)
    {
        text.Append("(?:");
        Append(repeat.Inner);
        text.Append(')');
        switch (repeat)
        {
            case { Min: 0, Max: null }:
                text.Append('*');
                break;
            case { Min: 1, Max: null }:
                text.Append('+');
                break;
            case { Min: 0, Max: 1 }:
                text.Append('?');
                break;
            default:
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{{{repeat.Min}{(repeat.Max == repeat.Min ? "" : $",{repeat.Max}")}}}"
                );
                break;
        }
        text.Append(repeat.IsLazy ? "?" : "");
    }

    private void AppendSet(CodePointSet set)
    {
        if (set.Single is { } single)
        {
            HasPairs |= single > 0xFFFF;
            if (single > 0xFFFF && pairs != Pairs.None)
            {
                AppendPair(single);
            }
            else if (single > 0xFFFF)
            {
                AppendNothing();
            }
            else
            {
                CodePointSet.AppendUnit(text, single);
            }
            return;
        }
        // A set with a text may hold such characters; that is not looked into unless a text has some.
        HasPairs |= set.Text is not null || set.Ranges is [.., (_, > 0xFFFF)];
        if (pairs == Pairs.None)
        {
            AppendUnits(set);
            return;
        }
        text.Append("(?:");
        AppendUnits(set);
        AppendPairs(set);
        text.Append(')');
    }

    private void AppendUnits(CodePointSet set)
    {
        var units = set.BracketText;
        if (set.IsTextNegated)
        {
            text.Append("[^").Append(units).Append("\\uD800-\\uDFFF]");
        }
        else if (units.Length == 0)
        {
            AppendNothing();
        }
        else
        {
            text.Append('[').Append(units).Append(']');
        }
    }

    /// <summary>The characters beyond U+FFFF: high surrogates that have the same low ones after them are written together.</summary>
    private void AppendPairs(CodePointSet set)
    {
        var byLows = new Dictionary<string, List<(int First, int Last)>>(StringComparer.Ordinal);
        foreach (var (lows, highs) in Blocks(pairs == Pairs.Coarse ? Coarsen(set) : set))
        {
            if (!byLows.TryGetValue(lows, out var same))
            {
                byLows.Add(lows, same = []);
            }
            same.Add(highs);
        }
        foreach (var (lows, highs) in byLows)
        {
            text.Append("|[");
            foreach (var (first, last) in highs)
            {
                CodePointSet.AppendRange(text, first, last);
            }
            text.Append("][").Append(lows).Append(']');
        }
    }

    private IEnumerable<(string Lows, (int First, int Last) Highs)> Blocks(CodePointSet set)
    {
        var lows = new StringBuilder();
        var current = -1;
        foreach (var range in set.Ranges)
        {
            var first = Math.Max(range.First, 0x10000);
            if (range.Last >= first)
            {
                edges.Add(Low(first));
                edges.Add(Low(range.Last + 1));
                edges.Add(High(first) << 16);
                edges.Add(High(range.Last + 1) << 16);
            }
            while (first <= range.Last)
            {
                var high = High(first);
                if (high != current && lows.Length > 0)
                {
                    yield return (lows.ToString(), (current, current));
                    lows.Clear();
                }
                current = high;
                var lastHigh = High(range.Last);
                if (Low(first) == 0xDC00 && (lastHigh > high || Low(range.Last) == 0xDFFF))
                {
                    // Whole blocks of 1,024 characters.
                    var lastWhole = Low(range.Last) == 0xDFFF ? lastHigh : lastHigh - 1;
                    yield return ("\\uDC00-\\uDFFF", (high, lastWhole));
                    first = (lastWhole - 0xD800 + 1) * 0x400 + 0x10000;
                    continue;
                }
                var last = Math.Min(range.Last, first | 0x3FF);
                CodePointSet.AppendRange(lows, Low(first), Low(last));
                first = last + 1;
            }
        }
        if (lows.Length > 0)
        {
            yield return (lows.ToString(), (current, current));
        }
    }

    /// <summary>The set with each group of 16 characters beyond U+FFFF as most of them are. The opposite set becomes the opposite.</summary>
    private static CodePointSet Coarsen(CodePointSet set)
    {
        const int Size = 16;
        var result = new List<(int First, int Last)>();
        var counts = new Dictionary<int, (int Count, bool HasFirst)>();
        foreach (var range in set.Ranges)
        {
            for (var first = Math.Max(range.First, 0x10000); first <= range.Last; )
            {
                if (first % Size == 0 && range.Last - first >= Size - 1)
                {
                    var last = range.Last - (range.Last + 1) % Size;
                    result.Add((first, last));
                    first = last + 1;
                    continue;
                }
                var end = Math.Min(range.Last, first | (Size - 1));
                var (count, hasFirst) = counts.GetValueOrDefault(first / Size);
                counts[first / Size] = (count + end - first + 1, hasFirst || first % Size == 0);
                first = end + 1;
            }
        }
        foreach (var (group, (count, hasFirst)) in counts)
        {
            if (count > Size / 2 || (count == Size / 2 && hasFirst))
            {
                result.Add((group * Size, group * Size + Size - 1));
            }
        }
        return CodePointSet.Of(result);
    }

    private void AppendPair(int character)
    {
        text.Append("(?:");
        CodePointSet.AppendUnit(text, High(character));
        CodePointSet.AppendUnit(text, Low(character));
        text.Append(')');
    }

    private void AppendNothing() => text.Append("[^\\u0000-\\uFFFF]");

    private static int High(int character) => 0xD800 + ((character - 0x10000) >> 10);

    private static int Low(int character) => 0xDC00 + ((character - 0x10000) & 0x3FF);
}
