namespace Freshet.Vrl.Stdlib.Strings;

/// <summary>Where one word of an identifier ends and the next begins.</summary>
[Flags]
internal enum WordBoundaries
{
    None = 0,

    /// <summary>At a space, which is dropped.</summary>
    Space = 1,

    /// <summary>At <c>-</c>, which is dropped.</summary>
    Hyphen = 2,

    /// <summary>At <c>_</c>, which is dropped.</summary>
    Underscore = 4,

    /// <summary><c>aA</c></summary>
    LowerUpper = 8,

    /// <summary><c>Aa</c>; part of no case.</summary>
    UpperLower = 16,

    /// <summary><c>AAa</c>: before the last upper-case letter.</summary>
    Acronym = 32,

    /// <summary><c>a1</c></summary>
    LowerDigit = 64,

    /// <summary><c>A1</c></summary>
    UpperDigit = 128,

    /// <summary><c>1a</c></summary>
    DigitLower = 256,

    /// <summary><c>1A</c></summary>
    DigitUpper = 512,

    /// <summary>Those of camelCase and PascalCase.</summary>
    Camel = LowerUpper | Acronym | LowerDigit | UpperDigit | DigitLower | DigitUpper,

    /// <summary>Those that are characters of their own.</summary>
    Delimiters = Space | Hyphen | Underscore,

    /// <summary>Those of an identifier whose case is not known.</summary>
    Any = Camel | Delimiters,
}
