using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeBase16 : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_base16",
            "Codec",
            "Encodes a string as Base16: two small hexadecimal digits for each byte.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to encode.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A byte is two digits",
            """encode_base16("some string value")""",
            "\"736f6d6520737472696e672076616c7565\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Convert.ToHexStringLower(arguments[0].Bytes.Span);
}
