using Freshet.Vrl.Codecs.Deflate;
using Freshet.Vrl.Runtime;
using Freshet.Vrl.Typing;
using Freshet.Vrl.Values;

namespace Freshet.Vrl.Stdlib.Codec;

internal sealed class DecodeGzip : Function
{
    public override Signature Signature { get; } =
        new(
            "decode_gzip",
            "Codec",
            "Decompresses gzip to at most 256 MiB.",
            new TypeDef(Kind.Bytes, IsFallible: true),
            new Parameter("value", Kinds.Bytes, "The compressed data.")
        );

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new(
            "Data is decompressed",
            """decode_gzip!(decode_base64!("H4sIAB8BymMAAyvISU0sTlVISU3OT0lVyE0FAJsZ870QAAAA"))""",
            "\"please decode me\""
        ),
        new(
            "Anything else fails",
            """decode_gzip!("some_bytes")""",
            Result: null,
            "unable to decode value with Gzip decoder"
        ),
    ];

    protected internal override Value Call(in Arguments arguments) =>
        Gzip.Decode(arguments[0].Bytes.Span) is { } decoded
            ? Value.From(decoded)
            : Value.Fail("unable to decode value with Gzip decoder");
}
