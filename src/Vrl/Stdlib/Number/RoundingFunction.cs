using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Number;

/// <summary>What <c>ceil</c>, <c>floor</c> and <c>round</c> have in common: integers stay as they are, and floats stay floats.</summary>
internal abstract class RoundingFunction(string name, string summary) : Function
{
    public override Signature Signature { get; } =
        new(
            name,
            "Number",
            summary,
            Kind.Of(Kinds.Number),
            new Parameter("value", Kinds.Number, "The number to round."),
            Parameter.Optional(
                "precision",
                Kinds.Integer,
                0,
                "How many decimal places are kept; negative ones are before the point."
            )
        );

    /// <summary>Rounds to a whole number.</summary>
    protected abstract double Whole(double value);

    protected internal override TypeDef TypeOf(CallSite call) =>
        NumberKind.Same(call.KindOf("value"));

    protected internal sealed override Value Call(in Arguments arguments) =>
        arguments[0].IsInteger
            ? arguments[0]
            : Precision.Round(arguments[0].Float, arguments[1].Integer, Whole);
}
