using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// Writes a regular expression for .NET's engine without backtracking, where that is known to match the same: in texts without characters beyond U+FFFF, since it matches
/// UTF-16 units, and if the pattern is free of what the engine gets wrong (see <see cref="IsSafe"/>).
/// </summary>
internal sealed class RegexWriter
{
    /// <summary>
    /// The engine tells apart at most 255 kinds of characters: beyond, it overlooks a line break at the end of the text. There are about as many kinds as
    /// sets in the pattern.
    /// </summary>
    private const int MaxSets = 100;

    private readonly StringBuilder text = new();
    private readonly HashSet<string> sets = new(StringComparer.Ordinal);
    private bool hasPlaces;
    private bool hasBoundaries;

    /// <summary>Makes the engine; null where it would not match the same.</summary>
    /// <param name="node">The expression.</param>
    /// <param name="groups">How many groups it has, the whole match counted.</param>
    public static RegexEngine? Translate(RegexNode node, int groups)
    {
        if (!IsSafe(node, isRepeated: false))
        {
            return null;
        }
        var writer = new RegexWriter();
        writer.Append(node);
        try
        {
            return writer.sets.Count > MaxSets
                ? null
                : new(writer.text.ToString(), groups, writer.hasPlaces, writer.hasBoundaries);
        }
        // The engine has a limit of its own for the size of patterns.
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether the engine keeps to the order of preference. It does not (.NET 10) in alternatives that a loop repeats, <c>(?:a|ab)*.</c> on <c>abc</c>, nor in those of
    /// which one that may be empty is not the last, <c>(?:a||b)c?</c>; and in loops whose body may be empty, <c>(a?)*</c>, groups hold the last, empty turn.
    /// </summary>
    private static bool IsSafe(RegexNode node, bool isRepeated) =>
        node switch
        {
            RegexNode.Group group => IsSafe(group.Inner, isRepeated),
            RegexNode.Sequence sequence => sequence.Parts.All(part => IsSafe(part, isRepeated)),
            RegexNode.Repeat repeat => (repeat.Max == 1 || !repeat.Inner.CanBeEmpty)
                && IsSafe(repeat.Inner, isRepeated || repeat.Max != 1),
            RegexNode.Choice choice => (
                !isRepeated || choice.Alternatives.All(one => one is RegexNode.Character)
            )
                && choice.Alternatives.SkipLast(1).All(one => !one.CanBeEmpty)
                && choice.Alternatives.All(one => IsSafe(one, isRepeated)),
            RegexNode.Assertion assertion => assertion.Place
                is RegexPlace.TextStart
                    or RegexPlace.TextEnd
                    or RegexPlace.LineStart
                    or RegexPlace.LineEnd
                || (
                    assertion.Place is RegexPlace.WordBoundary or RegexPlace.NoWordBoundary
                    && !assertion.IsAscii
                ),
            _ => true,
        };

    private void Append(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Character character:
                AppendSet(character.Set);
                break;
            case RegexNode.Assertion assertion:
                AppendPlace(assertion.Place);
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

    private void AppendPlace(RegexPlace place)
    {
        hasPlaces = true;
        hasBoundaries |= place is RegexPlace.WordBoundary or RegexPlace.NoWordBoundary;
        text.Append(
            place switch
            {
                RegexPlace.TextStart => "\\A",
                RegexPlace.TextEnd => "\\z",
                RegexPlace.LineStart => "(?m:^)",
                RegexPlace.LineEnd => "(?m:$)",
                RegexPlace.WordBoundary => "\\b",
                _ => "\\B",
            }
        );
    }

    private void AppendRepeat(RegexNode.Repeat repeat)
    {
        text.Append("(?:");
        Append(repeat.Inner);
        text.Append(')');
        text.Append(
            (repeat.Min, repeat.Max) switch
            {
                (0, null) => "*",
                (1, null) => "+",
                (0, 1) => "?",
                var (min, max) when min == max => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{{{min}}}"
                ),
                var (min, max) => string.Create(CultureInfo.InvariantCulture, $"{{{min},{max}}}"),
            }
        );
        text.Append(repeat.IsLazy ? "?" : "");
    }

    private void AppendSet(CodePointSet set)
    {
        var start = text.Length;
        if (set.Single is { } single and <= 0xFFFF)
        {
            CodePointSet.AppendUnit(text, single);
        }
        else if (set.BracketText is { Length: > 0 } units)
        {
            text.Append(set.IsTextNegated ? "[^" : "[").Append(units).Append(']');
        }
        else
        {
            // Nothing of it is in the texts that this is for.
            text.Append(set.IsTextNegated ? "[\\u0000-\\uFFFF]" : "[^\\u0000-\\uFFFF]");
        }
        sets.Add(text.ToString(start, text.Length - start));
    }
}
