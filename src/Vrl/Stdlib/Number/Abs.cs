using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Number;

internal sealed class Abs : Function
{
    public override Signature Signature { get; } =
        new(
            "abs",
            "Number",
            "Gives the absolute value of a number.",
            Kind.Of(Kinds.Number),
            new Parameter("value", Kinds.Number, "The number.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Absolute value of an integer", "abs(-42)", "42"),
        new("Absolute value of a float", "abs(-42.2)", "42.2"),
        new("A positive number stays as it is", "abs(10)", "10"),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        NumberKind.Same(call.KindOf("value"));

    /// <remarks>The smallest integer has no positive counterpart: as in upstream's release builds it stays.</remarks>
    protected internal override Value Call(in Arguments arguments) =>
        arguments[0] switch
        {
            { IsFloat: true } value => Math.Abs(value.Float),
            { Integer: long.MinValue } value => value,
            var value => Math.Abs(value.Integer),
        };
}
