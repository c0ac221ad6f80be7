using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Compilation;

/// <summary>An expression that was checked, ready to run.</summary>
/// <param name="Type">What is known of it.</param>
/// <param name="Evaluate">Computes its value.</param>
internal sealed record Compiled(TypeDef Type, Evaluator Evaluate)
{
    /// <summary>Its value where that is known before the program runs: of literals, containers of such, variables that were set to one, and a few calls.</summary>
    public Value? Constant { get; init; }

    /// <summary>Does what <see cref="Evaluate"/> does where nobody wants the value: then a container needs not be marked as held twice.</summary>
    public Evaluator? Effect { get; init; }

    /// <summary>Whether it is a comparison without parentheses, which takes no other comparison behind it.</summary>
    public bool IsComparison { get; init; }

    /// <summary>Where it is a path: the place that it means.</summary>
    public Place? Place { get; init; }

    /// <summary>The variable that a path starts from, if one.</summary>
    public string? Variable { get; init; }

    /// <summary>An expression whose value is known; the value may be held in many places.</summary>
    public static Compiled Of(Value constant, TypeDef? type = null)
    {
        constant.Share();
        return new(type ?? Kind.From(constant), _ => constant) { Constant = constant };
    }
}
