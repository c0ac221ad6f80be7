using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib;

/// <summary>What a function looks like from outside.</summary>
/// <param name="Name">Its name in programs.</param>
/// <param name="Category">The category of the reference: <c>String</c>, <c>Parse</c>, …; also its folder.</param>
/// <param name="Summary">What it does, one or two sentences.</param>
/// <param name="Returns">The kind of its result, and whether a call may fail whatever its arguments are.</param>
/// <param name="Parameters">In the order of arguments without names.</param>
public sealed record Signature(
    string Name,
    string Category,
    string Summary,
    TypeDef Returns,
    params IReadOnlyList<Parameter> Parameters
)
{
    /// <summary>Whether calls have no effect and the same arguments give the same result: then a call whose value is dropped is warned of.</summary>
    public bool IsPure { get; init; } = true;

    /// <summary>The closure that a call must have; null for none.</summary>
    public ClosureSignature? Closure { get; init; }

    /// <summary>Whether a host must enable the function by name, since it reaches out of the process.</summary>
    public bool IsOptIn { get; init; }
}

/// <summary>The closure of a function: <c>-> |key, value| { … }</c>.</summary>
/// <param name="Parameters">What each of its parameters is.</param>
/// <param name="Returns">What its block must give, else E122.</param>
public sealed record ClosureSignature(IReadOnlyList<ClosureParameter> Parameters, Kinds Returns);

/// <summary>What a parameter of a closure stands for.</summary>
public enum ClosureParameter
{
    /// <summary>The key of an object's field, or the index of an array's element.</summary>
    Key,

    /// <summary>The value of a field or element.</summary>
    Value,

    /// <summary>The object that <c>replace_with</c> gives of a match.</summary>
    Match,
}
