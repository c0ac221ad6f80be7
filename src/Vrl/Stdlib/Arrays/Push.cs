using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Arrays;

internal sealed class Push : Function
{
    private static readonly Signature Declared = new(
        "push",
        "Array",
        "An array with one more element at its end.",
        Kind.Array,
        new Parameter("value", Kinds.Array, "The array."),
        new Parameter("item", Kinds.Any, "The element.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("The item becomes the last element.", """push([1, 2], "x")""", """[1, 2, "x"]"""),
        new(
            "An array is one element; append adds its elements.",
            "push([1], [2, 3])",
            "[1, [2, 3]]"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call)
    {
        var shape = call.KindOf("value").Elements ?? ArrayShape.Any;
        var item = call.KindOf("item").UndefinedAsNull();
        return new Kind(
            Kinds.Array,
            elements: shape.MayHaveMore
                ? (ArrayShape)shape.WithUnknown(shape.UnknownKind.Union(item))
                : shape.With(shape.Known.Count, item)
        );
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var result = arguments[0].Array.Writable();
        result.Add(arguments[1]);
        return Value.From(result);
    }
}
