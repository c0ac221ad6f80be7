using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Filter : Function
{
    private static readonly Signature Declared = new(
        "filter",
        "Enumerate",
        "Keeps the fields of an object, or the elements of an array, that the closure says true of. It looks at one level only.",
        Kind.Of(Kinds.Container),
        new Parameter("value", Kinds.Container, "What to choose from.")
    )
    {
        Closure = new([ClosureParameter.Key, ClosureParameter.Value], Kinds.Boolean),
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An array's elements, by their values.",
            """filter([1, 2, 3]) -> |_index, value| { value != 2 }""",
            "[1, 3]"
        ),
        new(
            "An array's elements, by their places.",
            """filter(["a", "b"]) -> |index, _value| { index == 0 }""",
            """["a"]"""
        ),
        new(
            "An object's fields, by their names.",
            """filter({"a": 1, "b": 2}) -> |key, _value| { key == "a" }""",
            """{"a": 1}"""
        ),
        new(
            "What may be something else is made an array first.",
            """
            filter(array!(.tags)) -> |_index, value| { value != "x" }
            """,
            """["y"]"""
        )
        {
            Event = """{"tags": ["x", "y"]}""",
        },
    ];

    // What is left is known only when the program runs.
    protected internal override TypeDef TypeOf(CallSite call) =>
        Kind.Of(call.KindOf("value").Kinds);

    protected internal override Value Call(in Arguments arguments)
    {
        var closure = arguments.Closure!;
        if (arguments[0].IsObject)
        {
            var fields = arguments[0].Object;
            var result = new VrlObject(fields.Count);
            for (var i = 0; i < fields.Count; i++)
            {
                var keep = Decide(
                    closure.Invoke(arguments.Run, fields.KeyAt(i), fields.ValueAt(i))
                );
                if (keep.IsFailure)
                {
                    return keep;
                }
                if (keep.Boolean)
                {
                    result.Set(fields.KeyAt(i), fields.ValueAt(i));
                }
            }
            return Value.From(result);
        }
        var items = arguments[0].Array;
        var kept = new VrlArray();
        for (var i = 0; i < items.Count; i++)
        {
            var keep = Decide(closure.Invoke(arguments.Run, (long)i, items[i]));
            if (keep.IsFailure)
            {
                return keep;
            }
            if (keep.Boolean)
            {
                kept.Add(items[i]);
            }
        }
        return Value.From(kept);
    }

    // The compiler saw that it is a boolean, by what is known; see Expected on how far that goes.
    private static Value Decide(Value result) =>
        result.IsBoolean || result.IsFailure ? result : Expected.Fail("boolean", result);
}
