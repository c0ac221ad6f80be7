using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>Reads a pattern in the syntax of Rust's <c>regex</c> crate. Errors are worded as there.</summary>
internal sealed partial class RegexParser
{
    /// <summary>How deep groups, classes and repetitions may be nested, as in Rust; so recursion is bounded.</summary>
    private const int MaxDepth = 250;

    private const int MaxRepeat = 1_000_000;

    /// <summary>How large a pattern may become when its counted repetitions are written out.</summary>
    private const long MaxSize = 50_000;

    /// <summary>How many places of groups a search may have to remember.</summary>
    private const long MaxPlaces = 4_000_000;

    public const string TooLarge = "compiled regex exceeds the size limit";

    private readonly int[] pattern;
    private readonly List<string?> groupNames = [null];
    private int at;
    private int depth;
    private RegexFlags flags = RegexFlags.Unicode;

    public RegexParser(string text) =>
        pattern = [.. text.EnumerateRunes().Select(rune => rune.Value)];

    /// <summary>The name of each group, null where it has none.</summary>
    public IReadOnlyList<string?> GroupNames => groupNames;

    /// <summary>Reads the whole pattern.</summary>
    /// <exception cref="RegexSyntaxException">It is no regular expression.</exception>
    public RegexNode Parse()
    {
        var node = ParseChoice();
        if (at < pattern.Length)
        {
            throw Error("unopened group");
        }
        if (node.Size > MaxSize || node.Size * groupNames.Count * 2 > MaxPlaces)
        {
            throw new RegexSyntaxException(TooLarge);
        }
        return node;
    }

    private bool Has(RegexFlags flag) => flags.HasFlag(flag);

    private int Peek(int ahead = 0) => at + ahead < pattern.Length ? pattern[at + ahead] : -1;

    private bool TryTake(char character)
    {
        if (Peek() != character)
        {
            return false;
        }
        at++;
        return true;
    }

