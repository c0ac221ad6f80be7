namespace Freshet.Vrl.Values;

/// <summary>Why there is no value.</summary>
public enum FailureKind
{
    /// <summary>An expression failed; <c>??</c> and <c>ok, err =</c> take it.</summary>
    Error,

    /// <summary>The program ended itself by <c>abort</c>.</summary>
    Abort,

    /// <summary>The program ended itself by <c>return</c>; that is its result, and no fault.</summary>
    Return,
}

/// <summary>What goes up through expressions in place of a value. It is a value itself: nothing is thrown.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">The error's or abort's message; null where an abort has none.</param>
/// <param name="Result">What <c>return</c> gave.</param>
/// <param name="Start">Where in the source the expression begins that failed, in bytes; -1 while unknown.</param>
/// <param name="End">Where it ends.</param>
public sealed record Failure(
    FailureKind Kind,
    string? Message,
    Value Result = default,
    int Start = -1,
    int End = -1
);
