namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>A place between characters that a pattern may ask for.</summary>
internal enum RegexPlace
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,

    /// <summary>Where a line starts that a carriage return may end too.</summary>
    CrlfLineStart,
    CrlfLineEnd,
    WordBoundary,
    NoWordBoundary,
    WordStart,
    WordEnd,

    /// <summary>No word before; what follows does not matter.</summary>
    NoWordBefore,
    NoWordAfter,
}
