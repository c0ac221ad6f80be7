using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Paths;

internal sealed class Get : Function
{
    private static readonly Signature Declared = new(
        "get",
        "Path",
        "What is at a path that is made while the program runs; null where nothing is.",
        new TypeDef(Kind.Any).Fallible(),
        new Parameter("value", Kinds.Container, "The object or array to look into.")
        {
            TakesAnyAtRun = true,
        },
        new Parameter(
            "path",
            Kinds.Array,
            "Keys and indices; a negative index counts from the end."
        )
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A field of an object inside.", """get!({"a": {"b": 1}}, ["a", "b"])""", "1"),
        new("An element, counted from the end.", """get!({"a": [1, 2]}, ["a", -1])""", "2"),
        new("Nothing is there.", """get!({"a": 1}, ["b", 0])""", "null"),
        new("The empty path is the value itself.", "get!([1], [])", "[1]"),
        new("Nothing is in what turns out to be no container.", "get!(.a, [\"b\"])", "null")
        {
            Event = """{"a": 1}""",
        },
        new(
            "A path has strings and integers.",
            """get!({"a": 1}, [true])""",
            null,
            "path segment must be either string or integer, not boolean"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        DynamicPath.TryRead(arguments[1].Array, out var path, out var failure)
            ? ValuePaths.Read(arguments[0], path)
            : failure;
}
