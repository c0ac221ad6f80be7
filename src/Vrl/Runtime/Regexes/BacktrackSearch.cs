using System.Runtime.InteropServices;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>
/// A search that tries one way after the other, the preferred one first, and never goes on from the same choice at the same place twice: what failed once
/// fails again. The fastest way for texts that are not long, since what was tried has to be noted for each place.
/// </summary>
internal sealed class BacktrackSearch(RegexProgram program)
{
    /// <summary>The most that may have to be noted, in bits.</summary>
    private const long MaxVisited = 1 << 22;

    private readonly int[] saved = new int[program.Groups * 2];
    private Pending[] stack = new Pending[64];
    private ulong[] visited = [];

    /// <summary>Whether so long a text is for this search.</summary>
    public static bool Takes(RegexProgram program, int length) =>
        (length + 1L) * program.Splits <= MaxVisited;

    public int[]? Find(RegexMachine machine, string text, int origin)
    {
        var width = text.Length - origin + 1;
        var words = (int)(((long)width * program.Splits + 63) / 64);
        if (visited.Length < words)
        {
            visited = new ulong[Math.Max(words, visited.Length * 2)];
        }
        visited.AsSpan(0, words).Clear();
        for (
            var start = machine.NextStart(text, origin);
            start >= 0;
            start = machine.NextStart(text, start + RegexText.LengthAt(text, start))
        )
        {
            saved.AsSpan().Fill(-1);
            if (TryFrom(text, origin, width, start))
            {
                return saved.AsSpan().ToArray();
            }
        }
        return null;
    }

    private bool TryFrom(string text, int origin, int width, int start)
    {
        var steps = program.Steps;
        var count = 0;
        var (step, at) = (0, start);
        while (true)
        {
            ref var current = ref steps[step];
            switch (current.Kind)
            {
                case RegexStepKind.Take:
                    if (
                        at < text.Length
                        && current.Set!.Contains(RegexText.CharacterAt(text, at, out var length))
                    )
                    {
                        at += length;
                        step = current.Next;
                        continue;
                    }
                    break;
                case RegexStepKind.Split:
                    var bit = (long)current.Ordinal * width + (at - origin);
                    ref var word = ref visited[bit >> 6];
                    if ((word & (1UL << (int)bit)) == 0)
                    {
                        word |= 1UL << (int)bit;
                        Push(ref count, new(current.Other, at, -1));
                        step = current.Next;
                        continue;
                    }
                    break;
                case RegexStepKind.Save:
                    Push(ref count, new(0, saved[current.Other], current.Other));
                    saved[current.Other] = at;
                    step = current.Next;
                    continue;
                case RegexStepKind.Assert:
                    if (RegexText.IsAt(current.Place, current.IsAscii, text, at))
                    {
                        step = current.Next;
                        continue;
                    }
                    break;
                case RegexStepKind.Jump:
                    step = current.Next;
                    continue;
                default:
                    return true;
            }
            // This way fails: back to the last choice, with groups as they were there.
            while (true)
            {
                if (count == 0)
                {
                    return false;
                }
                ref var back = ref stack[--count];
                if (back.Slot < 0)
                {
                    (step, at) = (back.Step, back.At);
                    break;
                }
                saved[back.Slot] = back.At;
            }
        }
    }

    private void Push(ref int count, Pending pending)
    {
        if (count == stack.Length)
        {
            Array.Resize(ref stack, count * 2);
        }
        stack[count++] = pending;
    }

    /// <summary>What is to do when a way fails: go on at a step and place, or, for a slot, give it back what it held.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Pending(int Step, int At, int Slot);
}
