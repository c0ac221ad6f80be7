using System.Text;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// Finds a <see cref="RegexProgram"/> in texts, exactly as Rust does: all threads of the program go through the text side by side, in the order of
/// preference, so it takes time in proportion to text times program. Characters are code points, surrogate pairs one each.
/// </summary>
internal sealed class RegexMachine(RegexProgram program)
{
    private readonly RegexStep[] steps = program.Steps;
    private readonly int slots = program.Groups * 2;
    private Threads? spare;

    /// <summary>The first match from that place on: start and end of each group; null where there is none.</summary>
    public int[]? Find(string text, int start)
    {
        // One set of lists is kept; threads that search at the same time make their own.
        var threads = Interlocked.Exchange(ref spare, null) ?? new Threads(steps.Length, slots);
        var found = threads.Find(steps, text, start);
        spare = threads;
        return found;
    }

    /// <summary>The threads of a search, at one place of the text and at the next.</summary>
    private sealed class Threads(int size, int slots)
    {
        private readonly int[] saved = new int[slots];
        private readonly Stack<(int Step, int Slot, int Before)> pending = new();
        private List current = new(size, slots);
        private List next = new(size, slots);

        public int[]? Find(RegexStep[] steps, string text, int start)
        {
            int[]? found = null;
            current.Count = 0;
            var at = start;
            while (true)
            {
                if (found is null)
                {
                    saved.AsSpan().Fill(-1);
                    Follow(steps, 0, text, at, current);
                }
                else if (current.Count == 0)
                {
                    return found;
                }
                var character = -1;
                var length = 1;
                if (at < text.Length)
                {
                    character = CharacterAt(text, at, out length);
                }
                next.Count = 0;
                for (var i = 0; i < current.Count; i++)
                {
                    var place = current.Order[i];
                    ref var step = ref steps[place];
                    if (step.Kind == RegexStepKind.Match)
                    {
                        // Whatever comes after is preferred less.
                        found = current.SlotsOf(place).ToArray();
                        break;
                    }
                    if (character >= 0 && step.Set!.Contains(character))
                    {
                        current.SlotsOf(place).CopyTo(saved);
                        Follow(steps, step.Next, text, at + length, next);
                    }
                }
                (current, next) = (next, current);
                if (at >= text.Length)
                {
                    return found;
                }
                at += length;
            }
        }

        /// <summary>Adds the thread that goes on at that step: that is, all that it splits into up to where each takes a character or ends.</summary>
        private void Follow(RegexStep[] steps, int first, string text, int at, List into)
        {
            pending.Push((first, -1, 0));
            while (pending.TryPop(out var frame))
            {
                if (frame.Slot >= 0)
                {
                    saved[frame.Slot] = frame.Before;
                    continue;
                }
                for (var place = frame.Step; into.TryAdd(place); )
                {
                    ref var step = ref steps[place];
                    switch (step.Kind)
                    {
                        case RegexStepKind.Split:
                            pending.Push((step.Other, -1, 0));
                            break;
                        case RegexStepKind.Save:
                            pending.Push((-1, step.Other, saved[step.Other]));
                            saved[step.Other] = at;
                            break;
                        case RegexStepKind.Assert:
                            if (!IsAt(step.Place, step.IsAscii, text, at))
                            {
                                goto dead;
                            }
                            break;
                        case RegexStepKind.Jump:
                            break;
                        default:
                            into.Order[into.Count++] = place;
                            saved.CopyTo(into.SlotsOf(place));
                            goto dead;
                    }
                    place = step.Next;
                }
                dead:
                ;
            }
        }

        private static bool IsAt(RegexPlace place, bool isAscii, string text, int at)
        {
            switch (place)
            {
                case RegexPlace.TextStart:
                    return at == 0;
                case RegexPlace.TextEnd:
                    return at == text.Length;
                case RegexPlace.LineStart:
                    return at == 0 || text[at - 1] == '\n';
                case RegexPlace.LineEnd:
                    return at == text.Length || text[at] == '\n';
                case RegexPlace.CrlfLineStart:
                    return at == 0
                        || text[at - 1] == '\n'
                        || (text[at - 1] == '\r' && (at == text.Length || text[at] != '\n'));
                case RegexPlace.CrlfLineEnd:
                    return at == text.Length
                        || text[at] == '\r'
                        || (text[at] == '\n' && (at == 0 || text[at - 1] != '\r'));
                default:
                    var words = isAscii ? UnicodeSets.AsciiWord : UnicodeSets.Word;
                    var before = at > 0 && words.Contains(CharacterBefore(text, at));
                    var after = at < text.Length && words.Contains(CharacterAt(text, at, out _));
                    return place switch
                    {
                        RegexPlace.WordBoundary => before != after,
                        RegexPlace.NoWordBoundary => before == after,
                        RegexPlace.WordStart => !before && after,
                        RegexPlace.WordEnd => before && !after,
                        RegexPlace.NoWordBefore => !before,
                        _ => !after,
                    };
            }
        }

        private static int CharacterAt(string text, int at, out int length)
        {
            length = 1;
            var unit = text[at];
            if (!char.IsSurrogate(unit))
            {
                return unit;
            }
            // A lone surrogate stands for no character; texts of values have none.
            var isPair = Rune.TryGetRuneAt(text, at, out var rune);
            length = isPair ? 2 : 1;
            return isPair ? rune.Value : Rune.ReplacementChar.Value;
        }

        private static int CharacterBefore(string text, int at) =>
            CharacterAt(
                text,
                at > 1 && char.IsLowSurrogate(text[at - 1]) && char.IsHighSurrogate(text[at - 2])
                    ? at - 2
                    : at - 1,
                out _
            );
    }

    /// <summary>The threads at one place, most preferred first, each at another step.</summary>
    private sealed class List(int size, int slots)
    {
        private readonly int[] places = new int[size * slots];

        // A sparse set (Briggs and Torczon): clearing it costs nothing.
        private readonly int[] sparse = new int[size];
        private readonly int[] dense = new int[size];
        private int seen;
        private int count;

        /// <summary>The steps of the threads.</summary>
        public int[] Order { get; } = new int[size];

        /// <summary>How many threads there are; set to 0 it forgets all of them, and what was seen.</summary>
        public int Count
        {
            get => count;
            set
            {
                count = value;
                if (value == 0)
                {
                    seen = 0;
                }
            }
        }

        /// <summary>Notes that a thread came to the step; false if one did before.</summary>
        public bool TryAdd(int step)
        {
            var at = sparse[step];
            if (at < seen && dense[at] == step)
            {
                return false;
            }
            sparse[step] = seen;
            dense[seen++] = step;
            return true;
        }

        public Span<int> SlotsOf(int step) => places.AsSpan(step * slots, slots);
    }
}
