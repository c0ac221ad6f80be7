using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Types;

internal sealed class IsEmpty : Function
{
    public override Signature Signature { get; } =
        new(
            "is_empty",
            "Type",
            "Whether a string, object or array has nothing in it.",
            Kind.Boolean,
            new Parameter("value", Kinds.Bytes | Kinds.Container, "The value.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A string without a character", """is_empty("")""", "true"),
        new("A space is a character", """is_empty(" ")""", "false"),
        new("An object without a field", "is_empty({})", "true"),
        new("An array with an element", "is_empty([null])", "false"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        arguments[0].Kind switch
        {
            ValueKind.Array => arguments[0].Array.Count == 0,
            ValueKind.Object => arguments[0].Object.Count == 0,
            _ => arguments[0].Bytes.Length == 0,
        };
}
