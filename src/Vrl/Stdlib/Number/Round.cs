using Freshet.Vrl.Typing;

namespace Freshet.Vrl.Stdlib.Number;

internal sealed class Round()
    : RoundingFunction("round", "Rounds a number to the nearest, halves away from zero.")
{
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Round to a whole number", "round(4.345)", "4.0"),
        new("Halves go away from zero", "[round(2.5), round(-2.5)]", "[3.0, -3.0]"),
        new("Round to two decimal places", "round(4.3456, precision: 2)", "4.35"),
        new("Round to hundreds", "round(1250.0, precision: -2)", "1300.0"),
        new("An integer stays as it is", "round(5)", "5"),
    ];

    /// <summary>Upstream takes the result for an integer whatever it is, so that what is compiled with it is told the same.</summary>
    protected internal override TypeDef TypeOf(CallSite call) => Kind.Integer;

    protected override double Whole(double value) => Precision.HalfAwayFromZero(value);
}