    private bool TryTake(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (Peek(i) != text[i])
            {
                return false;
            }
        }
        at += text.Length;
        return true;
    }

    /// <summary>Skips what means nothing in verbose mode.</summary>
    private void SkipVerbose()
    {
        while (Has(RegexFlags.Verbose) && at < pattern.Length)
        {
            if (pattern[at] == '#')
            {
                while (at < pattern.Length && pattern[at] != '\n')
                {
                    at++;
                }
            }
            else if (IsSpace(pattern[at]))
            {
                at++;
            }
            else
            {
                return;
            }
        }
    }

    private RegexNode ParseChoice()
    {
        Enter();
        var alternatives = new List<RegexNode> { ParseSequence() };
        while (TryTake('|'))
        {
            alternatives.Add(ParseSequence());
        }
        depth--;
        return alternatives is [var only] ? only : new RegexNode.Choice(alternatives);
    }

    private RegexNode ParseSequence()
    {
        var parts = new List<RegexNode>();
        // What a repetition may follow: not the start, and not flags.
        var isRepeatable = false;
        var repeats = 0;
        while (true)
        {
            SkipVerbose();
            var next = Peek();
            if (next is -1 or '|' or ')')
            {
                break;
            }
            if (next is '*' or '+' or '?' or '{')
            {
                if (!isRepeatable)
                {
                    throw Error("repetition operator missing expression");
                }
                if (depth + ++repeats > MaxDepth)
                {
                    throw TooDeep();
                }
                parts[^1] = ParseRepeat(parts[^1]);
                continue;
            }
            repeats = 0;
            var node = next switch
            {
                '(' => ParseGroup(),
                '[' => ParseClass(),
                '.' => ParseDot(),
                '^' => ParseAnchor(
                    RegexPlace.TextStart,
                    RegexPlace.LineStart,
                    RegexPlace.CrlfLineStart
                ),
                '$' => ParseAnchor(RegexPlace.TextEnd, RegexPlace.LineEnd, RegexPlace.CrlfLineEnd),
                '\\' => ParseEscape(),
                _ => Literal(pattern[at++]),
            };
            isRepeatable = node is not null;
            if (node is not null)
            {
                parts.Add(node);
            }
        }
        return parts switch
        {
            [] => new RegexNode.Empty(),
            [var only] => only,
            _ => new RegexNode.Sequence(parts),
        };
    }

    private RegexNode.Repeat ParseRepeat(RegexNode inner)
    {
        var (min, max) = pattern[at++] switch
        {
            '*' => (0, (int?)null),
            '+' => (1, null),
            '?' => (0, 1),
            _ => ParseCounts(),
        };
        SkipVerbose();
        return new(inner, min, max, TryTake('?') != Has(RegexFlags.SwapGreed));
    }

    private (int Min, int? Max) ParseCounts()
    {
        SkipVerbose();
        var min = ParseCount();
        int? max = min;
        if (TryTake(','))
        {
            SkipVerbose();
            max = Peek() == '}' ? null : ParseCount();
        }
        SkipVerbose();
        if (!TryTake('}'))
        {
            throw Error("unclosed counted repetition");
        }
        if (max < min)
        {
            throw Error("invalid repetition count range, the start must be <= the end");
        }
        return (min, max);
    }

    private int ParseCount()
    {
        SkipSpace();
        if (at >= pattern.Length)
        {
            throw Error("unclosed counted repetition");
        }
        var start = at;
        var value = 0L;
        while (Peek() is >= '0' and <= '9')
        {
            value = Math.Min(value * 10 + pattern[at++] - '0', int.MaxValue);
        }
        if (at == start)
        {
            throw Error("repetition quantifier expects a valid decimal");
        }
        SkipSpace();
        return value <= MaxRepeat ? (int)value : throw Error(TooLarge);
    }

    private void SkipSpace()
    {
        while (IsSpace(Peek()))
        {
            at++;
        }
    }

    /// <summary>Reads a group; null where it only sets flags.</summary>
    private RegexNode.Group? ParseGroup()
    {
        at++;
        SkipVerbose();
        var outer = flags;
        int? number = null;
        if (TryTake("?=") || TryTake("?!") || TryTake("?<=") || TryTake("?<!"))
        {
            throw Error("look-around, including look-ahead and look-behind, is not supported");
        }
        if (TryTake("?P<") || TryTake("?<"))
        {
            number = groupNames.Count;
            groupNames.Add(ParseGroupName());
        }
        else if (TryTake('?'))
        {
            if (ParseFlags())
            {
                return null;
            }
        }
        else
        {
            number = groupNames.Count;
            groupNames.Add(null);
        }
        var inner = ParseChoice();
        if (!TryTake(')'))
        {
            throw Error("unclosed group");
        }
        flags = outer;
        return new(inner, number);
    }

    private string ParseGroupName()
    {
        var name = new StringBuilder();
        while (!TryTake('>'))
        {
            if (at >= pattern.Length)
            {
                throw Error("unclosed capture group name");
            }
            var rune = new Rune(pattern[at++]);
            var isValid =
                rune.Value == '_'
                || Rune.IsLetter(rune)
                || (
                    name.Length > 0
                    && (rune.Value is '.' or '[' or ']' || Rune.IsLetterOrDigit(rune))
                );
            if (!isValid)
            {
                throw Error("invalid capture group character");
            }
            name.Append(rune);
        }
        if (name.Length == 0)
        {
            throw Error("empty capture group name");
        }
        var result = name.ToString();
        return groupNames.Contains(result, StringComparer.Ordinal)
            ? throw Error("duplicate capture group name")
            : result;
    }

    /// <summary>Reads flags, after the question mark. True where they are for the rest of the group around, false where a group of their own begins.</summary>
    private bool ParseFlags()
    {
        var start = at;
        var isOff = false;
        var seen = RegexFlags.None;
        while (true)
        {
            switch (Peek())
            {
                case -1:
                    throw Error("expected flag but got end of regex");
                case ':':
                case ')':
                    if (isOff && pattern[at - 1] == '-')
                    {
                        throw Error("dangling flag negation operator");
                    }
                    if (at == start && Peek() == ')')
                    {
                        throw Error("repetition operator missing expression");
                    }
                    return pattern[at++] == ')';
                case '-' when isOff:
                    throw Error("flag negation operator repeated");
                case '-':
                    isOff = true;
                    break;
                default:
                    var flag = ParseFlag(pattern[at]);
                    if (seen.HasFlag(flag))
                    {
                        throw Error("duplicate flag");
                    }
                    seen |= flag;
                    flags = isOff ? flags & ~flag : flags | flag;
                    break;
            }
            at++;
        }
    }

    private RegexFlags ParseFlag(int character) =>
        character switch
        {
            'i' => RegexFlags.IgnoreCase,
            'm' => RegexFlags.MultiLine,
            's' => RegexFlags.DotAll,
            'U' => RegexFlags.SwapGreed,
            'u' => RegexFlags.Unicode,
            'R' => RegexFlags.Crlf,
            'x' => RegexFlags.Verbose,
            _ => throw Error("unrecognized flag"),
        };

    private RegexNode.Character ParseDot()
    {
        at++;
        RequireUnicode();
        var lineBreaks =
            Has(RegexFlags.DotAll) ? CodePointSet.Empty
            : Has(RegexFlags.Crlf) ? CodePointSet.Of(('\n', '\n'), ('\r', '\r'))
            : CodePointSet.Of('\n');
        return new(lineBreaks.Negate());
    }

    private RegexNode.Assertion ParseAnchor(
        RegexPlace ofText,
        RegexPlace ofLine,
        RegexPlace ofCrlfLine
    )
    {
        at++;
        return new(
            !Has(RegexFlags.MultiLine) ? ofText
            : Has(RegexFlags.Crlf) ? ofCrlfLine
            : ofLine
        );
    }

    private RegexNode.Character Literal(int character) => new(Fold(CodePointSet.Of(character)));

    private CodePointSet Fold(CodePointSet set) =>
        !Has(RegexFlags.IgnoreCase) ? set
        : Has(RegexFlags.Unicode) ? CaseFolding.Close(set)
        : CaseFolding.CloseAscii(set);

    /// <summary>What is made of bytes beyond ASCII could match parts of characters.</summary>
    private void RequireUnicode()
    {
        if (!Has(RegexFlags.Unicode))
        {
            throw Error("pattern can match invalid UTF-8");
        }
    }

    private void Enter()
    {
        if (++depth > MaxDepth)
        {
            throw TooDeep();
        }
    }

    private static bool IsSpace(int character) =>
        character is >= 9 and <= 13 or ' ' or 0x85 or 0x200E or 0x200F or 0x2028 or 0x2029;

    [SuppressMessage("Globalization", "CA1303", Justification = "One language.")]
    private RegexSyntaxException Error(string message) => new(message) { At = at };

    private RegexSyntaxException TooDeep() =>
        Error(
            string.Create(
                CultureInfo.InvariantCulture,
                $"exceed the maximum number of nested parentheses/brackets ({MaxDepth})"
            )
        );
}
