using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib;

/// <summary>How an argument reaches its function.</summary>
public enum ArgumentForm
{
    /// <summary>As its value.</summary>
    Value,

    /// <summary>As a path (<c>.a.b</c>, <c>x.y</c>), not its value: <c>del</c>, <c>exists</c>.</summary>
    Query,

    /// <summary>As a value that is known when the program is compiled, else E402.</summary>
    Static,

    /// <summary>As a value that is known when the program is compiled, and whose array or object stands in the call itself: a variable is E400, an item that is not known E402.</summary>
    Written,

    /// <summary>As its type alone: nothing computes it when the program runs.</summary>
    Type,
}

/// <summary>A parameter of a function.</summary>
/// <param name="Name">Its name, for named arguments.</param>
/// <param name="Kinds">What it takes.</param>
/// <param name="Summary">What it is for, one sentence.</param>
public sealed record Parameter(string Name, Kinds Kinds, string Summary)
{
    public bool IsRequired { get; init; } = true;

    /// <summary>What stands in for it where it is not given; <see cref="Value.Missing"/> where its absence itself is told from every value.</summary>
    public Value Default { get; init; } = Value.Missing;

    /// <summary>
    /// The texts that it may be, where they are few and must be known when the program is compiled: another is E401 inside E610, what is not known E400.
    /// </summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    public ArgumentForm Form { get; init; } = ArgumentForm.Value;

    /// <summary>
    /// Whether a value that turns out to be of another kind when the program runs reaches the function all the same: it has its own answer to that. Else the
    /// call fails before. What the compiler says of the argument is the same.
    /// </summary>
    public bool TakesAnyAtRun { get; init; }

    /// <summary>An optional parameter.</summary>
    public static Parameter Optional(string name, Kinds kinds, Value @default, string summary) =>
        new(name, kinds, summary) { IsRequired = false, Default = @default };

    /// <summary>An optional parameter without a default: the function asks <see cref="Value.IsMissing"/>.</summary>
    public static Parameter Optional(string name, Kinds kinds, string summary) =>
        new(name, kinds, summary) { IsRequired = false };
}
