namespace Freshet.Vrl.Stdlib.Number;

internal sealed class Floor() : RoundingFunction("floor", "Rounds a number down.")
{
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("Round down to a whole number", "floor(9.8)", "9.0"),
        new("Round down to two decimal places", "floor(4.345, precision: 2)", "4.34"),
        new("Round down to hundreds", "floor(1234.5, precision: -2)", "1200.0"),
        new("Negative numbers go away from zero", "floor(-4.2)", "-5.0"),
        new("An integer stays as it is", "floor(5)", "5"),
    ];

    protected override double Whole(double value) => Math.Floor(value);
}
