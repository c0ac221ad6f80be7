namespace Freshet.Vrl.Runtime.Regexes;

/// <summary>What the flags of a pattern say at some place of it.</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,

    /// <summary><c>i</c></summary>
    IgnoreCase = 1,

    /// <summary><c>m</c>: <c>^</c> and <c>$</c> are at every line.</summary>
    MultiLine = 2,

    /// <summary><c>s</c>: the dot takes line breaks.</summary>
    DotAll = 4,

    /// <summary><c>U</c>: repetition is lazy unless a question mark follows.</summary>
    SwapGreed = 8,

    /// <summary><c>u</c>: classes are of all Unicode; set from the start.</summary>
    Unicode = 16,

    /// <summary><c>R</c>: a carriage return ends a line too.</summary>
    Crlf = 32,

    /// <summary><c>x</c>: white space and comments in the pattern mean nothing.</summary>
    Verbose = 64,
}
