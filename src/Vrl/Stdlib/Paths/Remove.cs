using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Paths;

internal sealed class Remove : Function
{
    private static readonly Signature Declared = new(
        "remove",
        "Path",
        "An object or array without what is at a path that is made while the program runs.",
        new TypeDef(Kind.Of(Kinds.Container)).Fallible(),
        new Parameter("value", Kinds.Container, "The object or array.") { TakesAnyAtRun = true },
        new Parameter(
            "path",
            Kinds.Array,
            "Keys and indices; a negative index counts from the end."
        ),
        Parameter.Optional(
            "compact",
            Kinds.Boolean,
            false,
            "Whether containers that are empty then go too."
        )
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A field of an object inside.",
            """remove!({"a": {"b": 1}, "c": 2}, ["a", "b"])""",
            """{"a": {}, "c": 2}"""
        ),
        new(
            "The container that is empty then goes too.",
            """remove!({"a": {"b": [1]}, "c": 2}, ["a", "b", 0], compact: true)""",
            """{"c": 2}"""
        ),
        new("An element, counted from the end.", "remove!([1, 2, 3], [-1])", "[1, 2]"),
        new("Nothing is there.", """remove!({"a": 1}, ["b"])""", """{"a": 1}"""),
        new("The empty path empties.", """remove!({"a": 1}, [])""", "{}"),
        new(
            "A path has strings and integers.",
            """remove!({"a": 1}, [1.5])""",
            null,
            "path segment must be either string or integer, not float"
        ),
    ];

    protected internal override TypeDef TypeOf(CallSite call) =>
        DynamicPath.TypeOfChanged(call.KindOf("value"));

    protected internal override Value Call(in Arguments arguments)
    {
        if (!DynamicPath.TryRead(arguments[1].Array, out var path, out var failure))
        {
            return failure;
        }
        var value = arguments[0];
        _ = ValuePaths.TryRemove(ref value, path, arguments[2].Boolean, out _);
        return value;
    }
}
