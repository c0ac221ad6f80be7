using Freshet.Vrl.Codecs.Snappy;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeSnappy : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_snappy",
            "Codec",
            "Compresses a string by Snappy, without a frame around it.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The string to compress.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "What is compressed can be decompressed",
            """encode_base64(encode_snappy!("The quick brown fox jumps over 13 lazy dogs."))""",
            "\"LKxUaGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgMTMgbGF6eSBkb2dzLg==\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Value.From(SnappyBlock.Encode(arguments[0].Bytes.Span));
}
