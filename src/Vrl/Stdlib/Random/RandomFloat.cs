using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class RandomFloat : Function
{
    public override Signature Signature { get; } =
        new(
            "random_float",
            "Random",
            "Gives a float of a range, evenly distributed.",
            new TypeDef(Kind.Float).Fallible(),
            new Parameter("min", Kinds.Float, "The least that it may be."),
            new Parameter("max", Kinds.Float, "What it stays below.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [new("A float from 0 up to 10", "f = random_float(0.0, 10.0)\nf >= 0 && f < 10", "true")];

    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(RandomRange.HoldsAny(call) is not true);

    protected internal override object? Prepare(CallSite call)
    {
        RandomRange.Check(call);
        return null;
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var (min, max) = (arguments[0].Float, arguments[1].Float);
        if (max <= min)
        {
            return Value.Fail(RandomRange.Empty);
        }
        if (!double.IsFinite(min) || !double.IsFinite(max))
        {
            return Value.Fail("min and max must be finite");
        }
        // Not min + (max - min) * part: the difference of two floats may be beyond the largest. Rounding may still reach max, which is not part of the range.
        var part = System.Random.Shared.NextDouble();
        return Math.Clamp(min * (1 - part) + max * part, min, Math.BitDecrement(max));
    }
}
