using Freshet.Vrl.Codecs.Snappy;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeSnappy : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_snappy",
            "Codec",
            "Decompresses Snappy to at most 256 MiB. It has no frame around it.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The compressed data.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Data is decompressed",
            """decode_snappy!(decode_base64!("LKxUaGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgMTMgbGF6eSBkb2dzLg=="))""",
            "\"The quick brown fox jumps over 13 lazy dogs.\""
        ),
        new(
            "Anything else fails",
            """decode_snappy!("some_bytes")""",
            Result: null,
            "unable to decode value with Snappy decoder"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        SnappyBlock.Decode(arguments[0].Bytes.Span) is { } decoded
            ? Value.From(decoded)
            : Value.Fail("unable to decode value with Snappy decoder");
}
