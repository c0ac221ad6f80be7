using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

/// <summary>A function that tells whether its argument is of one kind.</summary>
internal abstract class TypePredicate(
    string name,
    Kinds kind,
    string what,
    IReadOnlyList<Example> examples
) : Function
{
    public override Signature Signature { get; } =
        new(
            name,
            "Type",
            $"Whether the value is {what}.",
            Kind.Boolean,
            new Parameter("value", Kinds.Any, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } = examples;

    protected internal override Value Call(in Arguments arguments) =>
        (Kind.From(arguments[0]).Kinds & kind) != Kinds.Never;
}
