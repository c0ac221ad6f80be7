using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Unique : Function
{
    private static readonly Signature Declared = new(
        "unique",
        "Enumerate",
        "The elements of an array without those that equal an earlier one, in kind too.",
        Kind.Array,
        new Parameter("value", Kinds.Array, "The array.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The first of equal elements stays.", """unique(["b", "a", "b"])""", """["b", "a"]"""),
        new("Containers are compared by what is in them.", "unique([[1], [1], [2]])", "[[1], [2]]"),
        new("An integer and a float differ.", "unique([1, 1.0, 1])", "[1, 1.0]"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var seen = new HashSet<Value>();
        var unique = new VrlArray();
        foreach (var element in arguments[0].Array)
        {
            if (seen.Add(element))
            {
                unique.Add(element);
            }
        }
        return Value.From(unique);
    }
}
