namespace Freshet.Vrl.Typing;

/// <summary>What is known of an expression: what it gives, whether it may fail, and what the program may give by <c>return</c> inside it.</summary>
/// <param name="Kind">The kind of its value.</param>
/// <param name="IsFallible">Whether evaluating it may fail.</param>
/// <param name="Returns">What <c>return</c> inside it may give; null for nothing.</param>
public sealed record TypeDef(Kind Kind, bool IsFallible = false, Kind? Returns = null)
{
    public static implicit operator TypeDef(Kind kind) => new(kind);

    public TypeDef Fallible() => this with { IsFallible = true };

    public TypeDef Infallible() => this with { IsFallible = false };

    public TypeDef FallibleIf(bool isFallible) => this with { IsFallible = isFallible };
}
