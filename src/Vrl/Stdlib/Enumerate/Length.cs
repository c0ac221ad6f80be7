using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Enumerate;

internal sealed class Length : Function
{
    private static readonly Signature Declared = new(
        "length",
        "Enumerate",
        "How many elements an array, fields an object, or bytes a string has.",
        Kind.Integer,
        new Parameter("value", Kinds.Bytes | Kinds.Container, "What to measure.")
    );

    public override Signature Signature => Declared;

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("An array's elements.", "length([1, [2, 3]])", "2"),
        new(
            "An object's fields, of the first level alone.",
            """length({"a": {"b": 1, "c": 2}})""",
            "1"
        ),
        new("A string's bytes; strlen counts characters.", """length("ñandú")""", "7"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        arguments[0].Kind switch
        {
            ValueKind.Array => arguments[0].Array.Count,
            ValueKind.Object => arguments[0].Object.Count,
            _ => (long)arguments[0].Bytes.Length,
        };
}
