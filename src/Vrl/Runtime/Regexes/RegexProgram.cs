using System.Runtime.InteropServices;

namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>What a step of a <see cref="RegexProgram"/> does.</summary>
internal enum RegexStepKind : byte
{
    /// <summary>Takes a character of <see cref="RegexStep.Set"/>.</summary>
    Take,

    /// <summary>Goes on at <see cref="RegexStep.Next"/> rather than at <see cref="RegexStep.Other"/>.</summary>
    Split,

    /// <summary>Remembers the place as <see cref="RegexStep.Other"/>: start and end of groups in turn.</summary>
    Save,

    /// <summary>Goes on where the place is <see cref="RegexStep.Place"/>.</summary>
    Assert,

    /// <summary>Goes on.</summary>
    Jump,
    Match,
}

/// <summary>A step of a <see cref="RegexProgram"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RegexStep
{
    public RegexStepKind Kind;
    public RegexPlace Place;

    /// <summary>Whether only ASCII counts as words.</summary>
    public bool IsAscii;
    public int Next;
    public int Other;
    public CodePointSet? Set;
}

/// <summary>
/// A regular expression as steps (R. Cox, "Regular Expression Matching: the Virtual Machine Approach"), in the order of preference that Rust's <c>regex</c>
/// has. It begins at step 0.
/// </summary>
internal sealed class RegexProgram
{
    private readonly List<RegexStep> steps = [];

    /// <param name="node">The expression.</param>
    /// <param name="groups">How many groups it has, the whole match counted.</param>
    public RegexProgram(RegexNode node, int groups)
    {
        Groups = groups;
        Save(0, () => Add(node));
        Append(new() { Kind = RegexStepKind.Match });
        Steps = [.. steps];
    }

    public RegexStep[] Steps { get; }

    public int Groups { get; }

    private int Append(RegexStep step)
    {
        // A step goes on at the one after it unless it is told otherwise.
        step.Next = steps.Count + 1;
        steps.Add(step);
        return steps.Count - 1;
    }

    private void Add(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.Character character:
                Append(new() { Kind = RegexStepKind.Take, Set = character.Set });
                break;
            case RegexNode.Assertion assertion:
                Append(
                    new()
                    {
                        Kind = RegexStepKind.Assert,
                        Place = assertion.Place,
                        IsAscii = assertion.IsAscii,
                    }
                );
                break;
            case RegexNode.Group { Number: { } number } group:
                Save(number, () => Add(group.Inner));
                break;
            case RegexNode.Group group:
                Add(group.Inner);
                break;
            case RegexNode.Repeat repeat:
                AddRepeat(repeat);
                break;
            case RegexNode.Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    Add(part);
                }
                break;
            case RegexNode.Choice choice:
                AddChoice(choice);
                break;
            default:
                break;
        }
    }

    private void Save(int group, Action inner)
    {
        Append(new() { Kind = RegexStepKind.Save, Other = group * 2 });
        inner();
        Append(new() { Kind = RegexStepKind.Save, Other = group * 2 + 1 });
    }

    private void AddChoice(RegexNode.Choice choice)
    {
        var ends = new List<int>();
        for (var i = 0; i < choice.Alternatives.Count - 1; i++)
        {
            var split = Append(new() { Kind = RegexStepKind.Split });
            Add(choice.Alternatives[i]);
            ends.Add(Append(new() { Kind = RegexStepKind.Jump }));
            Patch(split, steps.Count);
        }
        Add(choice.Alternatives[^1]);
        foreach (var end in ends)
        {
            CollectionsMarshal.AsSpan(steps)[end].Next = steps.Count;
        }
    }

    private void AddRepeat(RegexNode.Repeat repeat)
    {
        for (var i = 1; i < repeat.Min; i++)
        {
            Add(repeat.Inner);
        }
        if (repeat.Max is { } max)
        {
            if (repeat.Min > 0)
            {
                Add(repeat.Inner);
            }
            AddOptional(repeat, max - repeat.Min);
        }
        else if (repeat.Min == 0 && repeat.Inner.CanBeEmpty)
        {
            // As (x+)?: a turn that takes nothing then counts as one.
            var skip = Append(new() { Kind = RegexStepKind.Split });
            AddLoop(repeat);
            Skip(skip, repeat.IsLazy);
        }
        else if (repeat.Min == 0)
        {
            var split = Append(new() { Kind = RegexStepKind.Split });
            Add(repeat.Inner);
            var back = Append(new() { Kind = RegexStepKind.Jump });
            CollectionsMarshal.AsSpan(steps)[back].Next = split;
            Skip(split, repeat.IsLazy);
        }
        else
        {
            AddLoop(repeat);
        }
    }

    /// <summary>One turn or more.</summary>
    private void AddLoop(RegexNode.Repeat repeat)
    {
        var start = steps.Count;
        Add(repeat.Inner);
        var split = Append(new() { Kind = RegexStepKind.Split });
        ref var step = ref CollectionsMarshal.AsSpan(steps)[split];
        (step.Next, step.Other) = repeat.IsLazy ? (split + 1, start) : (start, split + 1);
    }

    /// <summary>So many more turns, each only after the one before.</summary>
    private void AddOptional(RegexNode.Repeat repeat, int turns)
    {
        var splits = new List<int>();
        for (var i = 0; i < turns; i++)
        {
            splits.Add(Append(new() { Kind = RegexStepKind.Split }));
            Add(repeat.Inner);
        }
        foreach (var split in splits)
        {
            Skip(split, repeat.IsLazy);
        }
    }

    /// <summary>Lets a split choose between what follows it and the end so far.</summary>
    private void Skip(int split, bool isLazy)
    {
        Patch(split, steps.Count);
        if (isLazy)
        {
            ref var step = ref CollectionsMarshal.AsSpan(steps)[split];
            (step.Next, step.Other) = (step.Other, step.Next);
        }
    }

    private void Patch(int split, int other) =>
        CollectionsMarshal.AsSpan(steps)[split].Other = other;
}
