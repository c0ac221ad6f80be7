using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib;

/// <summary>
/// A function of the language: one file each, found by scanning the assembly. Most need <see cref="Signature"/>, <see cref="Examples"/> and <see cref="Call"/>
/// alone. A function object is made once, is used from many threads, and holds no state of a run.
/// </summary>
public abstract class Function
{
    public abstract Signature Signature { get; }

    /// <summary>Documentation and tests.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>
    /// The type of a call, for functions whose result depends on their arguments' types. Whether an argument may be of a kind that the parameter
    /// does not take is seen to by the compiler, and is no concern of this.
    /// </summary>
    protected internal virtual TypeDef TypeOf(CallSite call) => Signature.Returns;

    /// <summary>The result where it is known before the program runs; null, as for nearly all functions, where it is not.</summary>
    protected internal virtual Value? ConstantOf(CallSite call) => null;

    /// <summary>
    /// Checks a call beyond its arguments' kinds, and prepares what depends on constants alone, such as a parsed format: the result is given to each
    /// <see cref="Call"/> as <see cref="Arguments.Prepared"/>. What is wrong is told to <see cref="CallSite.Error"/>.
    /// </summary>
    protected internal virtual object? Prepare(CallSite call) => null;

    /// <summary>What is known behind a call of a function that changes the event, the metadata or a variable: <c>del</c>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="variable">The variable that the call's path starts from, if one.</param>
    /// <param name="before">What is known before it.</param>
    internal virtual TypeState Change(CallSite call, string? variable, TypeState before) => before;

    /// <summary>
    /// Computes the result from the arguments' values, none of which is a failure; arguments that are of other kinds than their parameters take never
    /// get here. A failure is returned as <see cref="Value.Fail(string)"/>, never thrown.
    /// </summary>
    protected internal abstract Value Call(in Arguments arguments);
}
