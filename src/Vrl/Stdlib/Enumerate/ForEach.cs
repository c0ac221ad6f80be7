using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class ForEach : Function
{
    private static readonly Signature Declared = new(
        "for_each",
        "Enumerate",
        "Runs the closure for each field of an object, or each element of an array, for what it does to variables and the event.",
        Kind.Null,
        new Parameter("value", Kinds.Container, "What to go through.")
    )
    {
        Closure = new([ClosureParameter.Key, ClosureParameter.Value], Kinds.Any),
    };

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "An array's places and elements.",
            """
            sum = 0
            for_each([10, 20]) -> |index, value| { sum = sum + index + value }
            sum
            """,
            "31"
        ),
        new(
            "An object's keys and values.",
            """
            for_each({"a": 1, "b": 2}) -> |key, value| { . = set!(., [key], value) }
            .
            """,
            """{"a": 1, "b": 2}"""
        ),
        new("The result is null.", "for_each([1]) -> |_index, value| { value }", "null"),
    ];

    protected internal override Value Call(in Arguments arguments)
    {
        var closure = arguments.Closure!;
        if (arguments[0].IsObject)
        {
            var fields = arguments[0].Object;
            for (var i = 0; i < fields.Count; i++)
            {
                var result = closure.Invoke(arguments.Run, fields.KeyAt(i), fields.ValueAt(i));
                if (result.IsFailure)
                {
                    return result;
                }
            }
            return Value.Null;
        }
        var items = arguments[0].Array;
        for (var i = 0; i < items.Count; i++)
        {
            var result = closure.Invoke(arguments.Run, (long)i, items[i]);
            if (result.IsFailure)
            {
                return result;
            }
        }
        return Value.Null;
    }
}
