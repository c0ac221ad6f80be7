using Freshet.Vrl.Codecs.Zstandard;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeZstd : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_zstd",
            "Codec",
            "Decompresses Zstandard to at most 256 MiB.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The compressed data.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Data is decompressed",
            """decode_zstd!(decode_base64!("KLUv/QBYgQAAcGxlYXNlIGVuY29kZSBtZQ=="))""",
            "\"please encode me\""
        ),
        new(
            "Anything else fails",
            """decode_zstd!("some_bytes")""",
            Result: null,
            "unable to decode value with Zstd decoder"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        ZstandardDecoder.Decode(arguments[0].Bytes.Span) is { } decoded
            ? Value.From(decoded)
            : Value.Fail("unable to decode value with Zstd decoder");
}
