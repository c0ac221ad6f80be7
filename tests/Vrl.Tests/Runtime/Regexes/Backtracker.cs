using System.Text;

namespace Vrl.Tests.Runtime.Regexes;

/// <summary>
/// A regular expression made by chance, and the plainest way to match it: every possibility in the order of preference. Independent of what it tests, down to
/// characters being code points.
/// </summary>
internal sealed class Backtracker
{
    private static readonly string[] Characters =
    [
        "a",
        "b",
        "\u00e9",
        "\n",
        "\U0001F600",
        "\U0001F601",
    ];
    private readonly Random random;
    private int groups;
    private readonly Node root;

    public Backtracker(int seed)
    {
        random = new Random(seed);
        root = MakeChoice(depth: 3, mayBeEmpty: true);
    }

    private delegate bool Next(int at, (int Start, int End)[] groups);

    public string Pattern => root.Text;

    /// <summary>A text made by chance of the characters that patterns are made of.</summary>
    public string MakeText()
    {
        var text = new StringBuilder();
        for (var length = random.Next(7); length > 0; length--)
        {
            text.Append(Pick());
        }
        return text.ToString();
    }

    /// <summary>The first match's groups as <c>0=ab,1=a</c>, those that took part; empty where there is no match.</summary>
    public string Match(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        for (var start = 0; start <= runes.Length; start++)
        {
            (int Start, int End)[]? found = null;
            var none = Enumerable.Repeat((-1, -1), groups + 1).ToArray();
            var from = start;
            if (
                root.Match(
                    runes,
                    start,
                    none,
                    (end, captured) =>
                    {
                        found = captured;
                        found[0] = (from, end);
                        return true;
                    }
                )
            )
            {
                return string.Join(
                    ',',
                    found!
                        .Select((group, number) => (group, number))
                        .Where(pair => pair.group.Start >= 0)
                        .Select(pair =>
                            $"{pair.number}={string.Concat(runes[pair.group.Start..pair.group.End])}"
                        )
                );
            }
        }
        return "";
    }

    private string Pick() => Characters[random.Next(Characters.Length)];

    // What loops repeat is never empty: plain backtracking would not end, and each engine has its own way out.
    private Choice MakeChoice(int depth, bool mayBeEmpty)
    {
        var alternatives = new List<Node>();
        for (var count = random.Next(3); count > 0; count--)
        {
            alternatives.Add(MakeSequence(depth, mayBeEmpty));
        }
        alternatives.Add(MakeSequence(depth, mayBeEmpty));
        return new Choice(alternatives);
    }

    private Sequence MakeSequence(int depth, bool mayBeEmpty)
    {
        var parts = new List<Node>();
        if (!mayBeEmpty)
        {
            parts.Add(new Character(Pick()));
        }
        for (var count = random.Next(3); count > 0; count--)
        {
            parts.Add(MakePart(depth));
        }
        return new Sequence(parts);
    }

    private Node MakePart(int depth)
    {
        switch (random.Next(depth > 0 ? 8 : 4))
        {
            case 0:
                return new Character(null);
            case 1:
                return new Anchor(random.Next(Anchor.Texts.Length));
            case 2 or 3:
                return new Character(Pick());
            case 4 or 5:
                var number = ++groups;
                return new Group(MakeChoice(depth - 1, mayBeEmpty: true), number);
            default:
                var (min, max) = (random.Next(3), random.Next(4));
                return new Repeat(
                    MakeChoice(depth - 1, mayBeEmpty: false),
                    min,
                    max == 3 ? int.MaxValue : min + max,
                    random.Next(2) == 0
                );
        }
    }

    private abstract record Node
    {
        public abstract string Text { get; }

        public abstract bool Match(Rune[] text, int at, (int, int)[] groups, Next next);
    }

    private sealed record Character(string? Value) : Node
    {
        public override string Text => Value ?? ".";

        public override bool Match(Rune[] text, int at, (int, int)[] groups, Next next) =>
            at < text.Length
            && (Value is null ? text[at].Value != '\n' : text[at].ToString() == Value)
            && next(at + 1, groups);
    }

    private sealed record Anchor(int Kind) : Node
    {
        public static readonly string[] Texts = ["^", "$", "(?m:^)", "(?m:$)", "\\b", "\\B"];

        public override string Text => Texts[Kind];

        public override bool Match(Rune[] text, int at, (int, int)[] groups, Next next) =>
            IsAt(text, at) && next(at, groups);

        private bool IsAt(Rune[] text, int at)
        {
            var (isStart, isEnd) = (at == 0, at == text.Length);
            var isBoundary =
                (!isStart && Rune.IsLetter(text[at - 1])) != (!isEnd && Rune.IsLetter(text[at]));
            return Kind switch
            {
                0 => isStart,
                1 => isEnd,
                2 => isStart || text[at - 1].Value == '\n',
                3 => isEnd || text[at].Value == '\n',
                4 => isBoundary,
                _ => !isBoundary,
            };
        }
    }

    private sealed record Group(Node Inner, int Number) : Node
    {
        public override string Text => $"({Inner.Text})";

        public override bool Match(Rune[] text, int at, (int, int)[] groups, Next next) =>
            Inner.Match(
                text,
                at,
                groups,
                (end, inner) =>
                {
                    var captured = ((int, int)[])inner.Clone();
                    captured[Number] = (at, end);
                    return next(end, captured);
                }
            );
    }

    private sealed record Repeat(Node Inner, int Min, int Max, bool IsLazy) : Node
    {
        public override string Text =>
            $"(?:{Inner.Text}){{{Min},{(Max == int.MaxValue ? "" : Max)}}}{(IsLazy ? "?" : "")}";

        public override bool Match(Rune[] text, int at, (int, int)[] groups, Next next) =>
            From(text, at, groups, next, 0);

        private bool From(Rune[] text, int at, (int, int)[] groups, Next next, int done)
        {
            bool Again() =>
                done < Max
                && Inner.Match(text, at, groups, (end, g) => From(text, end, g, next, done + 1));
            bool Stop() => done >= Min && next(at, groups);
            return IsLazy ? Stop() || Again() : Again() || Stop();
        }
    }

    private sealed record Sequence(List<Node> Parts) : Node
    {
        public override string Text => string.Concat(Parts.Select(part => part.Text));

        public override bool Match(Rune[] text, int at, (int, int)[] groups, Next next) =>
            From(text, at, groups, next, 0);

        private bool From(Rune[] text, int at, (int, int)[] groups, Next next, int part) =>
            part == Parts.Count
                ? next(at, groups)
                : Parts[part]
                    .Match(text, at, groups, (end, g) => From(text, end, g, next, part + 1));
    }

    private sealed record Choice(List<Node> Alternatives) : Node
    {
        public override string Text => string.Join('|', Alternatives.Select(one => one.Text));

        public override bool Match(Rune[] text, int at, (int, int)[] groups, Next next) =>
            Alternatives.Exists(one => one.Match(text, at, ((int, int)[])groups.Clone(), next));
    }
}
