using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Paths;

internal sealed class Set : Function
{
    private static readonly Signature Declared = new(
        "set",
        "Path",
        "An object or array with other data at a path that is made while the program runs. Parents that are missing, or no containers, become some.",
        new TypeDef(Kind.Of(Kinds.Container)).Fallible(),
        new Parameter("value", Kinds.Container, "The object or array.") { TakesAnyAtRun = true },
        new Parameter(
            "path",
            Kinds.Array,
            "Keys and indices; a negative index counts from the end."
        ),
        new Parameter("data", Kinds.Any, "What is put there.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A field that is there.", """set!({"a": 1}, ["a"], 2)""", """{"a": 2}"""),
        new("A field with its parents.", """set!({}, ["a", "b"], 1)""", """{"a": {"b": 1}}"""),
        new(
            "An array is filled up with null.",
            """set!({"a": [1]}, ["a", 2], 3)""",
            """{"a": [1, null, 3]}"""
        ),
        new("In front of an array's first element.", "set!([1], [-3], 0)", "[0, null, 1]"),
        new(
            "A path has strings and integers.",
            """set!({"a": 1}, [null], 2)""",
            null,
            "path segment must be either string or integer, not null"
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
        return ValuePaths.TrySet(ref value, path, arguments[2].Share())
            ? value
            : Value.Fail($"an array of more than {ValuePaths.LongestArray} elements is too long");
    }
}
