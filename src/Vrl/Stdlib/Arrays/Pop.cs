using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Arrays;

internal sealed class Pop : Function
{
    private static readonly Signature Declared = new(
        "pop",
        "Array",
        "An array without its last element. An empty one stays empty.",
        Kind.Array,
        new Parameter("value", Kinds.Array, "The array.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The last element goes.", "pop([1, 2, 3])", "[1, 2]"),
        new("There is nothing to take from an empty array.", "pop([])", "[]"),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        call.KindOf("value") is { Elements: not null } kind
            ? kind.Without(~Kinds.Array)
            : Kind.Array;

    protected internal override Value Call(in Arguments arguments)
    {
        if (arguments[0].Array.Count == 0)
        {
            return arguments[0];
        }
        var result = arguments[0].Array.Writable();
        result.RemoveAt(result.Count - 1);
        return Value.From(result);
    }
}
