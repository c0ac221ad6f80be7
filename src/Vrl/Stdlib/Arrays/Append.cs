using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Arrays;

internal sealed class Append : Function
{
    private static readonly Signature Declared = new(
        "append",
        "Array",
        "An array with the elements of another behind its own.",
        Kind.Array,
        new Parameter("value", Kinds.Array, "The array that comes first."),
        new Parameter("items", Kinds.Array, "The array whose elements are added.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("One array behind the other.", "append([1, 2], [3, [4]])", "[1, 2, 3, [4]]"),
        new(
            "The argument itself stays as it is.",
            "a = [1]; b = append(a, [2]); [a, b]",
            "[[1], [1, 2]]"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call)
    {
        var shape = call.KindOf("value").Elements ?? ArrayShape.Any;
        var items = call.KindOf("items").Elements ?? ArrayShape.Any;
        if (shape.MayHaveMore)
        {
            // The items stand somewhere behind what is known.
            return new Kind(
                Kinds.Array,
                elements: (ArrayShape)shape.WithUnknown(shape.UnknownKind.Union(items.Reduced))
            );
        }
        var length = shape.Known.Count;
        foreach (var (index, kind) in items.Known)
        {
            shape = shape.With(length + index, kind);
        }
        return new Kind(Kinds.Array, elements: (ArrayShape)shape.WithUnknown(items.UnknownKind));
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var items = arguments[1].Array;
        var result = arguments[0].Array.Writable();
        // By index: both may be the same array.
        var count = items.Count;
        for (var i = 0; i < count; i++)
        {
            result.Add(items[i]);
        }
        return Value.From(result);
    }
}
