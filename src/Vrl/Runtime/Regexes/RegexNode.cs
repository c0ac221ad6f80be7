namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>A part of a regular expression.</summary>
internal abstract record RegexNode
{
    /// <summary>Whether it matches the empty text wherever it is tried.</summary>
    public bool MayBeEmpty =>
        this switch
        {
            Empty => true,
            Group group => group.Inner.MayBeEmpty,
            Repeat repeat => repeat.Min == 0 || repeat.Inner.MayBeEmpty,
            Sequence sequence => sequence.Parts.All(part => part.MayBeEmpty),
            Choice choice => choice.Alternatives.Any(alternative => alternative.MayBeEmpty),
            _ => false,
        };

    /// <summary>Matches nothing, everywhere.</summary>
    public sealed record Empty : RegexNode;

    /// <summary>One character of a set.</summary>
    public sealed record Character(CodePointSet Set) : RegexNode;

    /// <summary>A place, in .NET's syntax.</summary>
    public sealed record Assertion(string Text) : RegexNode;

    /// <summary>A group; a number where it captures.</summary>
    public sealed record Group(RegexNode Inner, int? Number) : RegexNode;

    /// <summary>Repetition; no maximum where that is null.</summary>
    public sealed record Repeat(RegexNode Inner, int Min, int? Max, bool IsLazy) : RegexNode;

    public sealed record Sequence(IReadOnlyList<RegexNode> Parts) : RegexNode;

    /// <summary>Alternatives; the first that leads to a match counts.</summary>
    public sealed record Choice(IReadOnlyList<RegexNode> Alternatives) : RegexNode;
}
