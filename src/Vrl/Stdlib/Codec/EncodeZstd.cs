using Freshet.Vrl.Codecs.Zstandard;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class EncodeZstd : Function
{
    public override Signature Signature { get; } =
        new(
            "encode_zstd",
            "Codec",
            "Compresses a string by Zstandard.",
            Kind.Bytes,
            new Parameter("value", Kinds.Bytes, "The string to compress."),
            Parameter.Optional(
                "compression_level",
                Kinds.Integer,
                3L,
                "Accepted for upstream's sake: there is one level."
            )
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "A short string is hardly compressed",
            """encode_base64(encode_zstd("please encode me"))""",
            "\"KLUv/QBYgQAAcGxlYXNlIGVuY29kZSBtZQ==\""
        ),
        new(
            "Any level gives what can be decompressed",
            """decode_zstd!(encode_zstd("please encode me", compression_level: 19))""",
            "\"please encode me\""
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Value.From(ZstandardEncoder.Encode(arguments[0].Bytes.Span));
}
