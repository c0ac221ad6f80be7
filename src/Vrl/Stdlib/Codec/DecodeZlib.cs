using Freshet.Vrl.Codecs.Deflate;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeZlib : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_zlib",
            "Codec",
            "Decompresses zlib to at most 256 MiB.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The compressed data.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Data is decompressed",
            """decode_zlib!(decode_base64!("eJxLzUvOT0mNz00FABI5A6A="))""",
            "\"encode_me\""
        ),
        new(
            "Anything else fails",
            """decode_zlib!("some_bytes")""",
            Result: null,
            "unable to decode value with Zlib decoder"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Zlib.Decode(arguments[0].Bytes.Span) is { } decoded
            ? Value.From(decoded)
            : Value.Fail("unable to decode value with Zlib decoder");
}
