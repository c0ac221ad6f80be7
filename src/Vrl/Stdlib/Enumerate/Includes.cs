using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Includes : Function
{
    private static readonly Signature Declared = new(
        "includes",
        "Enumerate",
        "Whether an array has an element that equals the item, in kind too: 1 is not 1.0.",
        Kind.Boolean,
        new Parameter("value", Kinds.Array, "The array."),
        new Parameter("item", Kinds.Any, "What to look for.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The item is there.", """includes(["apple", "orange"], "orange")""", "true"),
        new("The item is not there.", """includes(["apple", "orange"], "plum")""", "false"),
        new("A container is compared by what is in it.", "includes([[1, 2], 3], [1, 2])", "true"),
        new("An integer is no float.", "includes([1, 2], 1.0)", "false"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var item = arguments[1];
        foreach (var element in arguments[0].Array)
        {
            if (element == item)
            {
                return true;
            }
        }
        return false;
    }
}
