using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Random;

internal sealed class RandomInt : Function
{
    public override Signature Signature { get; } =
        new(
            "random_int",
            "Random",
            "Gives an integer of a range, evenly distributed.",
            new TypeDef(Kind.Integer).Fallible(),
            new Parameter("min", Kinds.Integer, "The least that it may be."),
            new Parameter("max", Kinds.Integer, "What it stays below.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [new("An integer from 0 up to 9", "i = random_int(0, 10)\ni >= 0 && i < 10", "true")];

    protected internal override TypeDef TypeOf(CallSite call) =>
        Signature.Returns.FallibleIf(RandomRange.HoldsAny(call) is not true);

    protected internal override object? Prepare(CallSite call)
    {
        RandomRange.Check(call);
        return null;
    }

    protected internal override Value Call(in Arguments arguments) =>
        arguments[1].Integer <= arguments[0].Integer
            ? Value.Fail(RandomRange.Empty)
            : System.Random.Shared.NextInt64(arguments[0].Integer, arguments[1].Integer);
}
