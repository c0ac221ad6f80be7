using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Objects;

internal sealed class Unnest : Function
{
    private static readonly Signature Declared = new(
        "unnest",
        "Object",
        "Makes of an object that has an array as many objects as the array has elements: each with one element in the array's place.",
        Kind.Array,
        new Parameter("path", Kinds.Array, "Where the array is; the path begins at the object.")
        {
            Form = ArgumentForm.Query,
        }
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An array of the event.",
            ". = unnest!(.items)",
            """[{"host": "a", "items": {"id": 1}}, {"host": "a", "items": {"id": 2}}]"""
        )
        {
            Event = """{"host": "a", "items": [{"id": 1}, {"id": 2}]}""",
        },
        new(
            "An array of a variable, deeper down.",
            """
            order = {"id": 7, "cart": {"lines": ["x", "y"]}}
            unnest(order.cart.lines)
            """,
            """[{"id": 7, "cart": {"lines": "x"}}, {"id": 7, "cart": {"lines": "y"}}]"""
        ),
        new("There is no array.", "unnest!(.items)", null, "expected array, got null"),
    ];

    protected internal override TypeDef TypeOf(CallSite call)
    {
        if (call.Place is not { } place)
        {
            return Kind.Array;
        }
        if (place.Kind.Elements is not { } elements)
        {
            return Kind.Never;
        }
        var shape = elements;
        foreach (var (index, kind) in elements.Known)
        {
            shape = shape.With(index, place.RootKind.Insert(place.Path, kind));
        }
        if (elements.MayHaveMore)
        {
            var element = elements.UnknownKind.Without(Kinds.Undefined);
            shape = (ArrayShape)shape.WithUnknown(place.RootKind.Insert(place.Path, element));
        }
        return new Kind(Kinds.Array, elements: shape);
    }

    protected internal override Value Call(in Arguments arguments)
    {
        var place = arguments.Place!;
        var rest = place.ReadRoot(arguments.Run).Share();
        if (rest.IsFailure)
        {
            return rest;
        }
        _ = ValuePaths.TryRemove(ref rest, place.Path, compact: true, out var removed);
        if (!removed.IsArray)
        {
            return Expected.Fail("array", removed);
        }
        var result = new VrlArray(removed.Array.Count);
        foreach (var element in removed.Array)
        {
            var copy = rest.Share();
            if (!ValuePaths.TrySet(ref copy, place.Path, element.Share()))
            {
                return Value.Fail(
                    $"an array of more than {ValuePaths.LongestArray} elements is too long"
                );
            }
            result.AddOwned(copy);
        }
        return Value.From(result);
    }
}
