namespace Freshet.Vrl.Stdlib.Number;

internal sealed class Ceil() : RoundingFunction("ceil", "Rounds a number up.")
{
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Round up to a whole number", "ceil(4.345)", "5.0"),
        new("Round up to two decimal places", "ceil(4.345, precision: 2)", "4.35"),
        new("Round up to hundreds", "ceil(1234.5, precision: -2)", "1300.0"),
        new("Negative numbers go towards zero", "ceil(-4.7)", "-4.0"),
        new("An integer stays as it is", "ceil(5)", "5"),
    ];

    protected override double Whole(double value) => Math.Ceiling(value);
}
