namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// A search in which all ways go through the text side by side, in the order of preference, one at most at each step of the program (K. Thompson, R. Pike). What
/// it notes does not grow with the text.
/// </summary>
internal sealed class ThreadSearch(RegexProgram program)
{
    private readonly int[] saved = new int[program.Groups * 2];
    private readonly Stack<(int Step, int Slot, int Before)> pending = new();
    private List current = new(program.Steps.Length, program.Groups * 2);
    private List next = new(program.Steps.Length, program.Groups * 2);

    public int[]? Find(RegexMachine machine, string text, int start)
    {
        var steps = program.Steps;
        int[]? found = null;
        current.Count = 0;
        var at = start;
        while (true)
        {
            if (current.Count == 0)
            {
                at = found is null ? machine.NextStart(text, at) : -1;
                if (at < 0)
                {
                    return found;
                }
                current.Count = 0;
            }
            if (found is null)
            {
                saved.AsSpan().Fill(-1);
                Follow(steps, 0, text, at, current);
            }
            var character = -1;
            var length = 1;
            if (at < text.Length)
            {
                character = RegexText.CharacterAt(text, at, out length);
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
            var step = frame.Step;
            while (into.TryAdd(step) && TryPass(steps[step], step, text, at, into))
            {
                step = steps[step].Next;
            }
        }
    }

    /// <summary>Whether a thread goes on behind the step without taking a character; one that does not ends, or is noted to take one.</summary>
    private bool TryPass(in RegexStep step, int place, string text, int at, List into)
    {
        switch (step.Kind)
        {
            case RegexStepKind.Split:
                pending.Push((step.Other, -1, 0));
                return true;
            case RegexStepKind.Save:
                pending.Push((-1, step.Other, saved[step.Other]));
                saved[step.Other] = at;
                return true;
            case RegexStepKind.Assert:
                return RegexText.IsAt(step.Place, step.IsAscii, text, at);
            case RegexStepKind.Jump:
                return true;
            default:
                into.Order[into.Count++] = place;
                saved.CopyTo(into.SlotsOf(place));
                return false;
        }
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
