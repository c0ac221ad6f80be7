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

    public TypeDef With(Kind kind) => this with { Kind = kind };

    /// <summary>Fallible as well where it may be of another kind than these.</summary>
    internal TypeDef FallibleUnless(Kinds kinds) => Kind.Is(kinds) ? this : Fallible();

    /// <summary>What is known of an expression that gives what the one gives or what the other gives.</summary>
    public TypeDef Union(TypeDef other) =>
        new(Kind.Union(other.Kind), IsFallible || other.IsFallible, Either(Returns, other.Returns));

    /// <summary>With what another part of the expression may give by <c>return</c>.</summary>
    internal TypeDef AlsoReturning(Kind? returns) =>
        this with
        {
            Returns = Either(Returns, returns),
        };

    private static Kind? Either(Kind? left, Kind? right) =>
        left is null ? right
        : right is null ? left
        : left.Union(right);
}
