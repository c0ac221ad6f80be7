using Freshet.Vrl.Hashing;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Cryptography;

internal sealed class Seahash : Function
{
    public override Signature Signature { get; } =
        new(
            "seahash",
            "Cryptography",
            "Gives the SeaHash of a string: an integer, which wraps to a negative one where it is too large.",
            Kind.Integer,
            new Parameter("value", Kinds.Bytes, "The string to hash.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("A hash is an integer", """seahash("foobar")""", "5348458858952426560"),
        new("A hash may be negative", """seahash("bar")""", "-2796170501982571315"),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        unchecked((long)SeaHash.Compute(arguments[0].Bytes.Span));
}
