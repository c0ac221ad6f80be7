namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>A part of a regular expression.</summary>
internal abstract record RegexNode
{
    /// <summary>Whether it may match the empty text somewhere.</summary>
    public bool CanBeEmpty =>
        this switch
        {
            Empty or Assertion => true,
            Group group => group.Inner.CanBeEmpty,
            Repeat repeat => repeat.Min == 0 || repeat.Inner.CanBeEmpty,
            Sequence sequence => sequence.Parts.All(part => part.CanBeEmpty),
            Choice choice => choice.Alternatives.Any(alternative => alternative.CanBeEmpty),
            _ => false,
        };

    /// <summary>How large it is when counted repetitions are written out, more or less.</summary>
    public long Size =>
        Math.Min(
            int.MaxValue,
            this switch
            {
                Group group => 2 + group.Inner.Size,
                Repeat repeat => 1
                    + (1 + repeat.Inner.Size) * Math.Max(1, repeat.Max ?? repeat.Min),
                Sequence sequence => sequence.Parts.Sum(part => part.Size),
                Choice choice => choice.Alternatives.Sum(alternative => 1 + alternative.Size),
                _ => 1,
            }
        );

    /// <summary>Matches nothing, everywhere.</summary>
    public sealed record Empty : RegexNode;

    /// <summary>One character of a set.</summary>
    public sealed record Character(CodePointSet Set) : RegexNode;

    /// <summary>A place between characters; where it is about words, perhaps those of ASCII alone.</summary>
    public sealed record Assertion(RegexPlace Place, bool IsAscii = false) : RegexNode;

    /// <summary>A group; a number where it captures.</summary>
    public sealed record Group(RegexNode Inner, int? Number) : RegexNode;

    /// <summary>Repetition; no maximum where that is null.</summary>
    public sealed record Repeat(RegexNode Inner, int Min, int? Max, bool IsLazy) : RegexNode;

    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    /// <summary>Alternatives; the first that leads to a match counts.</summary>
    public sealed record Choice(IReadOnlyList<RegexNode> Alternatives) : RegexNode;
}
