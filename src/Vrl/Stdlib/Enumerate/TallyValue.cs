using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class TallyValue : Function
{
    private static readonly Signature Declared = new(
        "tally_value",
        "Enumerate",
        "How many elements of an array equal a value, in kind too.",
        Kind.Integer,
        new Parameter("array", Kinds.Array, "The array."),
        new Parameter("value", Kinds.Any, "What to count.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("How often a string is there.", """tally_value(["a", "b", "a"], "a")""", "2"),
        new("A float is no integer.", "tally_value([1, 1.0, [1]], 1)", "1"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var value = arguments[1];
        var count = 0L;
        foreach (var element in arguments[0].Array)
        {
            count += element == value ? 1 : 0;
        }
        return count;
    }
}
