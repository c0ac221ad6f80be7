using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Freshet.Sources.Files;

/// <summary>Makes the steps of a <see cref="Glob"/> out of its text, in one pass.</summary>
internal sealed class GlobParser
{
    /// <summary>How deep braces nest: nobody can read more.</summary>
    private const int MaxDepth = 8;

    private readonly string pattern;
    private readonly List<GlobStep> steps = [];
    private int at;
    private string? error;

    private GlobParser(string pattern) => this.pattern = pattern;

    public static bool TryParse(
        string pattern,
        [NotNullWhen(true)] out GlobStep[]? steps,
        [NotNullWhen(false)] out string? error
    )
    {
        var parser = new GlobParser(pattern);
        parser.ParseSequence(depth: 0, isPartStart: true);
        parser.steps.Add(new(GlobStepKind.End));
        error = parser.error;
        steps = error is null ? [.. parser.steps] : null;
        return error is null;
    }

    private bool IsAtEnd => at == pattern.Length;

    private bool IsAtEndOfAlternative(int depth) => depth > 0 && pattern[at] is (',' or '}');

    /// <summary>Reads up to the end, or within braces up to what ends the alternative.</summary>
    /// <param name="depth">How many braces are open.</param>
    /// <param name="isPartStart">Whether a part of the path begins here.</param>
    private void ParseSequence(int depth, bool isPartStart)
    {
        while (error is null && !IsAtEnd && !IsAtEndOfAlternative(depth))
        {
            var begin = at;
            var wasPartStart = isPartStart;
            isPartStart = false;
            switch (pattern[at])
            {
                case '/':
                    at++;
                    isPartStart = true;
                    Add(new Rune('/'));
                    break;
                case '?':
                    at++;
                    steps.Add(new(GlobStepKind.AnyOfPart));
                    break;
                case '*':
                    isPartStart = ParseStars(wasPartStart, depth);
                    break;
                case '[':
                    at++;
                    ParseSet(begin);
                    break;
                case '{':
                    at++;
                    ParseAlternatives(begin, depth + 1, wasPartStart);
                    break;
                case '}':
                    Fail("} closes nothing", begin);
                    break;
                default:
                    if (TryReadCharacter(out var rune))
                    {
                        Add(rune);
                    }
                    break;
            }
        }
    }

    private void Add(Rune rune) => steps.Add(new(GlobStepKind.Character, rune));

    /// <returns>Whether a part begins behind them.</returns>
    private bool ParseStars(bool isPartStart, int depth)
    {
        var begin = at;
        while (!IsAtEnd && pattern[at] == '*')
        {
            at++;
        }
        var isWholePart = isPartStart && at - begin == 2;
        if (isWholePart && !IsAtEnd && pattern[at] == '/')
        {
            at++;
            // Any parts, each with the separator behind it, or none.
            var fork = steps.Count;
            steps.Add(new(GlobStepKind.Fork));
            Repeat(GlobStepKind.Any);
            Add(new Rune('/'));
            steps[fork] = steps[fork] with { Target = steps.Count };
            return true;
        }
        var isLast = IsAtEnd || IsAtEndOfAlternative(depth);
        Repeat(isWholePart && isLast ? GlobStepKind.Any : GlobStepKind.AnyOfPart);
        return false;
    }

    private void Repeat(GlobStepKind kind)
    {
        var fork = steps.Count;
        steps.Add(new(GlobStepKind.Fork, Target: fork + 3));
        steps.Add(new(kind));
        steps.Add(new(GlobStepKind.Jump, Target: fork));
    }

    private void ParseAlternatives(int begin, int depth, bool isPartStart)
    {
        if (depth > MaxDepth)
        {
            Fail($"braces nest deeper than {MaxDepth}", begin);
            return;
        }
        var ends = new List<int>();
        while (error is null)
        {
            var fork = steps.Count;
            steps.Add(new(GlobStepKind.Fork));
            ParseSequence(depth, isPartStart);
            if (IsAtEnd)
            {
                Fail("{ is opened and never closed", begin);
                return;
            }
            ends.Add(steps.Count);
            steps.Add(new(GlobStepKind.Jump));
            var isLast = error is null && pattern[at++] == '}';
            if (isLast)
            {
                // No other follows: its fork leads nowhere else.
                steps[fork] = new(GlobStepKind.Jump, Target: fork + 1);
                break;
            }
            steps[fork] = steps[fork] with { Target = steps.Count };
        }
        foreach (var end in ends)
        {
            steps[end] = steps[end] with { Target = steps.Count };
        }
    }

    private void ParseSet(int begin)
    {
        var isNegated = !IsAtEnd && pattern[at] is ('!' or '^');
        if (isNegated)
        {
            at++;
        }
        var ranges = new List<(Rune, Rune)>();
        // A bracket at the beginning closes nothing: it is one of the set.
        while (error is null && (IsAtEnd || ranges.Count == 0 || pattern[at] != ']'))
        {
            if (IsAtEnd)
            {
                Fail("[ is opened and never closed", begin);
                return;
            }
            if (!TryReadCharacter(out var first))
            {
                return;
            }
            var last = first;
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (!TryReadCharacter(out last))
                {
                    return;
                }
            }
            if (last < first)
            {
                Fail($"the range {first}-{last} has no characters", begin);
            }
            ranges.Add((first, last));
        }
        at++;
        steps.Add(new(GlobStepKind.Set, Set: new(ranges, isNegated)));
    }

    /// <summary>Reads one character, or the one behind a backslash.</summary>
    private bool TryReadCharacter(out Rune rune)
    {
        if (pattern[at] == '\\' && ++at == pattern.Length)
        {
            Fail("there is nothing behind the last \\", at - 1);
            rune = default;
            return false;
        }
        // Half of a character becomes U+FFFD, as it does in the names of files.
        Rune.DecodeFromUtf16(pattern.AsSpan(at), out rune, out var length);
        at += length;
        return true;
    }

    private void Fail(string reason, int index) => error ??= $"{reason} (character {index + 1})";
}
